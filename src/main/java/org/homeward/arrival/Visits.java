package org.homeward.arrival;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Since when a household waits at a station, who took it, and when it was done there. */
@Component
class Visits {

    private final JdbcClient jdbc;
    private final Clock clock;

    Visits(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** From now on it waits there, because it needs to; nothing happens where it waits already. */
    void open(long householdId, Collection<String> stations) {
        jdbc.sql("""
                insert into station_visit (household_id, station, needed, opened_at)
                select :household, station, true, :now from unnest(:stations) as station on conflict do nothing""")
                .param("household", householdId)
                .param("stations", stations.toArray(String[]::new))
                .param("now", now())
                .update();
    }

    /** It came all the same, was not needed to, and is done there. */
    void added(long householdId, String station, String officer) {
        jdbc.sql("""
                insert into station_visit (household_id, station, needed, opened_at, taken_at, taken_by, done_at)
                values (:household, :station, false, :now, :now, :officer, :now)""")
                .param("household", householdId)
                .param("station", station)
                .param("officer", officer)
                .param("now", now())
                .update();
    }

    /** Whether it waits or is being seen to there. */
    boolean isOpen(long householdId, String station) {
        return jdbc.sql("""
                select exists (select from station_visit
                               where household_id = :household and station = :station and done_at is null)""")
                .param("household", householdId)
                .param("station", station)
                .query(Boolean.class)
                .single();
    }

    /** An officer takes it: its waiting is over. Whoever gives it back leaves it to others. */
    void taken(long householdId, String station, @Nullable String officer) {
        jdbc.sql("""
                update station_visit set taken_at = case when cast(:officer as text) is not null then coalesce(taken_at, :now) end,
                       taken_by = :officer
                where household_id = :household and station = :station and done_at is null""")
                .param("household", householdId)
                .param("station", station)
                .param("officer", officer)
                .param("now", now())
                .update();
    }

    void done(long householdId, String station) {
        jdbc.sql("""
                update station_visit set done_at = :now, taken_at = coalesce(taken_at, :now)
                where household_id = :household and station = :station and done_at is null""")
                .param("household", householdId)
                .param("station", station)
                .param("now", now())
                .update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
