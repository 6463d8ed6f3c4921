package org.homeward.vetting;

import static java.util.stream.Collectors.partitioningBy;

import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.Person;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** A household goes as a whole: nobody of it goes before each may, unless an officer decides so, on record. */
@Component
class FamilyGate {

    private final Households households;
    private final Concerns concerns;
    private final Splits splits;
    private final Refusals refusals;
    private final JdbcClient jdbc;
    private final CurrentOfficer officer;
    private final Audit audit;
    private final Clock clock;

    FamilyGate(
            Households households,
            Concerns concerns,
            Splits splits,
            Refusals refusals,
            JdbcClient jdbc,
            CurrentOfficer officer,
            Audit audit,
            Clock clock) {
        this.households = households;
        this.concerns = concerns;
        this.splits = splits;
        this.refusals = refusals;
        this.jdbc = jdbc;
        this.officer = officer;
        this.audit = audit;
        this.clock = clock;
    }

    String weigh(long householdId) {
        households.lock(householdId);
        Map<Long, List<Concern>> unsettled = concerns.unsettled(householdId);
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

    Date lookAgain(long householdId) {
        List<Concern> holding = concerns.unsettled(householdId).values().stream()
                .flatMap(List::stream)
                .toList();
        Instant now = clock.instant();
        Instant tomorrow = now.plus(Duration.ofDays(1));
        Optional<Instant> waitsSince = concerns.waitsSince(householdId);
        if (waitsSince.isPresent()) {
            Instant dayAfter = waitsSince.get().plus(Duration.ofDays(1));
            return Date.from(dayAfter.isBefore(now) ? now : dayAfter);
        }
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

    void agreeToSplit(String caseNumber, Vetting.FamilysWord word) {
        Household household = households.lock(households.named(caseNumber).id());
        splits.record(household.id(), concerns.unsettled(household.id()).keySet(), word);
    }

    String decide(long householdId, @Nullable String decision) {
        households.lock(householdId);
        String word = Answer.among(decision, "familyDecision", "wait", "putOff", "split", "refuse");
        Splits.Agreement agreed = null;
        if (word.equals("split")) {
            refuseSplitThatCannotBe(householdId);
            agreed = splits.agreement(
                    householdId, concerns.unsettled(householdId).keySet());
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
            refusals.record(householdId, officer.name(), reasonsToRefuse(householdId));
        }
        return word.equals("refuse") ? "notEligible" : word;
    }

    /** A hit is none before two officers and a manager have said so. */
    private List<Concern> reasonsToRefuse(long householdId) {
        List<Concern> reasons = concerns.unsettled(householdId).values().stream()
                .flatMap(List::stream)
                .filter(concern -> !concern.undecidedHit())
                .toList();
        if (reasons.isEmpty()) {
            throw new Refusal(
                    "Only a hit on a watch-list that is still weighed holds this household back, and a hit never denies by"
                            + " itself: wait, or put it off.",
                    "familyDecision");
        }
        return reasons;
    }

    private void refuseSplitThatCannotBe(long householdId) {
        Set<Long> heldBack = concerns.unsettled(householdId).keySet();
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

    long split(long householdId) {
        List<Long> behind = List.copyOf(concerns.unsettled(householdId).keySet());
        return households.split(householdId, behind, "vetting").id();
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }
}
