package org.homeward.arrival;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.household.Households;
import org.homeward.people.DocumentNumber;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Children without parent or guardian, handed over against the receiver's identity by two officers, never the same. */
@Component
public class HandOvers {

    /** What shows who the receiver is; an officer of the child service shows a service card. */
    public static final List<String> DOCUMENTS = List.of("passport", "identity card", "service card");

    private static final int LONGEST = 100;

    private final JdbcClient jdbc;
    private final Households households;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final Audit audit;

    HandOvers(JdbcClient jdbc, Households households, Clock clock, CurrentOfficer officer, Audit audit) {
        this.jdbc = jdbc;
        this.households = households;
        this.clock = clock;
        this.officer = officer;
        this.audit = audit;
    }

    /** Who came to take a child. @param documentKind one of {@link #DOCUMENTS} */
    public record Receiver(String name, String relation, String documentKind, String documentNumber) {}

    /** A child and who takes it, as far as that is on record; the number of the document only the officers have seen. */
    public record HandOver(
            long personId,
            String child,
            OffsetDateTime askedAt,
            @Nullable String receiver,
            @Nullable String relation,
            @Nullable String documentKind,
            @Nullable String handedBy,
            @Nullable OffsetDateTime handedAt,
            @Nullable String confirmedBy,
            @Nullable OffsetDateTime confirmedAt) {

        public boolean handed() {
            return handedBy != null;
        }

        public boolean confirmed() {
            return confirmedBy != null;
        }
    }

    /** A household with children who wait to be handed over. */
    public record Waiting(String caseNumber, int children, OffsetDateTime askedAt, boolean handed) {}

    /** From now on these children wait for whoever takes them. */
    void ask(Collection<Long> childIds) {
        jdbc.sql(
                        "insert into hand_over (person_id, asked_at) select id, :now from unnest(:ids) as id on conflict do nothing")
                .param("ids", childIds.toArray(Long[]::new))
                .param("now", now())
                .update();
    }

    /** The children of this household who are alone, in order. */
    public List<HandOver> of(long householdId) {
        return jdbc.sql("""
                select person_id, coalesce(name, latin_name) as child, asked_at, receiver, hand_over.relation, document_kind, handed_by,
                       handed_at, confirmed_by, confirmed_at
                from hand_over join person on person.id = person_id
                where household_id = :household and merged_into is null order by position""")
                .param("household", householdId)
                .query(HandOver.class)
                .list();
    }

    /** Who waits, longest first. */
    public List<Waiting> waiting() {
        return jdbc.sql("""
                select case_number, count(*) as children, min(asked_at) as asked_at, bool_and(handed_by is not null) as handed
                from hand_over
                join person on person.id = person_id
                join household on household.id = household_id
                where confirmed_at is null and person.merged_into is null and stage not in ('home', 'ended')
                      and (not restricted or :cleared)
                group by case_number order by min(asked_at), case_number""")
                .param("cleared", officer.cleared())
                .query(Waiting.class)
                .list();
    }

    /**
     * The first officer has looked at the receiver's document.
     *
     * @throws Refusal naming what is missing, or if the second officer has confirmed another receiver already
     */
    @Transactional
    public void record(long householdId, long childId, Receiver receiver) {
        households.lock(householdId);
        if (child(householdId, childId).confirmed()) {
            throw new Refusal("Two officers have handed this child over already.");
        }
        if (!DOCUMENTS.contains(receiver.documentKind())) {
            throw new Refusal("Choose what document the receiver has shown.", "documentKind");
        }
        String number = written(receiver.documentNumber(), "documentNumber");
        if (DocumentNumber.key(number).isEmpty()) {
            throw new Refusal("The number of a document has letters or digits.", "documentNumber");
        }
        jdbc.sql("""
                update hand_over set receiver = :receiver, relation = :relation, document_kind = :kind,
                       document_number = :number, handed_by = :officer, handed_at = :now
                where person_id = :child""")
                .param("receiver", written(receiver.name(), "receiver"))
                .param("relation", written(receiver.relation(), "relation"))
                .param("kind", receiver.documentKind())
                .param("number", number)
                .param("officer", officer.name())
                .param("now", now())
                .param("child", childId)
                .update();
        audit.recordOfPerson("reception", householdId, childId, "child handed over: " + receiver.documentKind());
    }

    /**
     * The second officer has looked at the document too, and types its number from it.
     *
     * @throws Refusal if this officer is the first, or the number is another one
     */
    @Transactional
    public void confirm(long householdId, long childId, String documentNumber) {
        households.lock(householdId);
        HandOver handOver = child(householdId, childId);
        if (!handOver.handed()) {
            throw new Refusal("Nobody is on record yet who takes this child.");
        }
        refuseTheSame(handOver);
        String onRecord = jdbc.sql("select document_number from hand_over where person_id = :child")
                .param("child", childId)
                .query(String.class)
                .single();
        if (!DocumentNumber.key(onRecord).equals(DocumentNumber.key(PlainText.of(documentNumber)))) {
            throw new Refusal(
                    "This is not the number on record. Look at the document once more; if it is another one, say that"
                            + " it differs.",
                    "documentNumber");
        }
        jdbc.sql("update hand_over set confirmed_by = :officer, confirmed_at = :now where person_id = :child")
                .param("officer", officer.name())
                .param("now", now())
                .param("child", childId)
                .update();
        audit.recordOfPerson("reception", householdId, childId, "hand-over confirmed");
    }

    /** Whether somebody still waits for the second officer, or for whoever takes them. */
    boolean childWaits(long householdId) {
        return of(householdId).stream().anyMatch(handOver -> !handOver.confirmed());
    }

    /** @throws Refusal unless of each child is on record who takes it */
    void requireHanded(long householdId) {
        if (!of(householdId).stream().allMatch(HandOver::handed)) {
            throw new Refusal(
                    "Write down first who takes each child, and with which document: on the page Reception.",
                    "handOverRecorded");
        }
    }

    /**
     * The second officer's word on all of them; what differs is looked at anew, by the first.
     *
     * @param check {@code agrees} or {@code differs}
     * @throws Refusal if this officer is the first, or agrees without having typed each number
     */
    void check(long householdId, @Nullable String check) {
        List<HandOver> all = of(householdId);
        all.stream().filter(handOver -> !handOver.confirmed()).forEach(this::refuseTheSame);
        if ("agrees".equals(check) && all.stream().allMatch(HandOver::confirmed)) {
            return;
        }
        if ("agrees".equals(check)) {
            throw new Refusal(
                    "Look at each receiver's document first, and type its number on the page Reception.",
                    "handOverCheck");
        }
        if (!"differs".equals(check)) {
            throw new Refusal("Choose one of the answers, then complete the task.", "handOverCheck");
        }
        jdbc.sql("""
                update hand_over set receiver = null, relation = null, document_kind = null, document_number = null,
                       handed_by = null, handed_at = null
                where confirmed_by is null and person_id = any(:children)""")
                .param("children", all.stream().map(HandOver::personId).toArray(Long[]::new))
                .update();
        audit.record("reception", householdId, "hand-over differs");
    }

    private void refuseTheSame(HandOver handOver) {
        if (Objects.equals(handOver.handedBy(), officer.name())) {
            throw new Refusal("You have handed this child over yourself: another officer must look at the document.");
        }
    }

    private HandOver child(long householdId, long childId) {
        return of(householdId).stream()
                .filter(handOver -> handOver.personId() == childId)
                .findFirst()
                .orElseThrow(() -> new Refusal.NotFound("This child does not wait to be handed over."));
    }

    private static String written(String text, String field) {
        String plain = PlainText.of(text);
        if (plain.isEmpty()) {
            throw new Refusal("Write the receiver's name, relation to the child and number of the document.", field);
        }
        if (plain.length() > LONGEST) {
            throw new Refusal("This is longer than " + LONGEST + " characters.", field);
        }
        return plain;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
