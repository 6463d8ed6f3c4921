package org.homeward.vetting;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toSet;

import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.homeward.access.Rights;
import org.homeward.audit.Audit;
import org.homeward.household.Documents;
import org.homeward.household.DocumentsChanged;
import org.homeward.household.Guardians;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.Person;
import org.homeward.household.Registered;
import org.homeward.household.StageChanged;
import org.homeward.situation.RiskChanged;
import org.homeward.workflow.Outbox;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The door of the second station: may each member leave, and so the household? Every decision is on record with the
 * officer and the time; one that cannot be is refused with a sentence and changes nothing.
 */
@Component("vetting")
public class Vetting {

    private static final int CERTIFICATE_DAYS = 30;

    /** Households weighed anew in one transaction. */
    private static final int AT_A_TIME = 100;

    /** The stages in which it matters who goes first. */
    private static final Set<String> WAITS = Set.of("deferred", "vetting", "ready", "seated", "called");

    private static final Set<String> PAST_VETTING = Set.of("ready", "seated", "called");

    private final Households households;
    private final Documents documents;
    private final Guardians guardians;
    private final Concerns concerns;
    private final Refusals refusals;
    private final ChildCare care;
    private final Splits splits;
    private final Rules rules;
    private final Hits hits;
    private final Urgency urgency;
    private final Whereabouts whereabouts;
    private final VettingProcess process;
    private final Outbox outbox;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final Audit audit;

    Vetting(
            Households households,
            Documents documents,
            Guardians guardians,
            Concerns concerns,
            Refusals refusals,
            ChildCare care,
            Splits splits,
            Rules rules,
            Hits hits,
            Urgency urgency,
            Whereabouts whereabouts,
            VettingProcess process,
            Outbox outbox,
            JdbcClient jdbc,
            Clock clock,
            CurrentOfficer officer,
            Audit audit) {
        this.households = households;
        this.documents = documents;
        this.guardians = guardians;
        this.concerns = concerns;
        this.refusals = refusals;
        this.care = care;
        this.splits = splits;
        this.rules = rules;
        this.hits = hits;
        this.urgency = urgency;
        this.whereabouts = whereabouts;
        this.process = process;
        this.outbox = outbox;
        this.jdbc = jdbc;
        this.clock = clock;
        this.officer = officer;
        this.audit = audit;
    }

    // all members
    // ------------------------------------------------------------------------------------------------------

    /**
     * Looks at all members by the rules, looks them up on the watch-lists, and raises a concern for whatever people must
     * look at. What was cleared before stands while the reason is the same; what held somebody back is looked at again,
     * but for a hit: what was decided about it stands until the person or the entry changes.
     */
    @Transactional
    public void check(long householdId) {
        households.enters(householdId, "vetting");
        concerns.update(householdId, rules.findings(householdId));
        hits.update(householdId);
        weighAnew(households.get(householdId));
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
        Household household = households.lock(householdId);
        weighAnew(household);
        if (PAST_VETTING.contains(household.stage())) {
            vetAnew(household);
        } else {
            process.changed(household.caseNumber());
        }
    }

    /** A household that is past vetting comes back only if the change gives people something to look at. */
    private void vetAnew(Household household) {
        // Also a hit that is adjudicated beside the case is no news.
        Set<Long> beingSettled = concerns.of(household.id()).stream()
                .filter(concern -> concern.state().equals("open"))
                .map(Concern::id)
                .collect(toSet());
        concerns.update(household.id(), rules.findings(household.id()));
        hits.update(household.id());
        boolean news = unsettled(household.id()).values().stream()
                .flatMap(List::stream)
                .anyMatch(concern -> !beingSettled.contains(concern.id()));
        audit.record("vetted anew", household.id(), news ? "comes back" : "still cleared");
        if (news) {
            process.vettingNeeded(household.caseNumber());
        }
    }

    @EventListener
    void changed(DocumentsChanged papers) {
        changed(papers.householdId());
    }

    /** Children of other households who travel with somebody of this one: may they still? */
    @EventListener
    void moved(StageChanged move) {
        care.householdsToLookAt(move.householdId()).forEach(this::companionMoved);
        Household household = households.get(move.householdId());
        if (move.stage().equals("ended") && household.mergedInto() == null) { // merged persons travel on
            hits.apartAndOpen(household.id()).forEach(concerns::supersede);
            process.endAdjudications(household.caseNumber());
        }
    }

    /** Also a child on its way to the border does not go on without its companion. */
    private void companionMoved(long childsHouseholdId) {
        Household household = households.lock(childsHouseholdId);
        if (!household.stage().equals("under way")) {
            changed(childsHouseholdId);
        } else if (!whereabouts.abroad(childsHouseholdId)) {
            vetAnew(household);
        }
    }

    // one concern
    // ------------------------------------------------------------------------------------------------------

    /** @param decision {@code valid}, {@code notValid}, or {@code returnCertificate}, which is then to be issued */
    @Transactional
    public void decideDocuments(long concernId, @Nullable String decision) {
        Concern concern = concerns.toSettle(concernId);
        switch (chosen(decision, "documentsDecision", "valid", "returnCertificate", "notValid")) {
            case "returnCertificate" -> {
                if (!rules.isCitizen(member(concern))) {
                    throw new Refusal("A return certificate can only be issued to a citizen.", "documentsDecision");
                }
                concerns.note(concern, "returnCertificate");
            }
            case "valid" -> concerns.settle(concern, true, "valid");
            default -> concerns.settle(concern, false, "notValid");
        }
    }

    /** @param decision {@code issued}: the certificate is a document on record from now on; or {@code notIssued} */
    @Transactional
    public void decideCertificate(long concernId, @Nullable String decision) {
        Concern concern = concerns.toSettle(concernId);
        boolean issued =
                chosen(decision, "certificateDecision", "issued", "notIssued").equals("issued");
        concerns.settle(concern, issued, issued ? "issued" : "notIssued");
        if (issued) {
            documents.issueCertificate(
                    concern.householdId(), concern.personId(), today().plusDays(CERTIFICATE_DAYS), rules.citizenship());
        }
    }

    /**
     * @param decision {@code obtained}: the paper is on record; {@code refused}; or {@code unreachable}: then a panel
     *     decides
     */
    @Transactional
    public void decideConsent(long concernId, @Nullable String decision) {
        Concern concern = concerns.toSettle(concernId);
        switch (chosen(decision, "consentDecision", "obtained", "refused", "unreachable")) {
            case "obtained" -> {
                if (!guardians.permitted(concern.householdId(), concern.personId())) {
                    throw new Refusal(
                            "Record the permission first, with its number and date or a copy of it, on the page"
                                    + " Children and guardians of this case.",
                            "consentDecision");
                }
                households.setFatherConsent(concern.personId(), "given");
                concerns.settle(concern, true, "obtained");
            }
            case "refused" -> {
                households.setFatherConsent(concern.personId(), "refused");
                concerns.settle(concern, false, "refused");
            }
            default -> concerns.note(concern, "unreachable");
        }
    }

    /** The panel's first word where the father cannot be reached; a second officer must agree. @param decision {@code mayLeave} or {@code mayNot} */
    @Transactional
    public void decidePanel(long concernId, @Nullable String decision) {
        Concern concern = concerns.toSettle(concernId);
        concerns.note(concern, chosen(decision, "consentPanelDecision", "mayLeave", "mayNot"));
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
        Concern concern = concerns.toSettle(concernId);
        String word = chosen(decision, "secondPanelDecision", "mayLeave", "mayNot");
        if (officer.name().equals(concern.decidedBy())) {
            throw new Refusal("You gave the panel's first word on this child: another officer must give the second.");
        }
        if (!word.equals(concern.outcome())) {
            concerns.reopen(concern, word);
            return false;
        }
        concerns.second(concern, word.equals("mayLeave"));
        return true;
    }

    /**
     * @param decision {@code fit}, {@code escort}, {@code wheelchair}, {@code stretcher} or {@code unfit}; sets the place
     * @param unfitUntil for {@code unfit} only, ISO 8601: the day to look again, at most a year from now; null: unknown
     */
    @Transactional
    public void decideFitness(long concernId, @Nullable String decision, @Nullable String unfitUntil) {
        Concern concern = concerns.toSettle(concernId);
        String fitness = chosen(decision, "fitnessDecision", "fit", "escort", "wheelchair", "stretcher", "unfit");
        if (fitness.equals("unfit") && unfitUntil != null && !unfitUntil.isBlank()) {
            concerns.holdUntil(concern, dayToLookAgain(unfitUntil), fitness);
            return; // the place is decided once fit
        }
        concerns.settle(concern, !fitness.equals("unfit"), fitness);
        switch (fitness) {
            case "wheelchair", "stretcher" -> households.travelsIn(concern.personId(), fitness);
            case "fit", "escort" -> households.travelsIn(concern.personId(), "seat");
            default -> {} // decided anew once fit
        }
        weighAnew(households.get(concern.householdId()));
    }

    /** For cases that began before a day to look again could be said, and go on with the model of then. */
    @Transactional
    public void decideFitness(long concernId, @Nullable String decision) {
        decideFitness(concernId, decision, null);
    }

    private LocalDate dayToLookAgain(String written) {
        LocalDate day;
        try {
            day = LocalDate.parse(written.strip());
        } catch (DateTimeParseException e) {
            throw new Refusal("The day to look again cannot be read: choose a date.", "unfitUntil");
        }
        if (!day.isAfter(today())) {
            throw new Refusal("The day to look again must be after today.", "unfitUntil");
        }
        if (day.isAfter(today().plusYears(1))) {
            throw new Refusal("The day to look again is more than a year away.", "unfitUntil");
        }
        return day;
    }

    /** @param decision {@code eligible} or {@code notEligible} */
    @Transactional
    public void decideEligibility(long concernId, @Nullable String decision) {
        Concern concern = concerns.toSettle(concernId);
        String word = chosen(decision, "eligibilityDecision", "eligible", "notEligible");
        concerns.settle(concern, word.equals("eligible"), word);
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
        care.record(households.named(caseNumber).id(), personId, known);
    }

    /**
     * @param decision {@code arranged}: receiver and companion are on record; {@code guardian}: a grown-up of the
     *     household has shown to be the guardian; or {@code notArranged}
     */
    @Transactional
    public void decideCare(long concernId, @Nullable String decision) {
        Concern concern = concerns.toSettle(concernId);
        String word = chosen(decision, "careDecision", "arranged", "guardian", "notArranged");
        if (word.equals("arranged") && !care.arranged(concern.personId())) {
            throw new Refusal(
                    "Record in the dossier first who receives the child (name, telephone, relation) and who travels"
                            + " with it.",
                    "careDecision");
        }
        if (word.equals("guardian")
                && households.members(concern.householdId()).stream().allMatch(p -> p.minorOn(today()))) {
            throw new Refusal("No grown-up of this household travels along who could be the guardian.", "careDecision");
        }
        if (word.equals("guardian") && !rules.guardianOnPaper(concern.householdId(), concern.personId())) {
            throw new Refusal(
                    "Record the guardian first, and the paper that shows it, on the page Children and guardians of this"
                            + " case.",
                    "careDecision");
        }
        concerns.settle(concern, !word.equals("notArranged"), word);
        if (word.equals("arranged") && care.waitsForCompanion(concern.personId())) {
            concerns.hold(concern.householdId(), new Finding(concern.personId(), concern.kind(), Rules.NOT_READY));
        }
    }

    /** A first officer's opinion on a watch-list hit. @param decision {@code samePerson} or {@code notTheSame} */
    @Transactional
    public void adjudicate(long concernId, @Nullable String decision) {
        Concern concern = concerns.toSettle(concernId);
        concerns.note(concern, chosen(decision, "hitDecision", "samePerson", "notTheSame"));
    }

    /**
     * A second officer's opinion on a watch-list hit. It counts if it is the first one's; otherwise both look again.
     *
     * @return {@code notTheSame}, which settles the hit; {@code samePerson}, on which a manager decides; or {@code differ}
     * @throws Refusal if the second officer is the first
     */
    @Transactional
    public String second(long concernId, @Nullable String decision) {
        Concern concern = concerns.toSettle(concernId);
        String opinion = chosen(decision, "secondHitDecision", "samePerson", "notTheSame");
        if (officer.name().equals(concern.decidedBy())) {
            throw new Refusal("You gave the first opinion on this hit: another officer must give the second.");
        }
        if (!opinion.equals(concern.outcome())) {
            concerns.reopen(concern, opinion);
            return "differ";
        }
        concerns.second(concern, opinion.equals("notTheSame"));
        return opinion;
    }

    /**
     * A manager's word on a hit that two officers have confirmed. A hit never denies by itself.
     *
     * @param decision {@code mayLeave} or {@code heldBack}
     * @throws Refusal if no two officers have confirmed the hit, or if it is no manager who decides
     */
    @Transactional
    public void decideConfirmedHit(long concernId, @Nullable String decision) {
        Concern concern = concerns.toSettle(concernId);
        if (!concern.confirmed()) {
            throw new Refusal(
                    "Two officers must have found that this is the person on the list, before a manager decides.");
        }
        if (!officer.in(Rights.MANAGERS)) {
            throw new Refusal("A manager decides what becomes of a confirmed hit.");
        }
        String word = chosen(decision, "confirmedHitDecision", "mayLeave", "heldBack");
        recordConfirmed(concern, word);
        if (word.equals("heldBack")) {
            takeBack(households.lock(concern.householdId()), concernId);
        }
    }

    /**
     * The whole household comes back from its seats or its journey, so that the family decides on record who goes; from
     * beyond the border nobody does, and managers see to what is to be done there.
     */
    private void takeBack(Household household, long concernId) {
        if (household.stage().equals("home")
                || household.stage().equals("under way") && whereabouts.abroad(household.id())) {
            process.heldBackAbroad(household, concernId);
        } else {
            process.vettingNeeded(household.caseNumber());
        }
    }

    /** @param decision what a manager did about who is held back abroad: {@code destinationTold} or {@code nothing} */
    @Transactional
    public void recordHeldBackAbroad(long concernId, @Nullable String decision) {
        Concern concern = concerns.get(concernId);
        audit.recordOfPerson(
                "held back abroad",
                concern.householdId(),
                concern.personId(),
                chosen(decision, "heldBackAbroadDecision", "destinationTold", "nothing"));
    }

    /**
     * A manager decides anew on a confirmed hit; what was decided before stays in the story of the case.
     *
     * @param decision {@code mayLeave} or {@code heldBack}
     */
    @Transactional
    public void decideConfirmedHitAnew(String caseNumber, long concernId, @Nullable String decision) {
        Household household = households.lock(households.named(caseNumber).id());
        Concern concern = concerns.of(household.id()).stream()
                .filter(known -> known.id() == concernId && known.decidedByManager())
                .findFirst()
                .orElseThrow(() ->
                        new Refusal.NotFound("This household has no confirmed hit on which a manager has decided."));
        if (!officer.in(Rights.MANAGERS)) {
            throw new Refusal("A manager decides what becomes of a confirmed hit.");
        }
        String word = chosen(decision, "confirmedHitDecision", "mayLeave", "heldBack");
        recordConfirmed(concern, word);
        changed(household.id());
        if (word.equals("heldBack")) {
            takeBack(households.get(household.id()), concernId);
        }
    }

    private void recordConfirmed(Concern concern, String decision) {
        boolean mayLeave = decision.equals("mayLeave");
        concerns.decideConfirmed(concern, mayLeave, mayLeave ? Concern.LISTED_MAY_LEAVE : Concern.LISTED_HELD_BACK);
        hits.decided(concern.id(), decision);
    }

    /** Screens some more people after a new version of a watch-list. @return whether anyone is left */
    @Transactional
    public boolean screenMore(long versionId) {
        return hits.screenMore(versionId);
    }

    // the family
    // -------------------------------------------------------------------------------------------------------

    /** @return {@code cleared} if nobody is held back, {@code notEligible} if nobody is eligible, else {@code heldBack} */
    @Transactional
    public String weighFamily(long householdId) {
        households.lock(householdId);
        Map<Long, List<Concern>> unsettled = unsettled(householdId);
        String verdict =
                unsettled.isEmpty() ? "cleared" : nobodyIsEligible(householdId, unsettled) ? "notEligible" : "heldBack";
        if (verdict.equals("notEligible")) {
            refusals.record(householdId, null, eligibility(unsettled));
        }
        audit.record("vetted", householdId, verdict);
        return verdict;
    }

    private boolean nobodyIsEligible(long householdId, Map<Long, List<Concern>> unsettled) {
        return households.members(householdId).stream()
                .allMatch(person -> unsettled.getOrDefault(person.id(), List.of()).stream()
                        .anyMatch(
                                concern -> concern.heldBack() && concern.kind().equals("eligibility")));
    }

    /** When a household that waits is looked at again: tomorrow, or when the first who was unfit may be fit. */
    public Date lookAgain(long householdId) {
        List<Concern> holding =
                unsettled(householdId).values().stream().flatMap(List::stream).toList();
        Instant tomorrow = clock.instant().plus(Duration.ofDays(1));
        if (holding.isEmpty() || !holding.stream().allMatch(concern -> concern.holdsBeyond(today()))) {
            return Date.from(tomorrow);
        }
        Instant first = holding.stream()
                .map(concern -> Objects.requireNonNull(concern.until())
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant())
                .min(Comparator.naturalOrder())
                .orElse(tomorrow);
        return Date.from(first);
    }

    private static List<Concern> eligibility(Map<Long, List<Concern>> unsettled) {
        return unsettled.values().stream()
                .flatMap(List::stream)
                .filter(concern -> concern.kind().equals("eligibility"))
                .toList();
    }

    /** What holds people back, by person. */
    private Map<Long, List<Concern>> unsettled(long householdId) {
        return concerns.of(householdId).stream()
                .filter(concern -> !concern.state().equals("cleared"))
                .collect(groupingBy(Concern::personId));
    }

    /**
     * Records who of the family agrees that those who are held back stay behind.
     *
     * @param agreed the grown-ups who do; a split needs all of them
     * @param reason why it is made, at most 1,000 characters
     */
    @Transactional
    public void agreeToSplit(String caseNumber, Set<Long> agreed, @Nullable String reason) {
        Household household = households.lock(households.named(caseNumber).id());
        splits.record(household.id(), unsettled(household.id()).keySet(), agreed, reason);
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
        households.lock(householdId);
        String word = chosen(decision, "familyDecision", "wait", "putOff", "split", "refuse");
        Splits.Agreement agreed = null;
        if (word.equals("split")) {
            refuseSplitThatCannotBe(householdId);
            agreed = splits.agreement(householdId, unsettled(householdId).keySet());
        }
        jdbc.sql("""
                insert into household_decision (household_id, at, officer, decision, reason, agreement_id)
                values (:household, :now, :officer, :decision, :reason, :agreement)""")
                .param("reason", agreed == null ? null : agreed.reason())
                .param("agreement", agreed == null ? null : agreed.id(), Types.BIGINT)
                .param("household", householdId)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("officer", officer.name())
                .param("decision", word)
                .update();
        audit.record("household decided", householdId, word);
        if (word.equals("refuse")) {
            refusals.record(
                    householdId,
                    officer.name(),
                    unsettled(householdId).values().stream()
                            .flatMap(List::stream)
                            .toList());
        }
        return word.equals("refuse") ? "notEligible" : word;
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
        refusals.decide(householdId, chosen(decision, "appealDecision", "upheld", "granted"));
    }

    private void refuseSplitThatCannotBe(long householdId) {
        Set<Long> heldBack = unsettled(householdId).keySet();
        Map<Boolean, List<Person>> parts =
                households.members(householdId).stream().collect(partitioningBy(p -> heldBack.contains(p.id())));
        if (parts.values().stream().anyMatch(List::isEmpty)) {
            throw new Refusal(
                    "Nobody of this household may leave yet: wait, put it off, or refuse it.", "familyDecision");
        }
        for (List<Person> part : parts.values()) {
            if (part.stream().allMatch(person -> person.minorOn(today()))) {
                throw new Refusal(
                        "A split would leave a child without a grown-up of its family: wait, put the household off, or"
                                + " refuse it.",
                        "familyDecision");
            }
        }
    }

    /** Puts those who are held back into a case of their own. @return the new household's id */
    @Transactional
    public long split(long householdId) {
        List<Long> behind = List.copyOf(unsettled(householdId).keySet());
        Registered split = households.split(householdId, behind, "vetting");
        concerns.follow(behind, split.id());
        return split.id();
    }

    /** How urgent the household is by the table {@code priority}: 1 first, 4 last. */
    public int priority(long householdId) {
        return urgency.of(households.get(householdId));
    }

    /** Something that its priority hangs on may have changed; a household that has none yet gets it once it is cleared. */
    private void weighAnew(Household household) {
        Integer before = household.priority();
        if (before == null || !WAITS.contains(household.stage())) {
            return;
        }
        int now = urgency.of(household);
        if (now != before) {
            households.setPriority(household.id(), now);
            process.prioritise(household.caseNumber(), before, now);
        }
    }

    @EventListener
    void dangerChanged(RiskChanged change) {
        outbox.order("priorities", change.pcode(), Map.of("governorate", change.pcode(), "weighedTo", 0L));
    }

    /**
     * Computes anew how urgent the next households of a governorate are.
     *
     * @param after the last that was weighed; 0: none
     * @return the last that is weighed now; 0: nobody is left
     */
    @Transactional
    public long weighMore(String governorate, long after) {
        List<Long> next = jdbc.sql("""
                select id from household
                where governorate = :governorate and id > :after and priority is not null and stage = any(:waits)
                order by id limit :some""")
                .param("governorate", governorate)
                .param("after", after)
                .param("waits", WAITS.toArray(String[]::new))
                .param("some", AT_A_TIME)
                .query(Long.class)
                .list();
        next.forEach(id -> weighAnew(households.lock(id)));
        return next.isEmpty() ? 0 : next.get(next.size() - 1);
    }

    /** Records how urgent the household is. */
    @Transactional
    public void recordPriority(long householdId, int priority) {
        households.setPriority(householdId, priority);
    }

    // ------------------------------------------------------------------------------------------------------------------

    private Person member(Concern concern) {
        return households.members(concern.householdId()).stream()
                .filter(person -> person.id() == concern.personId())
                .findFirst()
                .orElseThrow(() -> new Refusal("This person is no longer in the household."));
    }

    private static String chosen(@Nullable String decision, String field, String... allowed) {
        for (String word : allowed) {
            if (word.equals(decision)) {
                return word;
            }
        }
        throw new Refusal("Choose one of the answers: " + String.join(", ", allowed) + ".", field);
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }
}
