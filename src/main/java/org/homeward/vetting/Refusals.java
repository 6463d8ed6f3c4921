package org.homeward.vetting;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.contact.Messages;
import org.homeward.household.Household;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Refused households: why, what they were told, and the one appeal that each of them has. */
@Component
class Refusals {

    private final JdbcClient jdbc;
    private final Messages messages;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final Audit audit;

    Refusals(JdbcClient jdbc, Messages messages, Clock clock, CurrentOfficer officer, Audit audit) {
        this.jdbc = jdbc;
        this.messages = messages;
        this.clock = clock;
        this.officer = officer;
        this.audit = audit;
    }

    /** Why somebody is held back: who, by the place in the family and the year of birth, and a concern's kind. */
    private record Why(String relation, @Nullable Integer born, String kind) {}

    /** @param by who decided so; null: the rules, since nobody in it is eligible */
    void record(long householdId, @Nullable String by, Collection<Concern> reasons) {
        long refusal = jdbc.sql("insert into refusal (household_id, at, officer) values (:id, :now, :by) returning id")
                .param("id", householdId)
                .param("now", now())
                .param("by", by)
                .query(Long.class)
                .single();
        for (Concern reason : reasons) {
            jdbc.sql("insert into refusal_reason (refusal_id, concern_id) values (:refusal, :concern)")
                    .param("refusal", refusal)
                    .param("concern", reason.id())
                    .update();
        }
    }

    /** Tells the household why it was last refused. @return whether it may still appeal */
    boolean tell(long householdId) {
        long refusal = last(householdId).orElseThrow();
        boolean mayAppeal = !hasAppealed(householdId);
        List<Messages.Words> why = jdbc.sql("""
                select person.relation, extract(year from person.born)::int as born, concern.kind
                from refusal_reason
                join concern on concern.id = concern_id
                join person on person.id = concern.person_id
                where refusal_id = :refusal order by person.position, concern.id""").param("refusal", refusal).query(Why.class).list().stream()
                .map(Refusals::inWords)
                .toList();
        messages.tell(householdId, mayAppeal ? "refusal" : "lastRefusal", String.valueOf(refusal), why);
        return mayAppeal;
    }

    private static Messages.Words inWords(Why why) {
        return new Messages.Words(
                "refusal.reason",
                new Messages.Words("relation." + why.relation),
                why.born == null ? "–" : String.valueOf(why.born),
                new Messages.Words("refusal." + why.kind));
    }

    /** Records the appeal. @throws Refusal if there is nothing to appeal, or it has been appealed before */
    void appeal(Household household) {
        long refusal = last(household.id())
                .orElseThrow(() -> new Refusal("Case " + household.caseNumber()
                        + " has not been refused: there is nothing to appeal against."));
        if (hasAppealed(household.id())) {
            throw new Refusal("Case " + household.caseNumber() + " has appealed already: a household may appeal once.");
        }
        jdbc.sql("""
                insert into appeal (household_id, refusal_id, at, recorded_by)
                values (:id, :refusal, :now, :officer)""")
                .param("id", household.id())
                .param("refusal", refusal)
                .param("now", now())
                .param("officer", officer.name())
                .update();
        audit.record("appealed", household.id(), null);
    }

    /** Decides the appeal; the household is told that the refusal stands. @throws Refusal for an officer who had a part in the refusal, or if it is decided already */
    void decide(long householdId, String outcome) {
        if (refusedBy(householdId).contains(officer.name())) {
            throw new Refusal("You took part in this refusal: another officer must decide the appeal.");
        }
        int decided = jdbc.sql("""
                update appeal set outcome = :outcome, decided_by = :officer, decided_at = :now
                where household_id = :id and outcome is null""")
                .param("outcome", outcome)
                .param("officer", officer.name())
                .param("now", now())
                .param("id", householdId)
                .update();
        if (decided == 0) {
            throw new Refusal("This appeal has been decided already.");
        }
        audit.record("appeal decided", householdId, outcome);
        if (outcome.equals("upheld")) {
            tell(householdId);
        }
    }

    /** Who refused the household, and who had a part in the findings it was refused for. */
    private List<String> refusedBy(long householdId) {
        return jdbc.sql("""
                select distinct took_part.officer
                from appeal
                join refusal on refusal.id = appeal.refusal_id
                left join refusal_reason reason on reason.refusal_id = refusal.id
                left join concern on concern.id = reason.concern_id
                left join watch_list_hit hit on hit.concern_id = concern.id,
                lateral (values (refusal.officer), (concern.decided_by), (concern.seconded_by), (hit.decided_by))
                  as took_part (officer)
                where appeal.household_id = :id and took_part.officer is not null""").param("id", householdId).query(String.class).list();
    }

    private Optional<Long> last(long householdId) {
        return jdbc.sql("select id from refusal where household_id = :id order by id desc limit 1")
                .param("id", householdId)
                .query(Long.class)
                .optional();
    }

    private boolean hasAppealed(long householdId) {
        return jdbc.sql("select exists (select from appeal where household_id = :id)")
                .param("id", householdId)
                .query(Boolean.class)
                .single();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
