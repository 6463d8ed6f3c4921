package org.homeward.passage;

import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.movement.Movement;
import org.homeward.passage.RollCall.Party;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What is known of a vehicle on its way besides its manifest: who leads it, how it is reached, where it was last. */
@Component
public class Convoys {

    private static final int LONGEST = 200;
    private static final int NEWEST = 20;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final RollCall rollCall;
    private final PassageProcess process;
    private final Audit audit;

    Convoys(
            JdbcClient jdbc,
            Clock clock,
            CurrentOfficer officer,
            RollCall rollCall,
            PassageProcess process,
            Audit audit) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.officer = officer;
        this.rollCall = rollCall;
        this.process = process;
        this.audit = audit;
    }

    /** Who leads it, how they are reached, what goes along; null: not said. */
    public record Lead(
            @Nullable String leader,
            @Nullable String phone,
            @Nullable String radioChannel,
            @Nullable String callSign,
            @Nullable String escort,
            @Nullable String plates) {}

    /**
     * Where it was.
     *
     * @param place as it was noted, or the word of a checkpoint
     * @param checkpoint whether people were counted there
     * @param expected of a roll call at a stop: how many persons were to be there, of those whom the officer may know of;
     *     null: there was none
     * @param missing case numbers of those of whom somebody was missing
     */
    public record Position(
            Instant at,
            String place,
            boolean checkpoint,
            @Nullable Integer expected,
            @Nullable Integer counted,
            List<String> missing) {}

    /** That it is overdue. @param takenBy the officer who sees to it; null: nobody yet */
    public record Alarm(Instant since, @Nullable String takenBy) {}

    public Lead lead(long movementId) {
        return jdbc.sql(
                        "select leader, phone, radio_channel, call_sign, escort, plates from convoy where movement_id = :id")
                .param("id", movementId)
                .query(Lead.class)
                .optional()
                .orElse(new Lead(null, null, null, null, null, null));
    }

    /** Notes who leads it and how they are reached, instead of what was noted before. */
    @Transactional
    public void note(Movement movement, Lead lead) {
        jdbc.sql("""
                insert into convoy (movement_id, leader, phone, radio_channel, call_sign, escort, plates, noted_at, noted_by)
                values (:id, :leader, :phone, :channel, :sign, :escort, :plates, :now, :officer)
                on conflict (movement_id) do update set leader = excluded.leader, phone = excluded.phone,
                  radio_channel = excluded.radio_channel, call_sign = excluded.call_sign, escort = excluded.escort,
                  plates = excluded.plates, noted_at = excluded.noted_at, noted_by = excluded.noted_by""")
                .param("id", movement.id())
                .param("leader", text(lead.leader(), "leader"), Types.VARCHAR)
                .param("phone", text(lead.phone(), "phone"), Types.VARCHAR)
                .param("channel", text(lead.radioChannel(), "radioChannel"), Types.VARCHAR)
                .param("sign", text(lead.callSign(), "callSign"), Types.VARCHAR)
                .param("escort", text(lead.escort(), "escort"), Types.VARCHAR)
                .param("plates", text(lead.plates(), "plates"), Types.VARCHAR)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("officer", officer.name())
                .update();
        audit.recordOf("convoy noted", movement.code(), null);
    }

    /** Notes where it is. @param at null: now @throws Refusal if no place is given, or the time is in the future */
    @Transactional
    public void isAt(Movement movement, @Nullable String place, @Nullable Instant at) {
        insert(movement, place, at, null, List.of());
    }

    /**
     * Notes a roll call at a stop.
     *
     * @param here case numbers of the households that are all there
     * @return those of whom somebody is missing; none if it balances
     */
    @Transactional
    public List<Party> rollCallAt(
            Movement movement, @Nullable String place, @Nullable Instant at, Collection<String> here) {
        List<Party> aboard = rollCall.parties(movement);
        List<Party> missing = aboard.stream()
                .filter(party -> !here.contains(party.caseNumber()))
                .toList();
        insert(movement, place, at, aboard, missing);
        return missing;
    }

    private static int persons(List<Party> parties) {
        return parties.stream().mapToInt(party -> party.passengers().size()).sum();
    }

    private void insert(
            Movement movement,
            @Nullable String place,
            @Nullable Instant at,
            @Nullable List<Party> aboard,
            List<Party> missing) {
        String where = text(place, "place");
        if (where == null) {
            throw new Refusal("Say where it is: a place, a kilometre, a crossing.", "place");
        }
        Instant when = TimeGiven.of(at, movement, clock, "at");
        Integer expected = aboard == null ? null : persons(aboard);
        Integer counted = expected == null ? null : expected - persons(missing);
        Set<String> restricted = restricted(aboard);
        Integer expectedOpen = aboard == null ? null : persons(without(restricted, aboard));
        Integer countedOpen = expectedOpen == null ? null : expectedOpen - persons(without(restricted, missing));
        jdbc.sql("""
                insert into convoy_position (movement_id, at, place, expected, counted, expected_open, counted_open, missing,
                                             noted_at, noted_by)
                values (:movement, :at, :place, :expected, :counted, :expectedOpen, :countedOpen,
                        array(select id from household where case_number = any(:missing)), :now, :officer)""")
                .param("movement", movement.id())
                .param("at", when.atOffset(ZoneOffset.UTC))
                .param("place", where)
                .param("expected", expected, Types.INTEGER)
                .param("counted", counted, Types.INTEGER)
                .param("expectedOpen", expectedOpen, Types.INTEGER)
                .param("countedOpen", countedOpen, Types.INTEGER)
                .param("missing", missing.stream().map(Party::caseNumber).toArray(String[]::new))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("officer", officer.name())
                .update();
        audit.recordOf(
                expected == null ? "position noted" : "roll call at a stop",
                movement.code(),
                expected == null ? null : countedOpen + " of " + expectedOpen);
    }

    private Set<String> restricted(@Nullable List<Party> parties) {
        return parties == null
                ? Set.of()
                : Set.copyOf(jdbc.sql(
                                "select case_number from household where restricted and case_number = any(:cases)")
                        .param("cases", parties.stream().map(Party::caseNumber).toArray(String[]::new))
                        .query(String.class)
                        .list());
    }

    private static List<Party> without(Set<String> restricted, List<Party> parties) {
        return parties.stream()
                .filter(party -> !restricted.contains(party.caseNumber()))
                .toList();
    }

    /** Where it was, the newest first: by hand, and by itself wherever people are counted. */
    public List<Position> positions(long movementId) {
        return jdbc.sql("""
                select at, place, false as checkpoint,
                       case when :cleared then expected else expected_open end as expected,
                       case when :cleared then counted else counted_open end as counted,
                       array(select case_number from household
                             where id = any(missing) and (not restricted or :cleared) order by case_number) missing
                from convoy_position where movement_id = :movement
                union all
                select max(counted_at), checkpoint, true, null, null, '{}' from scan
                  join person on person.id = person_id
                  join household on household.id = person.household_id and (not restricted or :cleared)
                where movement_id = :movement and verdict = 'taken' and checkpoint <> 'reception' group by checkpoint
                order by at desc limit :most""")
                .param("movement", movementId)
                .param("cleared", officer.cleared())
                .param("most", NEWEST)
                .query((row, number) -> new Position(
                        row.getTimestamp("at").toInstant(),
                        row.getString("place"),
                        row.getBoolean("checkpoint"),
                        row.getObject("expected", Integer.class),
                        row.getObject("counted", Integer.class),
                        Arrays.asList((String[]) row.getArray("missing").getArray())))
                .list();
    }

    /** The alarm that it has not arrived by half an hour after its time; empty: there is none. */
    public Optional<Alarm> alarm(String code) {
        return process.overdue(code);
    }

    private static @Nullable String text(@Nullable String written, String field) {
        String text = PlainText.orNull(written);
        if (text != null && text.length() > LONGEST) {
            throw new Refusal("Keep this to " + LONGEST + " characters.", field);
        }
        return text;
    }
}
