package org.homeward.planning;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What coordinators tell a plan to keep to; it does so from the next time that it is found. */
@Component
public class PlanChoices {

    private static final int LONGEST_REASON = 200;
    private static final double HIGHEST_PRICE = 1_000_000;

    private final JdbcClient jdbc;
    private final Households households;
    private final PlanRecord plans;
    private final CurrentOfficer officer;
    private final Audit audit;
    private final Clock clock;

    PlanChoices(
            JdbcClient jdbc,
            Households households,
            PlanRecord plans,
            CurrentOfficer officer,
            Audit audit,
            Clock clock) {
        this.jdbc = jdbc;
        this.households = households;
        this.plans = plans;
        this.officer = officer;
        this.audit = audit;
        this.clock = clock;
    }

    /** A choice as officers see it. */
    public record Made(
            String caseNumber,
            boolean restricted,
            String choice,
            @Nullable String reason,
            OffsetDateTime madeAt,
            String madeBy) {}

    /**
     * All that a plan has to keep to.
     *
     * @param pinned the ways of pinned households, by household; none for one that keeps the seats it has
     */
    record Steering(@Nullable Double movePrice, Map<Long, List<Long>> pinned, Set<Long> excluded) {

        static final Steering NONE = new Steering(null, Map.of(), Set.of());

        boolean mayMove(long householdId) {
            return movePrice != null && !pinned.containsKey(householdId) && !excluded.contains(householdId);
        }

        /** The same, but these households keep the seats that they have. */
        Steering keeping(Set<Long> householdIds) {
            Map<Long, List<Long>> more = new HashMap<>(pinned);
            householdIds.forEach(id -> more.putIfAbsent(id, List.of()));
            return new Steering(movePrice, more, excluded);
        }

        Steering withoutMoves() {
            return new Steering(null, pinned, excluded);
        }
    }

    /** The choices about households that the officer may know of, the newest first. */
    public List<Made> made(long planId) {
        return jdbc.sql("""
                select case_number, restricted, choice, reason, made_at, made_by
                from seating_plan_choice choice join household on household.id = choice.household_id
                where plan_id = :id and (not restricted or :cleared) order by made_at desc, household.id""")
                .param("id", planId)
                .param("cleared", officer.cleared())
                .query(Made.class)
                .list();
    }

    /**
     * Adds a choice, in place of an earlier one about the same household.
     *
     * @throws Refusal naming what is wrong, or that the plan does not wait for approval any more
     */
    @Transactional
    public void choose(long planId, PlanOptions.Choice choice) {
        plans.lock(planId, "proposed");
        write(planId, choice);
        plans.steered(planId, true);
    }

    /** Takes a choice back; nothing happens if there is none. */
    @Transactional
    public void takeBack(long planId, String caseNumber) {
        plans.lock(planId, "proposed");
        Household household = households.named(caseNumber);
        boolean taken = jdbc.sql("delete from seating_plan_choice where plan_id = :id and household_id = :household")
                        .param("id", planId)
                        .param("household", household.id())
                        .update()
                > 0;
        if (taken) {
            audit.record("choice for a plan taken back", household.id(), PlanRecord.name(planId));
            plans.steered(planId, true);
        }
    }

    /** The price of a move from now on. @param price null: nobody is moved */
    void moves(long planId, @Nullable Double price) {
        if (price != null && !(price >= 0 && price <= HIGHEST_PRICE)) {
            throw new Refusal("Give the price of a move as a number from 0 to 1000000.", "movePrice");
        }
        plans.movesAt(planId, price);
    }

    /** These options take the place of all that the plan had to keep to. */
    void replace(long planId, PlanOptions options) {
        moves(planId, options.movePrice());
        jdbc.sql("""
                delete from seating_plan_choice choice using household
                where plan_id = :id and household.id = choice.household_id and (not restricted or :cleared)""").param("id", planId).param("cleared", officer.cleared()).update();
        if (options.choices() != null) {
            options.choices()
                    .forEach(choice ->
                            write(planId, choice == null ? new PlanOptions.Choice(null, null, null) : choice));
        }
    }

    Steering steering(long planId) {
        Map<Long, List<Long>> pinned = new HashMap<>();
        Set<Long> excluded = new HashSet<>();
        jdbc.sql("select household_id, choice, legs from seating_plan_choice where plan_id = :id")
                .param("id", planId)
                .query(row -> {
                    if (row.getString("choice").equals("pinned")) {
                        pinned.put(row.getLong("household_id"), Arrays.asList((Long[])
                                row.getArray("legs").getArray()));
                    } else {
                        excluded.add(row.getLong("household_id"));
                    }
                });
        return new Steering(plans.movePrice(planId), pinned, excluded);
    }

    private void write(long planId, PlanOptions.Choice wanted) {
        String choice = PlainText.of(wanted.choice());
        if (!Set.of("pinned", "excluded").contains(choice)) {
            throw new Refusal("Choose whether the household is pinned or excluded.", "choice");
        }
        Household household = households.named(PlainText.of(wanted.household()));
        String reason = PlainText.orNull(wanted.reason());
        if (choice.equals("excluded") && reason == null) {
            throw new Refusal("Say in a line why the household is excluded.", "reason");
        }
        if (reason != null && reason.length() > LONGEST_REASON) {
            throw new Refusal("Keep the reason to 200 characters.", "reason");
        }
        boolean hasSeats = household.stage().equals("seated");
        if (!hasSeats && !household.stage().equals("ready")) {
            throw new Refusal(
                    "This household neither waits for seats nor has seats that a plan could change.", "household");
        }
        List<Long> way = hasSeats ? List.of() : way(planId, household.id());
        if (choice.equals("pinned") && !hasSeats && way.isEmpty()) {
            throw new Refusal(
                    "This household has no seats and gets none by the plan: there is nothing to pin it to.",
                    "household");
        }
        jdbc.sql("""
                insert into seating_plan_choice (plan_id, household_id, choice, legs, reason, made_at, made_by)
                values (:id, :household, :choice, :legs, :reason, :now, :officer)
                on conflict (plan_id, household_id) do update
                set choice = excluded.choice, legs = excluded.legs, reason = excluded.reason, made_at = excluded.made_at,
                    made_by = excluded.made_by""")
                .param("id", planId)
                .param("household", household.id())
                .param("choice", choice)
                .param("legs", (choice.equals("pinned") ? way : List.<Long>of()).toArray(Long[]::new))
                .param("reason", reason)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("officer", officer.name())
                .update();
        audit.record(choice + " in a plan", household.id(), PlanRecord.name(planId));
    }

    /** By which the plan sends a household that waits; none if it leaves it. */
    private List<Long> way(long planId, long householdId) {
        return jdbc.sql("""
                select legs from seating_plan_household
                where plan_id = :id and household_id = :household and state = 'proposed'""")
                .param("id", planId)
                .param("household", householdId)
                .query((row, number) ->
                        Arrays.asList((Long[]) row.getArray("legs").getArray()))
                .optional()
                .orElse(List.of());
    }
}
