package org.homeward.audit;

import java.sql.Types;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import org.homeward.access.CurrentOfficer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The record of deeds and reads. Rows are only added, in the transaction of the deed. */
@Component
public class Audit {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final CurrentOfficer officer;

    Audit(JdbcClient jdbc, Clock clock, CurrentOfficer officer) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.officer = officer;
    }

    /** Records a deed about a household. @param detail codes and numbers that explain it, no names of people */
    public void record(String action, long householdId, @Nullable String detail) {
        insert(action, householdId, null, null, null, null, detail);
    }

    /** Records the same deed about each of these households. */
    public void record(String action, Collection<Long> householdIds, @Nullable String detail) {
        jdbc.sql("""
                insert into audit (at, officer, action, household_id, detail)
                select :at, :officer, :action, household_id, :detail from unnest(:households) as household_id""")
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("officer", officer.name())
                .param("action", action)
                .param("detail", detail, Types.VARCHAR)
                .param("households", householdIds.toArray(Long[]::new))
                .update();
    }

    /** Records a deed about one person of a household. */
    public void recordOfPerson(String action, long householdId, long personId, @Nullable String detail) {
        insert(action, householdId, personId, null, null, null, detail);
    }

    /** Records a deed about something that is no household: a movement, an import, an exit, an officer. */
    public void recordOf(String action, String subject, @Nullable String detail) {
        insert(action, null, null, subject, null, null, detail);
    }

    /** Records that a household changed its stage (I4). @param from null when it is new */
    public void recordStage(long householdId, @Nullable String from, String to, @Nullable String reason) {
        insert("stage", householdId, null, null, from, to, reason);
    }

    /** Records that many households came to the same stage. @param from the stage before, by household */
    public void recordStages(Map<Long, String> from, String to, @Nullable String reason) {
        jdbc.sql("""
                insert into audit (at, officer, action, household_id, stage_from, stage_to, detail)
                select :at, :officer, 'stage', household_id, stage_from, :to, :reason
                from unnest(:households, :from) as moved (household_id, stage_from)""")
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("officer", officer.name())
                .param("households", from.keySet().toArray(Long[]::new))
                .param("from", from.values().toArray(String[]::new))
                .param("to", to)
                .param("reason", reason, Types.VARCHAR)
                .update();
    }

    private void insert(
            String action,
            @Nullable Long householdId,
            @Nullable Long personId,
            @Nullable String subject,
            @Nullable String stageFrom,
            @Nullable String stageTo,
            @Nullable String detail) {
        jdbc.sql("""
                insert into audit (at, officer, action, household_id, person_id, subject, stage_from, stage_to, detail)
                values (:at, :officer, :action, :household, :person, :subject, :from, :to, :detail)""")
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("officer", officer.name())
                .param("action", action)
                .param("household", householdId)
                .param("person", personId)
                .param("subject", subject)
                .param("from", stageFrom)
                .param("to", stageTo)
                .param("detail", detail)
                .update();
    }
}
