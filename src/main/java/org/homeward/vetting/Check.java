package org.homeward.vetting;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.household.Household;
import org.homeward.household.HouseholdMerged;
import org.homeward.household.HouseholdSplit;
import org.homeward.household.Households;
import org.homeward.household.MemberChanged;
import org.homeward.household.Person;
import org.homeward.household.StageChanged;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The look at all members of a household: at vetting, and again whenever something about them changes. */
@Component
class Check {

    private static final Set<String> PAST_VETTING = Set.of("ready", "seated", "called");
    private static final Set<String> HAVE_SEATS = Set.of("seated", "called");
    private static final Set<String> ON_THE_WAY = Set.of("under way", "home", "ended");

    /** Households looked at again in one transaction. */
    private static final int AT_A_TIME = 100;

    private final Households households;
    private final Rules rules;
    private final Concerns concerns;
    private final Hits hits;
    private final ChildCare care;
    private final Fitness fitness;
    private final Whereabouts whereabouts;
    private final Priorities priorities;
    private final VettingProcess process;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final Audit audit;

    Check(
            Households households,
            Rules rules,
            Concerns concerns,
            Hits hits,
            ChildCare care,
            Fitness fitness,
            Whereabouts whereabouts,
            Priorities priorities,
            VettingProcess process,
            JdbcClient jdbc,
            Clock clock,
            Audit audit) {
        this.households = households;
        this.rules = rules;
        this.concerns = concerns;
        this.hits = hits;
        this.care = care;
        this.fitness = fitness;
        this.whereabouts = whereabouts;
        this.priorities = priorities;
        this.process = process;
        this.jdbc = jdbc;
        this.clock = clock;
        this.audit = audit;
    }

    /** @return how urgent the household is */
    int check(long householdId) {
        if (!households.lock(householdId).stage().equals("vetting")) {
            concerns.overtake(householdId, null);
            households.enters(householdId, "vetting");
        }
        fitness.placesAnew(householdId);
        concerns.update(householdId, rules.findings(householdId));
        hits.update(householdId);
        return priorities.weigh(households.get(householdId));
    }

    void askAnew(long householdId) {
        households.lock(householdId);
        concerns.overtake(householdId, null);
    }

    void changed(long householdId) {
        Household household = households.lock(householdId);
        boolean otherPlaces = !ON_THE_WAY.contains(household.stage()) && fitness.placesAnew(householdId);
        priorities.weighAnew(household);
        if (PAST_VETTING.contains(household.stage())) {
            vetAnew(household, otherPlaces && HAVE_SEATS.contains(household.stage()));
        } else if (household.stage().equals("under way")) {
            hits.updateApart(household);
        } else {
            hits.renew(householdId);
            process.changed(household.caseNumber());
            if (household.stage().equals("vetting") && overtaken(householdId)) {
                process.gateOvertaken(household.caseNumber());
            }
        }
    }

    /** Screens some more people after a new version of a list, and looks again at whom it says nothing of any more. */
    boolean screenMore(long versionId) {
        Hits.Screened screened = hits.screenMore(versionId);
        screened.overtaken().forEach(this::changed);
        return screened.more();
    }

    /** What an officer is asked to decide for the family is no longer so. */
    private boolean overtaken(long householdId) {
        return concerns.unsettled(householdId).isEmpty() || somethingNew(householdId);
    }

    /** What was decided about a child alone holds no longer than what is on record of its receiver and companion. */
    void careRecorded(long householdId, long personId) {
        if (ON_THE_WAY.contains(households.lock(householdId).stage())) {
            return;
        }
        concerns.overtakeCare(personId, care.arranged(personId) ? "notArranged" : "arranged");
        changed(householdId);
    }

    boolean somethingNew(long householdId) {
        households.lock(householdId);
        List<Concern> known = concerns.of(householdId);
        List<Finding> findings = rules.findings(householdId);
        return findings.stream().anyMatch(finding -> known.stream().noneMatch(concern -> concern.answers(finding)))
                || known.stream().anyMatch(concern -> concern.heldBack() && concern.overcome(findings))
                || known.stream().anyMatch(Concern::overtaken)
                || !concerns.open(householdId).isEmpty() // came along in a merge
                || hits.outdated(householdId);
    }

    /** Time alone changes something: a paper expires, a child grows up, a birth comes near. @return 0: nobody is left */
    long timePasses(long after) {
        List<Long> next = jdbc.sql("""
                select id from household
                where id > :after and stage in ('deferred', 'vetting', 'ready', 'seated', 'called')
                order by id limit :some""")
                .param("after", after)
                .param("some", AT_A_TIME)
                .query(Long.class)
                .list();
        next.forEach(this::lookAgain);
        return next.isEmpty() ? 0 : next.get(next.size() - 1);
    }

    /**
     * Who still waits for seats is vetted anew if anything has run out; who has seats keeps them while an officer asks
     * whether they are still as fit.
     */
    private void lookAgain(long householdId) {
        Household household = households.lock(householdId);
        priorities.weighAnew(household);
        if (household.stage().equals("ready") && anythingRanOut(householdId)) {
            vetAnew(household, false);
        } else if (household.stage().equals("seated")) {
            askFitnessAgain(households.get(householdId));
        }
    }

    private void askFitnessAgain(Household household) {
        fitness.ranOut(household.id()).forEach(concern -> process.askFitnessAgain(household, concern.id()));
    }

    private boolean anythingRanOut(long householdId) {
        LocalDate today = LocalDate.now(clock);
        List<Concern> known = concerns.of(householdId);
        return rules.findings(householdId).stream()
                .anyMatch(finding ->
                        known.stream().noneMatch(concern -> concern.answers(finding) && !concern.outdated(today)));
    }

    /**
     * A household that is past vetting comes back only if the change gives people something to look at, or its seats are
     * not the places it needs.
     */
    private void vetAnew(Household household, boolean wrongSeats) {
        // Also a hit that is adjudicated beside the case is no news.
        Set<Long> beingSettled = Set.copyOf(hits.apartAndOpen(household.id()));
        concerns.update(household.id(), newlyFound(household));
        hits.update(household.id());
        boolean news = wrongSeats
                || concerns.unsettled(household.id()).values().stream()
                        .flatMap(List::stream)
                        .anyMatch(concern -> !beingSettled.contains(concern.id()));
        audit.record("vetted anew", household.id(), news ? "comes back" : "still cleared");
        if (news) {
            process.vettingNeeded(household.caseNumber());
        }
    }

    /** Who was found fit when the seats were given is not asked again before leaving for being asked long ago. */
    private List<Finding> newlyFound(Household household) {
        List<Finding> findings = rules.findings(household.id());
        if (!HAVE_SEATS.contains(household.stage())) {
            return findings;
        }
        List<Concern> fit =
                concerns.of(household.id()).stream().filter(Concern::foundFit).toList();
        return findings.stream()
                .filter(finding -> fit.stream().noneMatch(concern -> concern.about(finding)))
                .toList();
    }

    @EventListener
    void changed(MemberChanged member) {
        concerns.overtake(member.householdId(), member.personId());
        changed(member.householdId());
    }

    /**
     * Children of other households who travel with somebody of this one: may they still? And who is given seats with an
     * assessment that has run out since the night is asked about at once.
     */
    @EventListener
    void moved(StageChanged move) {
        care.householdsToLookAt(move.householdIds()).forEach(this::companionMoved);
        List<Concern> fit = concerns.foundFit(move.householdIds());
        if (move.stage().equals("seated")) {
            fit.stream()
                    .map(Concern::householdId)
                    .distinct()
                    .map(households::get)
                    .forEach(this::askFitnessAgain);
        }
        if (!HAVE_SEATS.contains(move.stage())) {
            process.endFitnessAgain(fit);
        }
        if (move.stage().equals("ended")) {
            move.householdIds().stream().map(households::get).forEach(this::ended);
        }
    }

    private void ended(Household household) {
        if (household.mergedInto() == null) { // merged persons travel on
            hits.apartAndOpen(household.id()).forEach(concerns::supersede);
            process.endAdjudications(household.caseNumber());
        }
    }

    /** What was decided goes along in a merge, also by two officers so far; what is open is found anew in the case that goes on. */
    @EventListener
    void merged(HouseholdMerged merge) {
        Stream.of(merge.householdId(), merge.intoHouseholdId())
                .map(id -> households.get(id).caseNumber())
                .filter(process::waitsForAppeal)
                .findFirst()
                .ifPresent(refused -> {
                    throw new Refusal("Case " + refused
                            + " has been refused and may still appeal: nobody joins or leaves it until that is over."
                            + " Keep them apart, or wait.");
                });
        Household household = households.get(merge.householdId());
        if (household.stage().equals("registered")) {
            return; // nobody has begun to look
        }
        hits.leave(
                household.id(),
                households.members(household.id()).stream().map(Person::id).toList());
        concerns.of(household.id()).stream()
                .filter(concern -> concern.state().equals("open") && !concern.confirmed())
                .map(Concern::id)
                .forEach(concerns::supersede);
        process.endAdjudications(household.caseNumber());
    }

    /** What was found about those who leave a household goes with them, also where it is split on the road. */
    @EventListener
    void split(HouseholdSplit split) {
        hits.leave(split.fromHouseholdId(), split.personIds());
        concerns.follow(split.personIds(), split.householdId());
    }

    /** Also a child on its way to the border does not go on without its companion. */
    private void companionMoved(long childsHouseholdId) {
        Household household = households.lock(childsHouseholdId);
        if (!household.stage().equals("under way")) {
            changed(childsHouseholdId);
        } else if (!whereabouts.abroad(childsHouseholdId)) {
            vetAnew(household, false);
        }
    }
}
