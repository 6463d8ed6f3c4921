package org.homeward.planning;

import java.sql.Types;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The row of a seating plan: its beginning, its state, and its end. */
@Component
class PlanRecord {

    private final JdbcClient jdbc;
    private final CurrentOfficer officer;
    private final Audit audit;
    private final Clock clock;

    PlanRecord(JdbcClient jdbc, CurrentOfficer officer, Audit audit, Clock clock) {
        this.jdbc = jdbc;
        this.officer = officer;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Whether somebody waits for seats, no plan waits for approval, and none has been asked for, or asked for anew, within the
     * hour: one that could not be found is given up by then.
     */
    boolean isDue() {
        return jdbc.sql("""
                select exists (
                  select from household where stage = 'ready' and not exists (
                    select from itinerary where household_id = household.id and state = 'held'))
                and not exists (
                  select from seating_plan where state = 'proposed' or asked_at > :hourAgo)""")
                .param("hourAgo", now().minusHours(1))
                .query(Boolean.class)
                .single();
    }

    /** Asks for a plan. @return its number */
    long ask() {
        long id = jdbc.sql("insert into seating_plan (asked_at, asked_by) values (:now, :officer) returning id")
                .param("now", now())
                .param("officer", officer.name())
                .query(Long.class)
                .single();
        audit.recordOf("plan asked for", name(id), null);
        return id;
    }

    /** It is to be found anew: until it is, nobody decides on it. */
    void askedAnew(long id) {
        lock(id, "asked", "proposed");
        jdbc.sql("update seating_plan set state = 'asked', asked_at = :now, asked_by = :officer where id = :id")
                .param("now", now())
                .param("officer", officer.name())
                .param("id", id)
                .update();
    }

    /** It seats nobody any more. */
    void emptied(long id) {
        jdbc.sql("update seating_plan set state = 'empty', unproven = null where id = :id")
                .param("id", id)
                .update();
    }

    /** It has come to its end. @param state {@code approved} or {@code discarded} */
    void decided(long id, String state) {
        jdbc.sql("""
                update seating_plan set state = :state, decided_at = :now, decided_by = :officer, unproven = null
                where id = :id""")
                .param("state", state)
                .param("now", now())
                .param("officer", officer.name())
                .param("id", id)
                .update();
        audit.recordOf("plan " + state, name(id), null);
    }

    /** Nobody else decides on it meanwhile. @throws Refusal if it is in none of these states any more */
    void lock(long id, String... states) {
        String state = jdbc.sql("select state from seating_plan where id = :id for update")
                .param("id", id)
                .query(String.class)
                .optional()
                .orElseThrow(() -> new Refusal.NotFound("There is no such seating plan."));
        if (!Set.of(states).contains(state)) {
            throw switch (state) {
                case "approved" -> new Refusal.Conflict("This plan has been approved already.", "plan");
                case "asked" -> new Refusal.Conflict("This plan is still being found.", "plan");
                case "discarded" -> new Refusal.Conflict("This plan has been discarded.", "plan");
                default -> new Refusal.Conflict("This plan seats nobody.", "plan");
            };
        }
    }

    /** What it has to keep to has changed since it was found, or it has been found since. */
    void steered(long id, boolean steered) {
        jdbc.sql("update seating_plan set steered = :steered where id = :id")
                .param("steered", steered)
                .param("id", id)
                .update();
    }

    /** @throws Refusal.Conflict if it does not keep to what it has to, because that has changed since it was found */
    void mustKeepToChoices(long id) {
        boolean steered = jdbc.sql("select steered from seating_plan where id = :id")
                .param("id", id)
                .query(Boolean.class)
                .single();
        if (steered) {
            throw new Refusal.Conflict(
                    "What this plan has to keep to has changed since it was found: find it anew before you approve it.",
                    "plan");
        }
    }

    /** @param price null: nobody is moved */
    void movesAt(long id, @Nullable Double price) {
        jdbc.sql("update seating_plan set move_price = :price where id = :id")
                .param("price", price, Types.DOUBLE)
                .param("id", id)
                .update();
    }

    @Nullable
    Double movePrice(long id) {
        return jdbc.sql("select move_price from seating_plan where id = :id")
                .param("id", id)
                .query((row, number) -> Optional.ofNullable(row.getObject("move_price", Double.class)))
                .single()
                .orElse(null);
    }

    /** Whether it has been carried out. */
    boolean isApproved(long id) {
        return jdbc.sql("select state = 'approved' from seating_plan where id = :id")
                .param("id", id)
                .query(Boolean.class)
                .single();
    }

    /** What people call it; the business key of its process. */
    static String name(long id) {
        return "PLAN-" + id;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
