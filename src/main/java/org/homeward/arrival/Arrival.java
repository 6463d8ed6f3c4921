package org.homeward.arrival;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.household.Households;
import org.homeward.movement.Reservations;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The door of the last station: what was done for a household after landing, and that it is home. */
@Component("arrival")
public class Arrival {

    private static final Duration LAST_CALL_AFTER = Duration.ofDays(30);

    private static final Set<String> HOW_THEY_ARE = Set.of("settled", "needsHelp", "notReached");

    /** The steps of reception and aftercare, and how each may turn out. */
    private static final Map<String, Set<String>> OUTCOMES = Map.of(
            "papers", Set.of("settled", "temporary", "referred"),
            "lodging", Set.of("ownHome", "relatives", "centre", "hospital"),
            "medical", Set.of("seenTo", "hospital", "declined"),
            "onward travel", Set.of("train", "bus", "flight", "car", "notNeeded"),
            "call after 7 days", HOW_THEY_ARE,
            "call after 30 days", HOW_THEY_ARE);

    private final Households households;
    private final Reservations reservations;
    private final ArrivalProcess process;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final Audit audit;

    Arrival(
            Households households,
            Reservations reservations,
            ArrivalProcess process,
            JdbcClient jdbc,
            Clock clock,
            CurrentOfficer officer,
            Audit audit) {
        this.households = households;
        this.reservations = reservations;
        this.process = process;
        this.jdbc = jdbc;
        this.clock = clock;
        this.officer = officer;
        this.audit = audit;
    }

    /** Whether any member needs a doctor, a chair or a stretcher, or expects a child. */
    public boolean hasMedicalNeeds(long householdId) {
        return households.members(householdId).stream()
                .anyMatch(member ->
                        !member.needs().isEmpty() || !member.place().equals("seat") || member.pregnancyWeeks() != null);
    }

    /**
     * Records how a step of reception or aftercare turned out.
     *
     * @param step {@code papers}, {@code lodging}, {@code medical}, {@code onward travel}, {@code call after 7 days} or
     *     {@code call after 30 days}
     * @param outcome one of the step's codes, as in its form
     * @throws Refusal if it is none of them
     */
    @Transactional
    public void recordStep(long householdId, String step, @Nullable String outcome) {
        Set<String> possible = OUTCOMES.get(step);
        if (possible == null) {
            throw new IllegalArgumentException("There is no step '" + step + "'.");
        }
        if (outcome == null || !possible.contains(outcome)) {
            throw new Refusal("Choose one of the answers, then complete the task.");
        }
        record(householdId, step, outcome);
    }

    /**
     * Closes the case: the household is home, its itinerary has been travelled, follow-up calls begin.
     *
     * @throws Refusal unless it is confirmed that the household has reached its destination
     */
    @Transactional
    public void close(long householdId, @Nullable Boolean destinationConfirmed) {
        if (!Boolean.TRUE.equals(destinationConfirmed)) {
            throw new Refusal(
                    "A case is closed when the household has reached its destination. Confirm that first.",
                    "destinationConfirmed");
        }
        record(householdId, "closed", "destination confirmed");
        reservations.travelled(householdId);
        households.enters(householdId, "home");
        process.followUp(
                households.get(householdId), households.members(householdId).size());
    }

    /** When a household that is home is called for the last time. */
    public Date lastCallOn(long householdId) {
        return Date.from(households.get(householdId).stageSince().plus(LAST_CALL_AFTER));
    }

    private void record(long householdId, String step, String outcome) {
        jdbc.sql("""
                insert into reception_step (household_id, step, outcome, officer, at)
                values (:household, :step, :outcome, :officer, :now)""")
                .param("household", householdId)
                .param("step", step)
                .param("outcome", outcome)
                .param("officer", officer.name())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        audit.record("reception", householdId, step + ": " + outcome);
    }
}
