package org.homeward.arrival;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
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

    private static final List<String> HOW_THEY_ARE = List.of("settled", "needsHelp", "inHospital", "notReached");
    private static final Set<String> CALLS = Set.of("call after 7 days", "call after 30 days");

    private final Households households;
    private final Reservations reservations;
    private final ArrivalProcess process;
    private final Stations stations;
    private final Visits visits;
    private final Lodging lodging;
    private final HandOvers handOvers;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final Audit audit;

    Arrival(
            Households households,
            Reservations reservations,
            ArrivalProcess process,
            Stations stations,
            Visits visits,
            Lodging lodging,
            HandOvers handOvers,
            JdbcClient jdbc,
            Clock clock,
            CurrentOfficer officer,
            Audit audit) {
        this.households = households;
        this.reservations = reservations;
        this.process = process;
        this.stations = stations;
        this.visits = visits;
        this.lodging = lodging;
        this.handOvers = handOvers;
        this.jdbc = jdbc;
        this.clock = clock;
        this.officer = officer;
        this.audit = audit;
    }

    /** The household has landed and waits to be counted. */
    @Transactional
    public void landed(long householdId) {
        visits.open(householdId, List.of(Station.COUNT));
    }

    /** All have been counted: from now on they wait at the stations that they need. @param childrenAlone by their ids */
    @Transactional
    public void openStations(long householdId, List<Long> childrenAlone) {
        visits.done(householdId, Station.COUNT);
        handOvers.ask(childrenAlone);
        visits.open(householdId, stations.neededBy(householdId, !childrenAlone.isEmpty()));
    }

    /** Whether the household waits at this station. @param station in the words of {@link Station} */
    public boolean isNeeded(long householdId, String station) {
        return visits.isOpen(householdId, station);
    }

    /** An officer has taken the task of a station. @param officer empty, as a model says null: it is given back */
    @Transactional
    public void taken(long householdId, String station, String officer) {
        visits.taken(householdId, station, officer.isEmpty() ? null : officer);
    }

    /** For cases that were counted before there were stations, and go on with the model of then. */
    public boolean hasMedicalNeeds(long householdId) {
        return Stations.needCare(households.members(householdId));
    }

    /**
     * Records how a step of reception or aftercare turned out.
     *
     * @param step in the words of {@link Station}, {@code call after 7 days} or {@code call after 30 days}
     * @param outcome one of the step's codes, as in its form
     * @throws Refusal if it is none of them, or if they stay in a centre without beds
     */
    @Transactional
    public void recordStep(long householdId, String step, @Nullable String outcome) {
        if (outcome == null || !possible(step).contains(outcome)) {
            throw new Refusal("Choose one of the answers, then complete the task.");
        }
        if (step.equals(Station.LODGING.word())) {
            lodging.settled(householdId, outcome);
        }
        visits.done(householdId, step);
        record(householdId, step, outcome);
    }

    private static List<String> possible(String step) {
        return CALLS.contains(step)
                ? HOW_THEY_ARE
                : Station.called(step)
                        .orElseThrow(() -> new IllegalArgumentException("There is no step '" + step + "'."))
                        .outcomes();
    }

    /** Whether a child without parent or guardian has not been handed over yet. */
    public boolean childWaits(long householdId) {
        return handOvers.childWaits(householdId);
    }

    /**
     * The first officer has handed the children over.
     *
     * @throws Refusal unless who takes them is on record of each
     */
    @Transactional
    public void handOver(long householdId, @Nullable Boolean recorded) {
        if (!Boolean.TRUE.equals(recorded)) {
            throw new Refusal("Choose one of the answers, then complete the task.");
        }
        handOvers.requireHanded(householdId);
    }

    /**
     * The second officer has looked at the receivers' documents.
     *
     * @param check {@code agrees} or {@code differs}
     * @return the same
     * @throws Refusal if this officer is the first, or agrees without having typed each number
     */
    @Transactional
    public String confirmHandOver(long householdId, @Nullable String check) {
        handOvers.check(householdId, check);
        return String.valueOf(check);
    }

    /**
     * Closes the case: the household is home, its itinerary has been travelled, its beds are free, follow-up calls begin.
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
        lodging.release(householdId);
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
