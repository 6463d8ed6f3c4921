package org.homeward.vetting;

import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.homeward.access.Refusal;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The door of the second station: may each member leave, and so the household? Every decision is on record with the
 * officer and the time; one that cannot be is refused with a sentence and changes nothing.
 */
@Component("vetting")
public class Vetting {

    private final Households households;
    private final Concerns concerns;
    private final Check check;
    private final Papers papers;
    private final Children children;
    private final ChildCare care;
    private final Fitness fitness;
    private final Adjudication adjudication;
    private final Hits hits;
    private final FamilyGate gate;
    private final Refusals refusals;
    private final Priorities priorities;
    private final VettingProcess process;

    Vetting(
            Households households,
            Concerns concerns,
            Check check,
            Papers papers,
            Children children,
            ChildCare care,
            Fitness fitness,
            Adjudication adjudication,
            Hits hits,
            FamilyGate gate,
            Refusals refusals,
            Priorities priorities,
            VettingProcess process) {
        this.households = households;
        this.concerns = concerns;
        this.check = check;
        this.papers = papers;
        this.children = children;
        this.care = care;
        this.fitness = fitness;
        this.adjudication = adjudication;
        this.hits = hits;
        this.gate = gate;
        this.refusals = refusals;
        this.priorities = priorities;
        this.process = process;
    }

    // all members
    // -------------------------------------------------------------------------------------------------------------------

    /**
     * Looks at all members by the rules, looks them up on the watch-lists, and raises a concern for whatever people must
     * look at. What was decided before stands while the reason is the same; what holds somebody back is asked about again
     * once something about the person has changed, when vetting begins anew, and after {@link #askAnew}, if it says so. What was decided
     * about a hit stands until the person or the entry changes.
     *
     * @return how urgent the household is as it is now, so that the tasks that follow show it
     */
    @Transactional
    public int lookAtAll(long householdId) {
        return check.check(householdId);
    }

    /** For cases that go on with a model in which everybody held back was asked about again at every look. */
    @Transactional
    public int check(long householdId) {
        check.askAnew(householdId);
        return check.check(householdId);
    }

    /**
     * At the next look whoever is held back is asked about again, but for hits, for who has a day to look again, and for
     * children who wait for a companion.
     */
    @Transactional
    public void askAnew(long householdId) {
        check.askAnew(householdId);
    }

    /** Whether a member has changed since all were looked at, so that there is something nobody has been asked about. */
    @Transactional
    public boolean somethingNew(long householdId) {
        return check.somethingNew(householdId);
    }

    /** The ids of the concerns that wait for an officer, oldest first. */
    public List<Long> openConcerns(long householdId) {
        return concerns.open(householdId);
    }

    /** {@code documents}, {@code eligibility}, {@code watch-list}, {@code consent}, {@code fitness} or {@code unaccompanied}. */
    public String kindOf(long concernId) {
        return concerns.kind(concernId);
    }

    /** Something about the household has changed: vetting that waits looks again; a household past it may come back. */
    @Transactional
    public void changed(long householdId) {
        check.changed(householdId);
    }

    /** Somebody was born, has died, has joined or left: that may bear upon whoever is held back. */
    @Transactional
    public void familyChanged(long householdId) {
        check.askAnew(householdId);
        check.changed(householdId);
    }

    /**
     * Looks again at the next households that wait: time alone changes how urgent they are, and what holds them back.
     *
     * @param after the last that was looked at; 0: none
     * @return the last that is looked at now; 0: nobody is left
     */
    @Transactional
    public long timePasses(long after) {
        return check.timePasses(after);
    }

    /** The children of this household who travel without parent or guardian, by their ids: somebody receives them. */
    public List<Long> childrenAlone(long householdId) {
        return children.alone(householdId);
    }

    // one concern
    // -------------------------------------------------------------------------------------------------------------------

    /** @param decision {@code valid}, {@code notValid}, or {@code returnCertificate}, which is then to be issued */
    @Transactional
    public void decideDocuments(long concernId, @Nullable String decision) {
        papers.decideDocuments(concernId, decision);
    }

    /** @param decision {@code issued}: the certificate is a document on record from now on; or {@code notIssued} */
    @Transactional
    public void decideCertificate(long concernId, @Nullable String decision) {
        papers.decideCertificate(concernId, decision);
    }

    /**
     * @param decision {@code obtained}: the paper is on record; {@code notNeeded}: papers on record show that nobody asks
     *     the father; {@code refused} or {@code unreachable}: then a panel decides
     */
    @Transactional
    public void decideConsent(long concernId, @Nullable String decision) {
        children.decideConsent(concernId, decision);
    }

    /** The panel's first word where the father refuses or cannot be reached; a second officer must agree. @param decision {@code mayLeave} or {@code mayNot} */
    @Transactional
    public void decidePanel(long concernId, @Nullable String decision) {
        children.decidePanel(concernId, decision);
    }

    /**
     * A second member's word of the best-interests panel. It settles the concern if it is the first one's; otherwise
     * the panel meets again.
     *
     * @return true if both agree
     * @throws Refusal if the second officer is the first
     */
    @Transactional
    public boolean secondPanel(long concernId, @Nullable String decision) {
        return children.secondPanel(concernId, decision);
    }

    /**
     * @param decision {@code fit}, {@code escort}, {@code wheelchair}, {@code stretcher} or {@code unfit}; sets the place
     * @param unfitUntil for {@code unfit} only, ISO 8601: the day to look again, at most a year from now; null: unknown
     */
    @Transactional
    public void decideFitness(long concernId, @Nullable String decision, @Nullable String unfitUntil) {
        fitness.decide(concernId, decision, unfitUntil);
    }

    /**
     * Who has seats was found fit too long ago, and an officer has asked again.
     *
     * @param decision {@code asBefore} or {@code notAsBefore}
     * @return {@code asBefore}, also where there is no longer anything to ask; or {@code notAsBefore}: the household comes
     *     back to vetting
     */
    @Transactional
    public String recordFitnessAgain(long concernId, @Nullable String decision) {
        return fitness.again(concernId, decision) ? "asBefore" : "notAsBefore";
    }

    /**
     * For tasks that began before the model itself brought a household back, and end with the model of then.
     *
     * @return {@code asBefore}: nothing is left to do
     */
    @Transactional
    public String fitnessAgain(long concernId, @Nullable String decision) {
        if (!fitness.again(concernId, decision)) {
            comeBack(concerns.get(concernId).householdId());
        }
        return "asBefore";
    }

    /** Takes a household from its seats or its journey back to vetting. */
    @Transactional
    public void comeBack(long householdId) {
        process.vettingNeeded(households.get(householdId).caseNumber());
    }

    /** For cases that began before a day to look again could be said, and go on with the model of then. */
    @Transactional
    public void decideFitness(long concernId, @Nullable String decision) {
        decideFitness(concernId, decision, null);
    }

    /** @param decision {@code eligible} or {@code notEligible} */
    @Transactional
    public void decideEligibility(long concernId, @Nullable String decision) {
        papers.decideEligibility(concernId, decision);
    }

    /**
     * Who takes care of a child without its parents.
     *
     * @param receiver who takes it at the destination
     * @param companionId a grown-up of its household who travels with it, or
     * @param companion somebody else who does, by name
     * @param companionCase the case in which this somebody travels; then the name says which of its grown-ups
     */
    public record Care(
            @Nullable String receiver,
            @Nullable String receiverPhone,
            @Nullable String receiverRelation,
            @Nullable Long companionId,
            @Nullable String companion,
            @Nullable String companionCase) {}

    /** Records who takes care of a child, as far as is known. */
    @Transactional
    public void recordCare(String caseNumber, long personId, Care known) {
        long householdId = households.named(caseNumber).id();
        care.record(householdId, personId, known);
        check.careRecorded(householdId, personId);
    }

    /**
     * @param decision {@code arranged}: receiver and companion are on record; {@code guardian}: a grown-up of the
     *     household has shown to be the guardian; or {@code notArranged}
     */
    @Transactional
    public void decideCare(long concernId, @Nullable String decision) {
        children.decideCare(concernId, decision);
    }

    /** Whether two officers have found that it is the person on the list, and a manager has yet to decide. */
    public boolean hitConfirmed(long concernId) {
        return concerns.get(concernId).confirmed();
    }

    /** A first officer's opinion on a watch-list hit. @param decision {@code samePerson} or {@code notTheSame} */
    @Transactional
    public void adjudicate(long concernId, @Nullable String decision) {
        adjudication.adjudicate(concernId, decision);
    }

    /**
     * A second officer's opinion on a watch-list hit. It counts if it is the first one's; otherwise both look again.
     *
     * @return {@code notTheSame}, which settles the hit; {@code samePerson}, on which a manager decides; or {@code differ}
     * @throws Refusal if the second officer is the first
     */
    @Transactional
    public String second(long concernId, @Nullable String decision) {
        return adjudication.second(concernId, decision);
    }

    /**
     * A manager's word on a hit that two officers have confirmed. A hit never denies by itself.
     *
     * @param decision {@code mayLeave} or {@code heldBack}
     * @throws Refusal if no two officers have confirmed the hit, or if it is no manager who decides
     */
    @Transactional
    public void decideConfirmedHit(long concernId, @Nullable String decision) {
        adjudication.decideConfirmed(concernId, decision);
    }

    /** @param decision what a manager did about who is held back abroad: {@code destinationTold} or {@code nothing} */
    @Transactional
    public void recordHeldBackAbroad(long concernId, @Nullable String decision) {
        adjudication.recordHeldBackAbroad(concernId, decision);
    }

    /**
     * A manager decides anew on a confirmed hit; what was decided before stays in the story of the case.
     *
     * @param decision {@code mayLeave} or {@code heldBack}
     */
    @Transactional
    public void decideConfirmedHitAnew(String caseNumber, long concernId, @Nullable String decision) {
        adjudication.decideAnew(caseNumber, concernId, decision);
    }

    /** Screens some more people after a new version of a watch-list. @return whether anyone is left */
    @Transactional
    public boolean screenMore(long versionId) {
        return check.screenMore(versionId);
    }

    // the family
    // -------------------------------------------------------------------------------------------------------------------

    /** @return {@code cleared} if nobody is held back, {@code notEligible} if nobody is eligible, else {@code heldBack} */
    @Transactional
    public String weighFamily(long householdId) {
        return gate.weigh(householdId);
    }

    /**
     * When a household that waits is looked at again: a day after it began to, whatever comes meanwhile about others; or,
     * if everybody held back has a day, on the first of these.
     */
    public Date lookAgain(long householdId) {
        return gate.lookAgain(householdId);
    }

    /**
     * What the grown-ups of a family say to leaving behind those who are held back.
     *
     * @param answers of each by the person's id: {@code agrees}, or {@code ill} or {@code not reached} of who cannot
     *     answer; who is missing does not agree
     * @param reason why the family is split, at most 1,000 characters
     * @param remark why somebody cannot answer, at most 1,000 characters; needed if anybody cannot
     */
    public record FamilysWord(
            Map<Long, String> answers,
            @Nullable String reason,
            @Nullable String remark) {

        Set<Long> who(String answer) {
            return answers.entrySet().stream()
                    .filter(one -> one.getValue().equals(answer))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
        }
    }

    /** Records what the family says to a split, which needs the word of every grown-up who can answer. */
    @Transactional
    public void agreeToSplit(String caseNumber, FamilysWord word) {
        gate.agreeToSplit(caseNumber, word);
    }

    /**
     * Records what an officer decides for a household of which not everybody may leave.
     *
     * @param decision {@code wait}, {@code putOff}, {@code split} or {@code refuse}
     * @return how vetting ends or goes on: {@code notEligible} for a refusal, otherwise the decision itself
     * @throws Refusal if a split would leave nobody to go, or a child without a grown-up, or if not all agree to it
     */
    @Transactional
    public String decideHousehold(long householdId, @Nullable String decision) {
        return gate.decide(householdId, decision);
    }

    /** Puts those who are held back into a case of their own. @return the new household's id */
    @Transactional
    public long split(long householdId) {
        return gate.split(householdId);
    }

    /** Tells the household why it was refused: what about whom. @return whether it may still appeal, once */
    @Transactional
    public boolean tellRefusal(long householdId) {
        return refusals.tell(householdId);
    }

    /**
     * The household appeals against its refusal.
     *
     * @throws Refusal if it was not refused, has appealed before, or its time to appeal has passed
     */
    @Transactional
    public void appeal(String caseNumber) {
        Household household = households.lock(households.named(caseNumber).id());
        refusals.appeal(household);
        if (!process.appealed(household.caseNumber())) {
            throw new Refusal("The time to appeal has passed: case " + household.caseNumber() + " stays refused.");
        }
    }

    /**
     * Another officer's word on the refusal. Granted, everything that holds somebody back is looked at again.
     *
     * @param decision {@code upheld} or {@code granted}
     * @throws Refusal if this officer refused the household
     */
    @Transactional
    public void decideAppeal(long householdId, @Nullable String decision) {
        String word = Answer.among(decision, "appealDecision", "upheld", "granted");
        households.lock(householdId);
        refusals.decide(householdId, word);
        if (word.equals("granted")) {
            check.askAnew(householdId);
        }
    }

    // who goes first
    // -------------------------------------------------------------------------------------------------------------------

    /** How urgent the household is by the table {@code priority}: 1 first, 4 last. */
    public int priority(long householdId) {
        return priorities.priority(householdId);
    }

    /**
     * Computes anew how urgent the next households of a governorate are.
     *
     * @param after the last that was weighed; 0: none
     * @return the last that is weighed now; 0: nobody is left
     */
    @Transactional
    public long weighMore(String governorate, long after) {
        return priorities.weighMore(governorate, after);
    }

    /** Records how urgent the household is. */
    @Transactional
    public void recordPriority(long householdId, int priority) {
        priorities.recordPriority(householdId, priority);
    }
}
