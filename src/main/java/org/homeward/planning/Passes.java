package org.homeward.planning;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.contact.Messages;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.PassCodes;
import org.homeward.movement.Itinerary;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What stands on a household's pass, from the moment it has been told where and when its journey begins. */
@Component
public class Passes {

    private final Households households;
    private final Movements movements;
    private final Messages messages;
    private final PassCodes codes;
    private final Timetable timetable;
    private final Audit audit;

    Passes(
            Households households,
            Movements movements,
            Messages messages,
            PassCodes codes,
            Timetable timetable,
            Audit audit) {
        this.households = households;
        this.movements = movements;
        this.messages = messages;
        this.codes = codes;
        this.timetable = timetable;
        this.audit = audit;
    }

    /**
     * A pass as it stands now. It names nobody.
     *
     * @param language in which the household is told things
     * @param persons how many travel
     * @param legs in the order of travel, never empty
     */
    public record Pass(String caseNumber, String language, int persons, List<Leg> legs, PassCodes.Codes codes) {}

    /** @param beThere when to be where it departs, at the latest */
    public record Leg(Movement movement, Instant beThere) {}

    /**
     * The pass of a household for an officer; reading it is on record.
     *
     * @throws Refusal.NotFound if there is no such case, or none that this officer may know of, and as long as it has no
     *     seats or has not been told of them
     */
    @Transactional
    public Pass read(String caseNumber) {
        Household household = households.named(caseNumber);
        if (movements.itinerary(household.id()).isEmpty()) {
            throw new Refusal.NotFound("This household has no seats now: it gets a pass when it has some.");
        }
        Pass pass = of(household.id())
                .orElseThrow(() -> new Refusal.NotFound("This household has not been told yet where and when its"
                        + " journey begins. Its pass can be printed as soon as it has."));
        audit.record("read", household.id(), "pass");
        return pass;
    }

    /** The pass of a household; empty as long as it has no seats, or has not been told of them. */
    @Transactional
    public Optional<Pass> of(long householdId) {
        return movements
                .itinerary(householdId)
                .flatMap(itinerary -> told(itinerary).map(told -> pass(households.get(householdId), itinerary, told)));
    }

    /** Whether there is a pass. */
    public boolean has(long householdId) {
        return movements.itinerary(householdId).flatMap(this::told).isPresent();
    }

    private Optional<Instant> told(Itinerary itinerary) {
        return messages.toldAt(itinerary.householdId(), Planning.JOINING_INSTRUCTIONS, itinerary.madeAt());
    }

    private Pass pass(Household household, Itinerary itinerary, Instant told) {
        List<Leg> legs = new ArrayList<>();
        for (Movement leg : itinerary.legs()) {
            Instant muster = timetable.muster(leg);
            // As in the joining instructions: who is told late comes at once.
            legs.add(new Leg(leg, legs.isEmpty() && told.isAfter(muster) ? told : muster));
        }
        return new Pass(
                household.caseNumber(),
                household.language(),
                households.partySize(household.id()),
                List.copyOf(legs),
                codes.of(household.id()));
    }
}
