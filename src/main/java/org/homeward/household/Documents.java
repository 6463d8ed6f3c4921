package org.homeward.household;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.people.DocumentNumber;
import org.homeward.people.NameKey;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The documents of a household in full, for the officers who keep them. */
@Component
public class Documents {

    /** The kinds that people bring; return certificates are issued by us alone. */
    public static final Set<String> KINDS = Set.of("passport", "internal passport", "other");

    private static final int LONGEST_NUMBER = 60;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_ISSUER = 100;
    private static final String COLUMNS = """
            select document.id, person_id, kind, number, expires, never_expires, issued_by, document.latin_name,
                   check_digits_hold, issued_at, issued_by_officer, issued_at_post, replaced_by is not null as replaced
            from document join person on person.id = person_id""";

    private final Households households;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final Audit audit;
    private final ApplicationEventPublisher news;
    private final PersonTraits traits;
    private final String post;

    Documents(
            Households households,
            JdbcClient jdbc,
            Clock clock,
            CurrentOfficer officer,
            Audit audit,
            ApplicationEventPublisher news,
            PersonTraits traits,
            @Value("${homeward.post}") String post) {
        this.households = households;
        this.jdbc = jdbc;
        this.clock = clock;
        this.officer = officer;
        this.audit = audit;
        this.news = news;
        this.traits = traits;
        this.post = post;
    }

    /**
     * What an officer reads off a document.
     *
     * @param expires null if unknown, or if it never does
     * @param latinName the bearer as this document spells them in Latin letters, if it does
     * @param checkDigitsHold of the machine readable zone that was read; null: none was
     */
    public record Entry(
            String kind,
            String number,
            @Nullable LocalDate expires,
            boolean neverExpires,
            @Nullable String issuedBy,
            @Nullable String latinName,
            @Nullable Boolean checkDigitsHold) {

        /** What was read in the zone before goes on to count while the document says the same, and a failure anyway. */
        private Entry afterReadingOf(Entry before) {
            boolean holdsNoMore = Boolean.TRUE.equals(before.checkDigitsHold)
                    && !DocumentNumber.key(number).equals(DocumentNumber.key(before.number));
            return checkDigitsHold != null || holdsNoMore
                    ? this
                    : new Entry(kind, number, expires, neverExpires, issuedBy, latinName, before.checkDigitsHold);
        }
    }

    /**
     * A document on record.
     *
     * @param officer who issued it, if we did, when and at which post
     * @param replaced another certificate has been issued in its place: it counts no more
     */
    public record OnRecord(
            long id,
            long personId,
            Entry entry,
            @Nullable Instant issuedAt,
            @Nullable String officer,
            @Nullable String post,
            boolean replaced) {

        public boolean issuedHere() {
            return issuedAt != null;
        }
    }

    /** Those of the members who count, oldest record first. */
    public List<OnRecord> of(long householdId) {
        return jdbc.sql(COLUMNS + " where household_id = :id and merged_into is null order by document.id")
                .param("id", householdId)
                .query(Documents::onRecord)
                .list();
    }

    /** @throws Refusal.NotFound if the household has no such document */
    public OnRecord one(long householdId, long documentId) {
        return of(householdId).stream()
                .filter(document -> document.id == documentId)
                .findFirst()
                .orElseThrow(() -> new Refusal.NotFound("This household has no such document."));
    }

    /** Records one more document of a member. @return its id */
    @Transactional
    public long add(long householdId, long personId, Entry entry) {
        households.lock(householdId);
        Entry checked = checked(entry);
        jdbc.sql("select id from person where id = :person and household_id = :household and merged_into is null")
                .param("person", personId)
                .param("household", householdId)
                .query(Long.class)
                .optional()
                .orElseThrow(() -> new Refusal.NotFound("This household has no such member."));
        refuseSecond(personId, checked, null);
        long id = jdbc.sql("insert into document (person_id, number, number_key) values (:person, '', '') returning id")
                .param("person", personId)
                .query(Long.class)
                .single();
        write(id, checked);
        traits.note(personId);
        audit.recordOfPerson("document added", householdId, personId, checked.kind);
        news.publishEvent(new MemberChanged(householdId, personId));
        return id;
    }

    /** Corrects a document; what stood there before is on record. @throws Refusal for a certificate that we issued */
    @Transactional
    public void correct(long householdId, long documentId, Entry entry) {
        households.lock(householdId);
        OnRecord before = one(householdId, documentId);
        if (before.issuedHere()) {
            throw new Refusal("A certificate that was issued is not changed: issue another one.");
        }
        Entry checked = checked(entry).afterReadingOf(before.entry);
        if (checked.equals(before.entry)) {
            return;
        }
        refuseSecond(before.personId, checked, documentId);
        write(documentId, checked);
        traits.note(before.personId);
        audit.recordOfPerson("document corrected", householdId, before.personId, written(before.entry));
        news.publishEvent(new MemberChanged(householdId, before.personId));
    }

    /** Issues a return certificate with the next number. @param citizenship ISO 3166 alpha-3 of the issuing state */
    @Transactional
    public long issueCertificate(long householdId, long personId, LocalDate expires, String citizenship) {
        String number = nextCertificateNumber();
        long id = jdbc.sql("""
                insert into document (person_id, kind, number, number_key, expires, issued_by, issued_at,
                                      issued_by_officer, issued_at_post)
                values (:person, 'return certificate', :number, :key, :expires, :issuedBy, :now, :officer, :post)
                returning id""")
                .param("person", personId)
                .param("number", number)
                .param("key", DocumentNumber.key(number))
                .param("expires", expires)
                .param("issuedBy", citizenship)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("officer", officer.fullName())
                .param("post", post)
                .query(Long.class)
                .single();
        traits.note(personId);
        audit.recordOfPerson("certificate issued", householdId, personId, number);
        return id;
    }

    /**
     * Issues another certificate in the place of one that shows what is no longer so, valid as long as that one.
     *
     * @return the new one's id
     * @throws Refusal if that one has been replaced already, or has expired
     */
    @Transactional
    public long replaceCertificate(long householdId, long documentId) {
        households.lock(householdId);
        OnRecord before = one(householdId, documentId);
        if (!before.issuedHere()) {
            throw new Refusal.NotFound("This document is no certificate that we issued.");
        }
        boolean counts = jdbc.sql("select replaced_by is null from document where id = :id for update")
                .param("id", documentId)
                .query(Boolean.class)
                .single();
        LocalDate expires = before.entry.expires;
        if (!counts || expires == null) {
            throw new Refusal("Another certificate has been issued in the place of this one already.");
        }
        if (expires.isBefore(LocalDate.now(clock))) {
            throw new Refusal(
                    "This certificate has expired: nothing takes its place. Have the documents reviewed and a new"
                            + " one issued.");
        }
        long id = issueCertificate(householdId, before.personId, expires, String.valueOf(before.entry.issuedBy));
        jdbc.sql("update document set replaced_by = :id where id = :before")
                .param("id", id)
                .param("before", documentId)
                .update();
        audit.recordOfPerson("certificate replaced", householdId, before.personId, before.entry.number);
        news.publishEvent(new MemberChanged(householdId, before.personId));
        return id;
    }

    private String nextCertificateNumber() {
        long next = jdbc.sql("select nextval('certificate_sequence')")
                .query(Long.class)
                .single();
        return CaseNumber.printable("RET", next) ? CaseNumber.of("RET", next) : nextCertificateNumber();
    }

    private static Entry checked(Entry entry) {
        if (!KINDS.contains(entry.kind)) {
            throw new Refusal("Choose what kind of document it is.", "kind");
        }
        if (DocumentNumber.key(entry.number).isEmpty()) {
            throw new Refusal("A document needs its number.", "number");
        }
        refuseLonger(entry.number, LONGEST_NUMBER, "number");
        refuseLonger(entry.issuedBy, LONGEST_ISSUER, "issuedBy");
        refuseLonger(entry.latinName, LONGEST_NAME, "latinName");
        if (entry.expires != null && (entry.expires.getYear() < 1950 || entry.expires.getYear() > 2150)) {
            throw new Refusal("The date of expiry must lie between 1950 and 2150.", "expires");
        }
        return entry;
    }

    private static void refuseLonger(@Nullable String text, int longest, String field) {
        if (text != null && text.length() > longest) {
            throw new Refusal("This is longer than " + longest + " characters.", field);
        }
    }

    private void refuseSecond(long personId, Entry entry, @Nullable Long itself) {
        boolean there = jdbc.sql("""
                select exists (select from document
                where person_id = :person and kind = :kind and number_key = :key and id is distinct from :itself)""")
                .param("person", personId)
                .param("kind", entry.kind)
                .param("key", DocumentNumber.key(entry.number))
                .param("itself", itself, java.sql.Types.BIGINT)
                .query(Boolean.class)
                .single();
        if (there) {
            throw new Refusal("This document is on record already: correct it there.", "number");
        }
    }

    private void write(long documentId, Entry entry) {
        jdbc.sql("""
                update document set kind = :kind, number = :number, number_key = :key, expires = :expires,
                       never_expires = :never, issued_by = :issuedBy, latin_name = :latin, latin_name_key = :latinKey,
                       check_digits_hold = :checkDigits
                where id = :id""")
                .param("kind", entry.kind)
                .param("number", entry.number)
                .param("key", DocumentNumber.key(entry.number))
                .param("expires", entry.neverExpires ? null : entry.expires)
                .param("never", entry.neverExpires)
                .param("issuedBy", entry.issuedBy)
                .param("latin", entry.latinName)
                .param("latinKey", entry.latinName == null ? null : NameKey.of(null, entry.latinName))
                .param("checkDigits", entry.checkDigitsHold, java.sql.Types.BOOLEAN)
                .param("id", documentId)
                .update();
    }

    private static String written(Entry entry) {
        return entry.kind + " " + entry.number + ", "
                + (entry.neverExpires ? "never expires" : entry.expires == null ? "expiry unknown" : entry.expires);
    }

    private static OnRecord onRecord(ResultSet row, int number) throws SQLException {
        var issuedAt = row.getTimestamp("issued_at");
        return new OnRecord(
                row.getLong("id"),
                row.getLong("person_id"),
                new Entry(
                        row.getString("kind"),
                        row.getString("number"),
                        row.getObject("expires", LocalDate.class),
                        row.getBoolean("never_expires"),
                        row.getString("issued_by"),
                        row.getString("latin_name"),
                        row.getObject("check_digits_hold", Boolean.class)),
                issuedAt == null ? null : issuedAt.toInstant(),
                row.getString("issued_by_officer"),
                row.getString("issued_at_post"),
                row.getBoolean("replaced"));
    }
}
