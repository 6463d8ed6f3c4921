package org.homeward.planning;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.homeward.situation.Exit;
import org.homeward.situation.Exits;
import org.homeward.situation.OpeningHours;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What happens at an exit today, by the clock of the country. Who is counted out of one country and into the next is counted apart:
 * people stand in between for hours. Nobody sees or counts whom they may not know of.
 */
@Component
public class ExitWatch {

    /** Where a movement over an exit is counted out of the country, by road or sea and by air. */
    private static final String OUT = "('border exit', 'flight boarding')";

    private static final String IN = "('border entry', 'landing')";

    private final Exits exits;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final ZoneId zone;

    ExitWatch(
            Exits exits, JdbcClient jdbc, Clock clock, CurrentOfficer officer, @Value("${homeward.zone}") ZoneId zone) {
        this.exits = exits;
        this.jdbc = jdbc;
        this.clock = clock;
        this.officer = officer;
        this.zone = zone;
    }

    /**
     * @param quota how many it admits today; null: as many as come
     * @param out how many have been counted out today, and {@code in}: into the next country
     * @param coming the movements of today, and of last night still under way, that have not all been counted out, by departure
     * @param between the households that have been counted out and not in, the longest first
     */
    public record Watch(
            Exit exit,
            @Nullable Integer quota,
            int out,
            int in,
            Hours hours,
            List<Coming> coming,
            List<Between> between) {

        /** How many it still admits today; null: as many as come. */
        public @Nullable Integer left() {
            return quota == null ? null : Math.max(0, quota - out);
        }

        /** How many are on the way to it today. */
        public int onTheWay() {
            return coming.stream().mapToInt(Coming::persons).sum();
        }

        public int persons() {
            return between.stream().mapToInt(Between::persons).sum();
        }
    }

    /**
     * Whether its hours let people through now.
     *
     * @param changes when they next open or close; null: not within fifteen days
     * @param since since when they do not; null: they do
     */
    public record Hours(
            boolean open,
            @Nullable Instant changes,
            @Nullable Instant since) {}

    /**
     * A movement on the way.
     *
     * @param persons who have not been counted out yet
     * @param tooMany how many of them the quota leaves no room for, if those before it come first
     * @param afterClosing whether it can be at the exit only while that is closed by its hours
     */
    public record Coming(
            String code,
            String state,
            OffsetDateTime departs,
            OffsetDateTime arrives,
            int persons,
            int tooMany,
            boolean afterClosing) {}

    /** A household that stands in between. @param since when the first of them was counted out */
    public record Between(String caseNumber, boolean restricted, String movement, int persons, OffsetDateTime since) {}

    /** @throws Refusal.NotFound if there is no such exit */
    public Watch of(String code) {
        Exit exit = exits.find(code).orElseThrow(() -> new Refusal.NotFound("There is no such exit."));
        Integer quota = exits.quota(exit.code());
        int out = counted(exit, OUT);
        return new Watch(
                exit,
                quota,
                out,
                counted(exit, IN),
                hours(exit.hours()),
                coming(exit, quota == null ? Integer.MAX_VALUE : Math.max(0, quota - out)),
                between(exit));
    }

    private Hours hours(@Nullable OpeningHours hours) {
        Instant now = clock.instant();
        if (hours == null) {
            return new Hours(true, null, null);
        }
        return hours.open(now, zone)
                ? new Hours(true, hours.until(now, zone).orElse(null), null)
                : new Hours(false, hours.from(now, zone), hours.closedSince(now, zone));
    }

    /** Guests of others are counted by number, and only on the other side: who is in has gone out. */
    private int counted(Exit exit, String where) {
        return jdbc.sql("""
                select (select count(distinct scan.person_id) from scan join movement on movement.id = movement_id
                          join person on person.id = scan.person_id join household on household.id = person.household_id
                        where exit = :exit and verdict = 'taken' and checkpoint in %s and scan.counted_at >= :from and scan.counted_at < :to
                          and (not restricted or :cleared))
                     + (select coalesce(sum(persons), 0) from guest_count
                          join kept_places kept on kept.id = kept_places_id join movement on movement.id = kept.movement_id
                        where exit = :exit and released_at is null and checkpoint in %s
                          and counted_at >= :from and counted_at < :to)""".formatted(where, IN))
                .param("exit", exit.code())
                .param("from", dayBegins(0))
                .param("to", dayBegins(1))
                .param("cleared", officer.cleared())
                .query(Integer.class)
                .single();
    }

    private List<Coming> coming(Exit exit, int room) {
        record Leg(String code, String state, OffsetDateTime departs, OffsetDateTime arrives, int persons) {}
        List<Leg> legs = jdbc.sql("""
                select code, movement.state, departs, arrives, aboard.persons + guests.persons as persons
                from movement
                  cross join lateral (
                    select count(*) as persons from reservation join household on household.id = reservation.household_id
                    where movement_id = movement.id and reservation.state = 'held' and (not restricted or :cleared)
                      and not exists (select from scan where scan.person_id = reservation.person_id
                        and scan.movement_id = movement.id and verdict = 'taken' and checkpoint in %s)) aboard
                  cross join lateral (
                    select count(*) as persons from guest join kept_places kept on kept.id = kept_places_id
                    where kept.movement_id = movement.id and removed_at is null and released_at is null and not exists (
                      select from guest_count where guest_count.kept_places_id = kept.id and checkpoint in %s)) guests
                where exit = :exit and movement.state in ('open', 'frozen', 'boarding', 'departed')
                  and departs < :to and (departs >= :from or movement.state in ('boarding', 'departed') and departs >= :lastNight)
                  and aboard.persons + guests.persons > 0
                order by departs, code""".formatted(OUT, IN))
                .param("exit", exit.code())
                .param("from", dayBegins(0))
                .param("lastNight", dayBegins(-1))
                .param("to", dayBegins(1))
                .param("cleared", officer.cleared())
                .query(Leg.class)
                .list();
        List<Coming> coming = new ArrayList<>();
        int left = room;
        for (Leg leg : legs) {
            coming.add(new Coming(
                    leg.code(),
                    leg.state(),
                    leg.departs(),
                    leg.arrives(),
                    leg.persons(),
                    Math.max(0, leg.persons() - left),
                    comesAfterClosing(
                            exit, leg.departs().toInstant(), leg.arrives().toInstant())));
            left = Math.max(0, left - leg.persons());
        }
        return coming;
    }

    /** What is late can be there from now on. */
    private boolean comesAfterClosing(Exit exit, Instant departs, Instant arrives) {
        OpeningHours hours = exit.hours();
        Instant from = later(departs, clock.instant());
        return hours != null && !hours.meet(from, later(from, arrives), zone);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Not who was decided about on the other side, nor who has been counted anywhere further on: on the same way whatever clocks say. */
    private List<Between> between(Exit exit) {
        return jdbc.sql("""
                select case_number, restricted, movement.code as movement, count(distinct went.person_id) as persons,
                       min(went.counted_at) as since
                from movement
                  join scan went on went.movement_id = movement.id and went.verdict = 'taken' and went.checkpoint = 'border exit'
                  join person on person.id = went.person_id
                  join household on household.id = person.household_id
                  cross join lateral (
                    select array_agg(leg.movement_id) || movement.id as legs
                    from reservation mine join reservation leg on leg.itinerary_id = mine.itinerary_id
                      and leg.person_id = mine.person_id
                    where mine.person_id = went.person_id and mine.movement_id = movement.id) journey
                where exit = :exit and (not restricted or :cleared)
                  and not exists (
                    select from scan after where after.person_id = went.person_id and after.verdict = 'taken'
                      and (after.movement_id = any(legs) or after.counted_at >= went.counted_at)
                      and after.checkpoint in ('border entry', 'check-in', 'flight boarding', 'landing', 'reception'))
                  and not exists (
                    select from absence where absence.person_id = went.person_id and absence.movement_id = any(legs)
                      and (decision not in ('wait', 'tryAgain', 'came', 'goesOn', 'moved', 'born')
                           or kind = 'died' and decision = 'goesOn'))
                group by household.id, movement.id order by since, case_number""")
                .param("exit", exit.code())
                .param("cleared", officer.cleared())
                .query(Between.class)
                .list();
    }

    /** @param days after today */
    private OffsetDateTime dayBegins(int days) {
        return LocalDate.ofInstant(clock.instant(), zone)
                .plusDays(days)
                .atStartOfDay(zone)
                .toInstant()
                .atOffset(ZoneOffset.UTC);
    }
}
