package org.homeward.household;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What papers say about the grown-ups who decide for a child: who its guardian is, and who lets it leave. */
@Component
public class Guardians {

    private static final String FATHER_HAS_DIED = "father has died";
    private static final String FATHER_IS_A_FOREIGNER = "father is a foreigner";
    private static final String MOTHER_ALONE = "mother alone";

    /** The relations to a child, the permission to leave, and why nobody has to give it. */
    public static final List<String> SAYS = List.of(
            "father",
            "mother",
            "court guardian",
            "guardian",
            "permission",
            FATHER_HAS_DIED,
            FATHER_IS_A_FOREIGNER,
            MOTHER_ALONE);

    /** What shows it. */
    public static final List<String> EVIDENCE = List.of(
            "birth certificate", "family book", "death certificate", "court order", "notary", "consul", "other");

    private static final Set<String> SHOWS_PERMISSION = Set.of("court order", "notary", "consul");
    private static final Set<String> SHOWS_DEATH = Set.of("death certificate", "court order");
    private static final Set<String> SHOWS_NO_FATHER = Set.of("birth certificate", "consul");
    private static final Set<String> SHOWS_NATIONALITY = Set.of("birth certificate", "family book", "consul");
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_REFERENCE = 60;

    private final JdbcClient jdbc;
    private final Households households;
    private final Copies copies;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final Audit audit;
    private final ApplicationEventPublisher news;

    Guardians(
            JdbcClient jdbc,
            Households households,
            Copies copies,
            Clock clock,
            CurrentOfficer officer,
            Audit audit,
            ApplicationEventPublisher news) {
        this.jdbc = jdbc;
        this.households = households;
        this.copies = copies;
        this.clock = clock;
        this.officer = officer;
        this.audit = audit;
        this.news = news;
    }

    /**
     * What a paper says.
     *
     * @param says one of {@link #SAYS}
     * @param adultId a grown-up of the household, or
     * @param adultName somebody else, by name
     * @param evidence one of {@link #EVIDENCE}
     * @param reference the paper's number, or under which the notary, court or consul keeps it
     */
    public record Entry(
            String says,
            @Nullable Long adultId,
            @Nullable String adultName,
            String evidence,
            @Nullable String reference,
            @Nullable LocalDate dated) {}

    /** A paper that counts. @param adult the grown-up's name */
    public record OnRecord(
            long id,
            long childId,
            String says,
            @Nullable Long adultId,
            String adult,
            String evidence,
            @Nullable String reference,
            @Nullable LocalDate dated,
            String recordedBy,
            OffsetDateTime recordedAt) {

        /** Whether it names a parent or guardian, not a permission. */
        public boolean names() {
            return !says.equals("permission");
        }

        /** Whether it says who the father, mother or guardian is, also of a father who has died or a mother alone. */
        public boolean saysWhoIs(String parentOrGuardian) {
            return says.equals(parentOrGuardian)
                    || parentOrGuardian.equals("father") && (saysFatherHasDied() || saysFatherIsAForeigner())
                    || parentOrGuardian.equals("mother") && saysThereIsNoFather();
        }

        public boolean saysFatherHasDied() {
            return says.equals(FATHER_HAS_DIED);
        }

        public boolean saysFatherIsAForeigner() {
            return says.equals(FATHER_IS_A_FOREIGNER);
        }

        /** Whether it names the mother and no father: nobody but her decides. */
        public boolean saysThereIsNoFather() {
            return says.equals(MOTHER_ALONE);
        }

        private boolean countsWithoutACopy() {
            boolean mayBeLookedUp = reference != null && dated != null;
            boolean fatherIsNotAsked = saysFatherHasDied() || saysFatherIsAForeigner() || saysThereIsNoFather();
            return names() && (mayBeLookedUp || !fatherIsNotAsked);
        }
    }

    /** The papers about a household's children that count, oldest first. */
    public List<OnRecord> of(long householdId) {
        return of(List.of(householdId));
    }

    /** The same of many households. */
    public List<OnRecord> of(Collection<Long> householdIds) {
        return jdbc.sql("""
                select paper.id, coalesce(child.merged_into, child.id) as child_id, says,
                       coalesce(adult.merged_into, adult.id) as adult_id,
                       coalesce(adult_name, adult.name, adult.latin_name) as adult, evidence, reference, dated,
                       recorded_by, recorded_at
                from guardianship paper
                join person child on child.id = child_id
                left join person adult on adult.id = adult_id
                where child.household_id = any(:ids) and withdrawn_at is null order by paper.id""")
                .param("ids", householdIds.toArray(Long[]::new))
                .query(OnRecord.class)
                .list();
    }

    /** Whether a paper lets this child leave. */
    public boolean permitted(long householdId, long childId) {
        return of(householdId).stream().anyMatch(paper -> paper.childId == childId && !paper.names());
    }

    /**
     * Records a paper.
     *
     * @param copy a picture or PDF of it; null: none. A permission needs one; a death, or that the father is a foreigner
     *     or is not on record, needs one, or a number and a date
     * @return its id
     * @throws UnfitCopy if the copy cannot be kept
     */
    @Transactional
    public long add(long householdId, long childId, Entry entry, byte @Nullable [] copy) {
        households.lock(householdId);
        List<Person> members = households.members(householdId);
        if (!member(members, childId).minorOn(today())) {
            throw new Refusal("Only a child has a guardian: this person is grown up.");
        }
        check(entry, copy != null);
        Long adultId = entry.adultId;
        if (adultId != null && member(members, adultId).minorOn(today())) {
            throw new Refusal("A child cannot decide for a child: choose a grown-up.", "adultId");
        }
        long id = jdbc.sql("""
                insert into guardianship (child_id, says, adult_id, adult_name, evidence, reference, dated, recorded_by,
                                          recorded_at)
                values (:child, :says, :adultId, :adultName, :evidence, :reference, :dated, :officer, :now)
                returning id""")
                .param("child", childId)
                .param("says", entry.says)
                .param("adultId", adultId)
                .param("adultName", adultId == null ? entry.adultName : null)
                .param("evidence", entry.evidence)
                .param("reference", entry.reference)
                .param("dated", entry.dated)
                .param("officer", officer.name())
                .param("now", now())
                .query(Long.class)
                .single();
        if (copy != null) {
            copies.addOfGuardianship(id, copy);
        }
        audit.recordOfPerson("guardian recorded", householdId, childId, entry.says + ", " + entry.evidence);
        news.publishEvent(new MemberChanged(householdId, childId));
        return id;
    }

    /** A paper counts no more: it was false, or another one has taken its place. */
    @Transactional
    public void withdraw(long householdId, long id) {
        households.lock(householdId);
        OnRecord paper = one(householdId, id);
        jdbc.sql("update guardianship set withdrawn_by = :officer, withdrawn_at = :now where id = :id")
                .param("officer", officer.name())
                .param("now", now())
                .param("id", id)
                .update();
        audit.recordOfPerson("guardian withdrawn", householdId, paper.childId, paper.says + ", " + paper.evidence);
        news.publishEvent(new MemberChanged(householdId, paper.childId));
    }

    /**
     * Takes back a copy that was added to a paper by mistake; that it was there stays on record.
     *
     * @throws Refusal if it is the last that shows a permission, or all that shows why the father is not asked
     */
    @Transactional
    public void withdrawCopy(long householdId, long id, long copyId) {
        OnRecord paper = one(householdId, id);
        copies.withdrawOfGuardianship(id, copyId);
        boolean shown = copies.ofGuardianships(householdId).stream().anyMatch(copy -> copy.guardianshipId() == id);
        if (!shown && !paper.countsWithoutACopy()) {
            throw new Refusal("Only its copy shows what this paper says. Withdraw the whole paper.");
        }
        audit.recordOfPerson("copy withdrawn", householdId, paper.childId, "copy " + copyId);
    }

    /** Reads a copy of a paper; the reading is on record. */
    @Transactional
    public Copies.Content read(long householdId, long id, long copyId) {
        OnRecord paper = one(householdId, id);
        Copies.Content content = copies.contentOfGuardianship(id, copyId);
        audit.recordOfPerson("copy read", householdId, paper.childId, "copy " + copyId);
        return content;
    }

    private OnRecord one(long householdId, long id) {
        return of(householdId).stream()
                .filter(paper -> paper.id == id)
                .findFirst()
                .orElseThrow(() -> new Refusal.NotFound("This household has no such paper."));
    }

    private void check(Entry entry, boolean hasCopy) {
        if (!SAYS.contains(entry.says)) {
            throw new Refusal("Choose what the paper says.", "says");
        }
        if (!EVIDENCE.contains(entry.evidence)) {
            throw new Refusal("Choose what paper it is.", "evidence");
        }
        if (entry.adultId == null && entry.adultName == null) {
            throw new Refusal("Say who it is: choose a grown-up of the household or write the name.", "adultName");
        }
        if (entry.adultName != null && entry.adultName.length() > LONGEST_NAME) {
            throw new Refusal("This is longer than " + LONGEST_NAME + " characters.", "adultName");
        }
        if (entry.reference != null && entry.reference.length() > LONGEST_REFERENCE) {
            throw new Refusal("This is longer than " + LONGEST_REFERENCE + " characters.", "reference");
        }
        if (entry.dated != null && (entry.dated.isAfter(today()) || entry.dated.getYear() < 1950)) {
            throw new Refusal("The paper's date must lie between 1950 and today.", "dated");
        }
        if (entry.says.equals("court guardian") && !entry.evidence.equals("court order")) {
            throw new Refusal("A guardian by court is shown by a court order.", "evidence");
        }
        if (entry.says.equals(FATHER_HAS_DIED)) {
            checkDeath(entry, hasCopy);
        } else if (entry.evidence.equals("death certificate")) {
            throw new Refusal("A death certificate says that the father has died: choose that.", "says");
        }
        if (entry.says.equals(FATHER_IS_A_FOREIGNER)) {
            if (!SHOWS_NATIONALITY.contains(entry.evidence)) {
                throw new Refusal(
                        "That the father is a foreigner is shown by a birth certificate, a family book or the consul.",
                        "evidence");
            }
            requireItToBeFound(entry, hasCopy);
        }
        if (entry.says.equals(MOTHER_ALONE)) {
            if (!SHOWS_NO_FATHER.contains(entry.evidence)) {
                throw new Refusal(
                        "That no father is on record is shown by a birth certificate or the consul.", "evidence");
            }
            requireItToBeFound(entry, hasCopy);
        }
        if (entry.says.equals("permission")) {
            if (!SHOWS_PERMISSION.contains(entry.evidence)) {
                throw new Refusal("A permission is given before a notary, a court or the consul.", "evidence");
            }
            if (!hasCopy) {
                throw new Refusal("Attach the permission: a picture or a PDF of it.", "file");
            }
        }
    }

    private static void requireItToBeFound(Entry entry, boolean hasCopy) {
        if (!hasCopy && (entry.reference == null || entry.dated == null)) {
            throw new Refusal("The paper that shows it needs its number and its date, or a copy of it.", "reference");
        }
    }

    private static void checkDeath(Entry entry, boolean hasCopy) {
        if (entry.adultId != null) {
            throw new Refusal("Who has died does not travel along: write the father's name.", "adultName");
        }
        if (!SHOWS_DEATH.contains(entry.evidence)) {
            throw new Refusal("That the father has died is shown by a death certificate or a court order.", "evidence");
        }
        if (!hasCopy && (entry.reference == null || entry.dated == null)) {
            throw new Refusal(
                    "The paper that shows a death needs its number and its date, or a copy of it.", "reference");
        }
    }

    private static Person member(List<Person> members, long personId) {
        return members.stream()
                .filter(person -> person.id() == personId)
                .findFirst()
                .orElseThrow(() -> new Refusal.NotFound("This household has no such member."));
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
