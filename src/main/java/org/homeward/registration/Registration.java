package org.homeward.registration;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.contact.Messages;
import org.homeward.household.Household;
import org.homeward.household.HouseholdMerged;
import org.homeward.household.Households;
import org.homeward.household.MemberChanged;
import org.homeward.household.PlaceChanged;
import org.homeward.situation.Governorates;
import org.homeward.situation.SituationChange;
import org.homeward.situation.SituationChanges;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The door of the first station: is this household known already, and does it wish to leave? */
@Component("registration")
public class Registration {

    private static final Duration ASK_AGAIN_AFTER = Duration.ofDays(7);
    /** Who names no day waits for news, but is not forgotten: the form says so too. */
    private static final Duration WITHOUT_A_DAY = Duration.ofDays(30);

    /** Households woken in one transaction at most. */
    static final int WOKEN_AT_ONCE = 100;

    /** What the deferred wait for. */
    private static final String WORSENED = "situationWorsened";

    private static final Duration LONGEST_WAIT = Duration.ofDays(366);
    private static final Set<String> CHANGES = Set.of("birth", "death", "joined", "left", "nothing");
    private static final Set<String> STAYS_REASONS = Set.of("family", "property", "health", "work", "other");

    /** A merge of who is there could not be undone. */
    private static final Set<String> UNMERGEABLE = Set.of("seated", "called", "under way");

    private final Households households;
    private final PossibleDuplicates duplicates;
    private final Merges merges;
    private final RegistrationProcess process;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final Audit audit;
    private final Governorates governorates;
    private final SituationChanges changes;
    private final Messages messages;
    private final ApplicationEventPublisher news;

    Registration(
            Households households,
            PossibleDuplicates duplicates,
            Merges merges,
            RegistrationProcess process,
            JdbcClient jdbc,
            Clock clock,
            CurrentOfficer officer,
            Audit audit,
            Governorates governorates,
            SituationChanges changes,
            Messages messages,
            ApplicationEventPublisher news) {
        this.households = households;
        this.duplicates = duplicates;
        this.merges = merges;
        this.process = process;
        this.jdbc = jdbc;
        this.clock = clock;
        this.officer = officer;
        this.audit = audit;
        this.governorates = governorates;
        this.changes = changes;
        this.messages = messages;
        this.news = news;
    }

    /** Starts the evacuation of a household that has been registered or split off. */
    @Transactional
    public void open(long householdId) {
        process.start(
                households.get(householdId), households.members(householdId).size());
    }

    /**
     * Looks for the members in earlier cases. A restricted case that is likely the same is for cleared officers alone to
     * settle, beside this household's way, on which nothing shows of it.
     *
     * @return true if an officer has to settle a likely one
     */
    @Transactional
    public boolean findDuplicates(long householdId) {
        duplicates.find(householdId);
        List<PossibleDuplicates.Open> open = duplicates.open(householdId);
        open.stream()
                .filter(PossibleDuplicates.Open::hidden)
                .map(PossibleDuplicates.Open::otherHouseholdId)
                .distinct()
                .map(households::get)
                .forEach(process::tellCleared);
        return open.stream().anyMatch(pair -> !pair.hidden());
    }

    @EventListener
    void changed(MemberChanged change) {
        lookAgain(change.householdId());
    }

    @EventListener
    void moved(PlaceChanged move) {
        Household household = households.get(move.householdId());
        process.tellGovernorate(household.caseNumber(), household.governorate());
    }

    /**
     * Looks again when a person has joined or what is known of somebody has changed, once the household is past its first
     * look. What is likely now an officer settles beside its way; it goes on meanwhile.
     */
    void lookAgain(long householdId) {
        Household household = households.get(householdId);
        if (household.ended() || household.stage().equals("home") || !process.pastFirstLook(household.caseNumber())) {
            return;
        }
        if (findDuplicates(household.id())) {
            process.settleLater(household);
        }
    }

    /**
     * Settles what has been found when the household was past its first look already. The case that is further on takes in
     * the other; one that has ended stays as it is.
     *
     * @param decision {@code merge} (with the case that shares most) or {@code keepApart}
     * @return whether it is likely the same as yet another case, and goes on
     * @throws Refusal if one of them has seats or travels, or waits for its appeal, or only one is restricted
     */
    @Transactional
    public boolean settleLaterDuplicate(long householdId, @Nullable String decision) {
        Household household = households.lock(householdId);
        List<PossibleDuplicates.Open> open = duplicates.open(householdId).stream()
                .filter(pair -> !pair.hidden())
                .toList();
        if ("keepApart".equals(decision)) {
            duplicates.settle(householdId, others(open), "kept apart");
            audit.record("kept apart", householdId, null);
            return false;
        }
        if (!"merge".equals(decision)) {
            throw new Refusal("Say whether they are the same people or not.", "duplicateDecision");
        }
        Optional<Household> goesOn = open.stream()
                .map(pair -> households.lock(pair.otherHouseholdId()))
                .filter(other -> !other.ended())
                .findFirst();
        if (household.ended() || goesOn.isEmpty()) {
            duplicates.settle(householdId, others(open), "kept apart");
            audit.record("same people", householdId, null);
            return false;
        }
        mergeLater(household, goesOn.get(), open);
        return !households.get(householdId).ended()
                && duplicates.open(householdId).stream().anyMatch(pair -> !pair.hidden());
    }

    /** The case that is further on stays; of two that are as far, the other one. */
    private void mergeLater(Household household, Household other, List<PossibleDuplicates.Open> open) {
        if (Stream.of(household, other).anyMatch(one -> UNMERGEABLE.contains(one.stage()))) {
            throw new Refusal("Case " + household.caseNumber() + " and case " + other.caseNumber()
                    + " both go on, and one has seats or is on its way. Agree with the household which one goes on, and"
                    + " let the other withdraw first.");
        }
        Map<Long, Long> same = Merges.oneToOne(open.stream()
                .filter(pair -> pair.otherHouseholdId() == other.id())
                .toList());
        boolean stays = household.isFurtherThan(other);
        Household ends = stays ? other : household;
        duplicates.settle(household.id(), Set.of(other.id()), "merged");
        merge(
                ends,
                stays ? household : other,
                stays
                        ? same.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey))
                        : same);
        if (!process.tell(ends.caseNumber(), "sameAsAnotherCase")) {
            throw new Refusal("Case " + ends.caseNumber()
                    + " began before cases could be merged so late. Agree with the household which one goes on, and let"
                    + " the other withdraw first.");
        }
    }

    /**
     * Settles the possible duplicates of a household.
     *
     * @param decision {@code merge} (into the earlier case that shares most) or {@code keepApart}
     * @return true if the household is the same as another case, which it has been merged into
     * @throws Refusal if the other case has ended, has seats or travels
     */
    @Transactional
    public boolean settleDuplicate(long householdId, @Nullable String decision) {
        Household household = households.lock(householdId);
        List<PossibleDuplicates.Open> open = duplicates.open(householdId).stream()
                .filter(pair -> !pair.hidden())
                .toList();
        if (open.isEmpty()) {
            throw new Refusal("This possible duplicate has been settled already.");
        }
        if ("keepApart".equals(decision)) {
            duplicates.settle(householdId, others(open), "kept apart");
            audit.record("kept apart", householdId, null);
            return false;
        }
        if (!"merge".equals(decision)) {
            throw new Refusal("Say whether they are the same people or not.", "duplicateDecision");
        }
        long other = open.get(0).otherHouseholdId();
        merge(
                household,
                households.lock(other),
                Merges.oneToOne(open.stream()
                        .filter(pair -> pair.otherHouseholdId() == other)
                        .toList()));
        return true;
    }

    /**
     * Settles what is likely the same as a restricted household but is not restricted itself. They are not merged, because
     * either everybody would learn of the one or nobody would find the other any more.
     *
     * @param householdId the restricted one
     */
    @Transactional
    public void settleRestricted(long householdId, @Nullable String decision) {
        Household household = households.lock(householdId);
        List<Long> others = duplicates.openToRestricted(householdId);
        if ("merge".equals(decision)) {
            throw new Refusal(
                    "Case " + household.caseNumber() + " is restricted and the other is not: they are not merged."
                            + " Agree with the household which one goes on, let the other withdraw, and keep them apart.");
        }
        if (!"keepApart".equals(decision)) {
            throw new Refusal("Say whether they are the same people or not.", "duplicateDecision");
        }
        others.forEach(other -> duplicates.settle(other, List.of(householdId), "kept apart"));
        audit.record("kept apart", householdId, null);
    }

    private static Set<Long> others(List<PossibleDuplicates.Open> open) {
        return open.stream().map(PossibleDuplicates.Open::otherHouseholdId).collect(Collectors.toSet());
    }

    private void merge(Household household, Household other, Map<Long, Long> same) {
        if (household.restricted() != other.restricted()) {
            throw new Refusal("Only one of these two cases is restricted: they are not merged."
                    + " Agree with the household which one goes on, let the other withdraw, and keep them apart.");
        }
        if (other.ended()) {
            throw new Refusal("Case " + other.caseNumber() + " has ended (" + endOf(other)
                    + "). Keep them apart, so that this household can go on.");
        }
        if (UNMERGEABLE.contains(other.stage())) {
            throw new Refusal("Case " + other.caseNumber() + " is already " + other.stage()
                    + ", and a merge could not be undone. Keep them apart, or wait until its seats are given back.");
        }
        news.publishEvent(new HouseholdMerged(household.id(), other.id()));
        duplicates.settle(household.id(), Set.of(other.id()), "merged");
        merges.merge(household, other, same);
        audit.record("merged", household.id(), "into " + other.caseNumber());
        audit.record("merged", other.id(), "took in " + household.caseNumber());
        process.tellPartySize(other.caseNumber(), households.partySize(other.id()));
        news.publishEvent(new MemberChanged(other.id(), null));
        process.tell(other.caseNumber(), "householdCalled"); // they have come again
    }

    /**
     * Undoes a merge: everything goes back to where it was, and the household that had ended begins anew.
     *
     * @param caseNumber of the case that has ended as the same as another
     * @throws Refusal if there is nothing to undo, or the other case holds seats or has travelled
     */
    @Transactional
    public void undoMerge(String caseNumber) {
        Household household = households.named(caseNumber);
        if (household.mergedInto() == null) {
            throw new Refusal("Case " + household.caseNumber() + " is not merged into another. Look at it again.");
        }
        // In the same order as a merge locks them: first the one that ends, then the one that stays.
        households.lock(household.id());
        Household other = households.lock(household.mergedInto());
        Merges.Standing merge = merges.standing(household.id())
                .orElseThrow(() -> new Refusal("The merge of case " + household.caseNumber()
                        + " has been undone already, or is older than the record of merges."));
        if (other.mergedInto() != null) {
            throw new Refusal(
                    "Case " + other.caseNumber() + " has itself been merged into another case. Undo that merge first.");
        }
        boolean seats =
                jdbc.sql("""
                select exists (select from itinerary where household_id = :id and state in ('held', 'travelled'))""").param("id", other.id()).query(Boolean.class).single();
        if (seats) {
            throw new Refusal("Case " + other.caseNumber()
                    + " holds seats or has travelled. A merge is undone only while no seat is taken.");
        }
        List<Long> leaving = merges.undo(merge, other);
        audit.record("merge undone", household.id(), "out of " + other.caseNumber());
        audit.record("merge undone", other.id(), "gave back " + household.caseNumber());
        households.enters(household.id(), merge.stage().equals("deferred") ? "deferred" : "registered");
        open(household.id());
        process.tellPartySize(other.caseNumber(), households.partySize(other.id()));
        if (!leaving.isEmpty() && !other.ended() && !other.stage().equals("registered")) {
            process.tell(other.caseNumber(), "householdChanged");
        }
        news.publishEvent(new MemberChanged(other.id(), null));
    }

    private static String endOf(Household household) {
        return household.endReason() == null ? household.stage() : household.endReason();
    }

    /**
     * Records what the household answered.
     *
     * @param willingness {@code willing}, {@code deferred}, {@code stays} or {@code noAnswer}
     * @param deferredUntil when to ask again, ISO 8601, for {@code deferred} only; at most a year from now. Without
     *     it the household waits for the situation to worsen or calls by itself, and is asked again after 30 days
     * @param staysReason why it stays, a code, for {@code stays} only
     * @return when to ask again, for {@code deferred}
     */
    @Transactional
    public @Nullable Date recordContact(
            long householdId,
            @Nullable String willingness,
            @Nullable String deferredUntil,
            @Nullable String staysReason) {
        String answer = willingness == null ? "" : willingness;
        switch (answer) {
            case "willing" -> {
                note(householdId, "willing");
                households.setWillingness(householdId, "willing", null);
                return null;
            }
            case "deferred" -> {
                Instant until = askAgainAt(deferredUntil);
                note(householdId, "deferred");
                households.setWillingness(householdId, "deferred", until);
                households.enters(householdId, "deferred");
                return Date.from(until);
            }
            case "stays" -> {
                if (staysReason == null || !STAYS_REASONS.contains(staysReason)) {
                    throw new Refusal("A household that stays needs a reason.", "staysReason");
                }
                note(householdId, "stays");
                households.setWillingness(householdId, "stays", null);
                audit.record("stays because", householdId, staysReason);
                return null;
            }
            case "noAnswer" -> {
                note(householdId, "no answer");
                return null;
            }
            default -> throw new Refusal("Say what the household answered.", "willingness");
        }
    }

    private Instant askAgainAt(@Nullable String written) {
        if (written == null || written.isBlank()) {
            return clock.instant().plus(WITHOUT_A_DAY);
        }
        Instant until;
        try {
            until = OffsetDateTime.parse(written).toInstant();
        } catch (DateTimeParseException e) {
            throw new Refusal("The day to ask again cannot be read: choose a date and a time.", "deferredUntil");
        }
        if (!until.isAfter(clock.instant())) {
            throw new Refusal("The day to ask again has passed already.", "deferredUntil");
        }
        if (until.isAfter(clock.instant().plus(LONGEST_WAIT))) {
            throw new Refusal("The day to ask again is more than a year away.", "deferredUntil");
        }
        return until;
    }

    private void note(long householdId, String outcome) {
        jdbc.sql(
                        "insert into contact_attempt (household_id, at, officer, outcome) values (:id, :now, :officer, :outcome)")
                .param("id", householdId)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("officer", officer.name())
                .param("outcome", outcome)
                .update();
    }

    /** How often in a row, up to now, the household did not answer since it was last noted as unreachable. */
    public int triesWithoutAnswer(long householdId) {
        return jdbc.sql("""
                select count(*) from contact_attempt
                where household_id = :id and outcome = 'no answer' and at > coalesce(greatest(
                  (select max(at) from contact_attempt where household_id = :id and outcome <> 'no answer'),
                  (select max(at) from audit where household_id = :id and action = 'willingness'
                     and detail = 'unreachable')), '-infinity')""").param("id", householdId).query(Integer.class).single();
    }

    /** Notes that three calls found nobody. The case stays open and is tried again. */
    @Transactional
    public void noteUnreachable(long householdId) {
        households.setWillingness(householdId, "unreachable", null);
    }

    /** Notes that a later station put the household off. @return when it is asked again */
    @Transactional
    public Date putOff(long householdId) {
        Instant until = clock.instant().plus(ASK_AGAIN_AFTER);
        households.setWillingness(householdId, "deferred", until);
        households.enters(householdId, "deferred");
        return Date.from(until);
    }

    /** Records that the household withdrew, and tells it so. */
    @Transactional
    public void confirmWithdrawal(long householdId) {
        households.setWillingness(householdId, "withdrew", null);
        messages.tell(householdId, "withdrawal", clock.instant().toString());
    }

    /** The household withdraws, wherever it is: its seats are given back and its case ends. */
    @Transactional
    public void withdraw(String caseNumber) {
        tell(caseNumber, "householdWithdrew");
    }

    /** The household has left by its own means; its case ends. */
    @Transactional
    public void leftByOwnMeans(String caseNumber) {
        tell(caseNumber, "leftByOwnMeans");
    }

    /** A birth, a death, a late joiner or a split was reported: an officer is asked to enter it. */
    @Transactional
    public void changed(String caseNumber) {
        tell(caseNumber, "householdChanged");
    }

    /**
     * Records what has changed in the household.
     *
     * @param change {@code birth}, {@code death}, {@code joined}, {@code left} or {@code nothing}
     * @throws Refusal if nothing is said to have changed, but somebody has joined whom vetting has not looked at
     */
    @Transactional
    public void recordChange(long householdId, @Nullable String change) {
        if (change == null || !CHANGES.contains(change)) {
            throw new Refusal("Say what has changed in the household.", "householdChange");
        }
        if (change.equals("nothing") && hasNewcomers(householdId)) {
            throw new Refusal(
                    "Somebody has been added to this household: say so, and they are vetted.", "householdChange");
        }
        audit.record("change recorded", householdId, change);
    }

    private boolean hasNewcomers(long householdId) {
        return jdbc.sql("""
                select exists (select from audit where household_id = :id and action = 'member added' and id > coalesce(
                  (select max(id) from audit where household_id = :id
                     and action in ('vetted', 'vetted anew', 'change recorded')), 0))""").param("id", householdId).query(Boolean.class).single();
    }

    /** A household that waits, deferred or unreachable, has called by itself: it is contacted now. */
    @Transactional
    public void called(String caseNumber) {
        tell(caseNumber, "householdCalled");
    }

    /**
     * Sets how dangerous a governorate is. When it gets worse, deferred households there are woken and asked again, batch by
     * batch.
     *
     * @param pcode {@code SY01}…
     * @param risk 1 calm, 2 tense, 3 fighting, 4 under siege
     * @return how many households that the officer may know of are to be woken
     */
    @Transactional
    public int governorateRisk(String pcode, int risk) {
        if (!governorates.setRisk(pcode, risk)) {
            return 0;
        }
        process.startWaking(pcode, risk);
        return jdbc.sql("""
                select count(*) from household
                where governorate = :pcode and stage = 'deferred' and (not restricted or :cleared)""")
                .param("pcode", pcode)
                .param("cleared", officer.cleared())
                .query(Integer.class)
                .single();
    }

    /**
     * Wakes the next households of a governorate that have put leaving off, at most {@value #WOKEN_AT_ONCE}.
     *
     * @param danger how dangerous it was when that began: nobody else is woken once it is less
     * @param after the household with which the batch before this one ended; 0 for the first
     * @return the household with which this one ends; null if there was nobody
     */
    @Transactional
    public @Nullable Long wakeNext(String pcode, int danger, long after) {
        Map<Long, String> deferred = nextDeferred(pcode, danger, after);
        deferred.values().forEach(caseNumber -> process.tell(caseNumber, WORSENED));
        return last(deferred);
    }

    /**
     * Sets the danger that a change of the situation makes, or the one from before if it is undone, unless a newer change has set
     * another meanwhile. The change's process wakes the deferred itself.
     *
     * @return after which household that begins, for {@link #wakeNextOf}; null if nobody is woken, for it is no worse
     */
    @Transactional
    public @Nullable Long setDanger(long changeId) {
        SituationChange change = changes.toStep(changeId);
        return !changes.isOverruled(change) && governorates.setRisk(change.subject(), danger(change)) ? 0L : null;
    }

    private static int danger(SituationChange change) {
        return requireNonNull(change.state().equals("undone") ? change.before() : change.value());
    }

    /**
     * As {@link #wakeNext}, for a change of the situation that is made or undone; who is woken is noted with it.
     *
     * @return the household with which this batch ends; null if there was nobody, or the change is ended early
     */
    @Transactional
    public @Nullable Long wakeNextOf(long changeId, long after) {
        SituationChange change = changes.toStep(changeId);
        if (change.endedEarly() && !change.state().equals("undone")) {
            return null;
        }
        Map<Long, String> deferred = nextDeferred(change.subject(), danger(change), after);
        changes.woke(
                changeId,
                deferred.entrySet().stream()
                        .filter(household -> process.tell(household.getValue(), WORSENED))
                        .map(Map.Entry::getKey)
                        .toList());
        return last(deferred);
    }

    /** Case numbers of the next in turn; none if it is less dangerous by now. */
    private Map<Long, String> nextDeferred(String pcode, int danger, long after) {
        Map<Long, String> deferred = new TreeMap<>();
        if (governorates.risk(pcode) < danger) {
            return deferred;
        }
        jdbc.sql("""
                select id, case_number from household
                where governorate = :pcode and stage = 'deferred' and id > :after order by id limit :most""")
                .param("pcode", pcode)
                .param("after", after)
                .param("most", WOKEN_AT_ONCE)
                .query(row -> {
                    deferred.put(row.getLong("id"), row.getString("case_number"));
                });
        return deferred;
    }

    private static @Nullable Long last(Map<Long, String> households) {
        return households.keySet().stream().reduce((one, other) -> other).orElse(null);
    }

    private void tell(String caseNumber, String news) {
        Household household = households.named(caseNumber);
        if (household.ended() || !process.tell(household.caseNumber(), news)) {
            throw new Refusal("Case " + household.caseNumber() + " does not wait for this: it is "
                    + (household.endReason() == null ? household.stage() : household.endReason()) + ".");
        }
        audit.record(news, household.id(), null);
    }
}
