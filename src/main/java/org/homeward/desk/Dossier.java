package org.homeward.desk;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.homeward.access.Wording;
import org.homeward.contact.SmsLength;
import org.homeward.household.Guardians;
import org.homeward.household.Household;
import org.homeward.household.Person;
import org.homeward.vetting.HitRecords;
import org.homeward.vetting.Why;
import org.jspecify.annotations.Nullable;

/** All that is known about one case, for reading. Its parts are in the order in which they are shown. */
record Dossier(
        LocalDate today,
        Household household,
        @Nullable String governorate,
        List<Member> members,
        List<Waiting> waitsFor,
        List<Absence> absences,
        List<Concern> concerns,
        List<HitRecords.Hit> hits,
        List<Refused> refusals,
        List<RefusalReason> refusalReasons,
        List<Care> care,
        List<Guardians.OnRecord> guardians,
        List<Accompanied> accompanied,
        List<Agreement> agreements,
        List<Why.Passed> clearedBy,
        boolean notScreened,
        List<String> whySoUrgent,
        List<Twin> twins,
        List<Leg> itinerary,
        List<Standby> standby,
        boolean hasPass,
        List<Scan> scans,
        List<Message> messages,
        List<Remark> remarks,
        List<Deed> deeds,
        List<Related> related) {

    public int partySize() {
        return members.size();
    }

    /** The cases whose merge an officer may undo from here: those merged into this one, or this one itself. */
    public List<String> mergesToUndo() {
        if (household.stage().equals("home")) {
            return List.of();
        }
        return household.mergedInto() != null
                ? List.of(household.caseNumber())
                : related.stream()
                        .filter(Related::mergedIn)
                        .map(Related::caseNumber)
                        .toList();
    }

    /** The member with this id; null if it is no longer one. */
    public @Nullable Member member(long personId) {
        return members.stream()
                .filter(member -> member.person().id() == personId)
                .findFirst()
                .orElse(null);
    }

    /** The checkpoints that anybody of the household has been counted at, in the order of the first count. */
    public Set<String> checkpoints() {
        return scans.stream()
                .filter(scan -> scan.verdict().equals("taken"))
                .map(Scan::checkpoint)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Whether scans do not fit, and nobody has decided on them. */
    public boolean scansToResolve() {
        return scans.stream().anyMatch(scan -> scan.verdict().equals("conflict"));
    }

    /** When a person was last counted at a checkpoint; null: not yet. */
    public @Nullable OffsetDateTime counted(long personId, String checkpoint) {
        return scans.stream()
                .filter(scan -> scan.verdict().equals("taken")
                        && scan.personId() == personId
                        && scan.checkpoint().equals(checkpoint))
                .map(Scan::at)
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    record Member(Person person, List<Document> documents) {

        /** Whole years on that day; null when the birth is unknown. */
        public @Nullable Integer age(LocalDate day) {
            return person.born() == null ? null : (int) ChronoUnit.YEARS.between(person.born(), day);
        }
    }

    record Document(
            long personId,
            String kind,
            String number,
            @Nullable LocalDate expires,
            @Nullable String issuedBy,
            boolean neverExpires,
            @Nullable String latinName) {}

    /**
     * @param kind a concern's kind; {@code reason} and {@code outcome} are codes of the room vetting
     * @param rules what the table says that raised it
     */
    record Concern(
            long id,
            long personId,
            String person,
            String kind,
            String reason,
            String state,
            @Nullable String outcome,
            @Nullable String decidedBy,
            @Nullable OffsetDateTime decidedAt,
            @Nullable String secondedBy,
            @Nullable LocalDate until,
            List<String> rules) {}

    /** What holds the household back as it stands: not decided yet, or decided against a journey. */
    public List<Concern> holding() {
        return concerns.stream()
                .filter(concern -> !concern.state().equals("cleared"))
                .toList();
    }

    /** A manager holds somebody back on a confirmed hit who is on the way already. */
    public boolean heldBackOnTheWay() {
        return Set.of("called", "under way").contains(household.stage())
                && hits.stream().anyMatch(hit -> "heldBack".equals(hit.decision()));
    }

    /** Somebody is held back at vetting, and others are not. */
    public boolean maySplit() {
        long held = holding().stream().map(Concern::personId).distinct().count();
        return household.stage().equals("vetting") && held > 0 && held < members.size();
    }

    /** Why it was refused that time. */
    public List<RefusalReason> reasonsOf(long refusalId) {
        return refusalReasons.stream()
                .filter(reason -> reason.refusalId() == refusalId)
                .toList();
    }

    /** Refused, still open, and not appealed yet. */
    public boolean mayAppeal() {
        return !household.ended()
                && !refusals.isEmpty()
                && refusals.stream().allMatch(refused -> refused.appealedAt() == null);
    }

    /** @param officer null: nobody in the household is eligible; {@code appealOutcome} null as long as it is open */
    record Refused(
            long id,
            OffsetDateTime at,
            @Nullable String officer,
            @Nullable OffsetDateTime appealedAt,
            @Nullable String appealOutcome,
            @Nullable String appealDecidedBy) {}

    record RefusalReason(long refusalId, String person, String kind, String reason) {}

    /** Who receives a child without its parents, and who travels with it; null where it is not known yet. */
    record Care(
            long personId,
            String person,
            @Nullable String receiver,
            @Nullable String receiverPhone,
            @Nullable String receiverRelation,
            @Nullable Long companionId,
            @Nullable String companion,
            @Nullable String companionName,
            @Nullable String companionCase) {}

    /** A child of another household who travels with somebody of this one. */
    record Accompanied(String companion, String child, String caseNumber) {}

    /** What the grown-ups said about a split. @param behind who was to stay behind; {@code agreed} who agreed */
    record Agreement(
            String behind,
            @Nullable String agreed,
            @Nullable String ill,
            @Nullable String notReached,
            String reason,
            @Nullable String remark,
            String recordedBy,
            OffsetDateTime recordedAt) {}

    /** Whether a paper lets this child leave. */
    public boolean permitted(long childId) {
        return guardians.stream().anyMatch(paper -> paper.childId() == childId && !paper.names());
    }

    /** Whether anybody of the household is under 18. */
    public boolean hasChildren() {
        return grownUps().size() < members.size();
    }

    /** Whether somebody is taken for a child though no birth is known. */
    public boolean hasChildrenOfUnknownBirth() {
        return members.stream().map(Member::person).anyMatch(person -> person.born() == null && person.minorOn(today));
    }

    /** Those who may travel with a child of the household. */
    public List<Person> grownUps() {
        return members.stream()
                .map(Member::person)
                .filter(person -> !person.minorOn(today))
                .toList();
    }

    /**
     * Who did not come through a checkpoint.
     *
     * @param kind {@code missing}, or {@code refused} with the reason's code
     * @param decision what an officer decided; null: nothing yet
     */
    record Absence(
            String person,
            String movement,
            String checkpoint,
            String kind,
            @Nullable String reason,
            OffsetDateTime notedAt,
            @Nullable String decision,
            @Nullable String decidedBy) {}

    /** @param reserved how many persons of this household hold a place on it */
    record Leg(
            String movement,
            String kind,
            String origin,
            String destination,
            @Nullable String exit,
            OffsetDateTime departs,
            String movementState,
            String itineraryState,
            int reserved) {}

    /**
     * It was called to places that became free.
     *
     * @param priority and {@code waitingDays}: for which it was called before others
     * @param near it lives where the journey begins, and so came first
     */
    record Standby(OffsetDateTime at, @Nullable Integer priority, int waitingDays, boolean near) {}

    record Scan(
            long personId,
            String movement,
            String checkpoint,
            OffsetDateTime at,
            String verdict,
            @Nullable String why) {

        Scan {
            why = why == null ? null : Wording.of(why);
        }
    }

    /** @param ways how it goes to them; empty: an officer reads it out */
    record Message(
            String kind,
            String language,
            String subject,
            String body,
            @Nullable String shortText,
            OffsetDateTime madeAt,
            List<Way> ways) {

        /** In how many parts its SMS travels; 0 without one. */
        public int smsParts() {
            return shortText == null ? 0 : SmsLength.parts(shortText);
        }

        /** Whether it has not reached them by any way and is on none: somebody has to call. */
        public boolean toBeReadOut() {
            return ways.stream()
                    .allMatch(way -> List.of("not sent", "refused", "given up").contains(way.state()));
        }
    }

    /**
     * @param name {@code mail} or {@code sms}
     * @param state {@code waiting}, {@code delivered}, {@code failed} and tried again, {@code given up} after the
     *     last try, {@code refused} or {@code not sent} for good, or {@code superseded}
     * @param at when it came into this state; null while it waits
     * @param why it is in this state: a code
     */
    record Way(
            String name,
            String address,
            String state,
            @Nullable OffsetDateTime at,
            @Nullable String why) {}

    record Remark(@Nullable String person, OffsetDateTime at, String officer, String text) {}

    /**
     * What was done; a change of stage has {@code stageTo}; {@code caseNumber} of another case merged into this one.
     *
     * @param action and {@code detail}: in the reader's words
     */
    record Deed(
            OffsetDateTime at,
            String officer,
            String action,
            @Nullable String person,
            @Nullable String stageFrom,
            @Nullable String stageTo,
            @Nullable String detail,
            @Nullable String caseNumber) {}

    /**
     * @param how {@code split from}, {@code split off}, {@code split too}, {@code merged into} or {@code merged in}
     * @param people who is in it, in order; null if nobody is
     */
    record Related(
            String caseNumber,
            String how,
            String stage,
            @Nullable String endReason,
            @Nullable String people) {

        /** Whether it was merged into this case. */
        public boolean mergedIn() {
            return how.equals("merged in");
        }
    }
}
