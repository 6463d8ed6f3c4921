package org.homeward.household;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Copies of documents: pictures and PDF files, made harmless before they are kept. */
@Component
public class Copies {

    /** In bytes. */
    public static final int LARGEST = 10 * 1024 * 1024;

    private static final int MOST = 20;

    private final JdbcClient jdbc;
    private final Documents documents;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final Audit audit;

    Copies(JdbcClient jdbc, Documents documents, Clock clock, CurrentOfficer officer, Audit audit) {
        this.jdbc = jdbc;
        this.documents = documents;
        this.clock = clock;
        this.officer = officer;
        this.audit = audit;
    }

    /** A copy without its content. @param kind {@code photo}, of the bearer, or {@code page} */
    public record Copy(
            long id,
            long documentId,
            String kind,
            String mediaType,
            int size,
            OffsetDateTime addedAt,
            String addedBy) {}

    /** A copy as it is sent. */
    public record Content(String mediaType, byte[] bytes) {}

    /** Those of a household, oldest first. */
    public List<Copy> of(long householdId) {
        return jdbc.sql("""
                select document_copy.id, document_id, document_copy.kind, media_type, length(content) as size, added_at,
                       added_by
                from document_copy
                join document on document.id = document_id
                join person on person.id = person_id
                where household_id = :id and withdrawn_at is null
                order by document_copy.id""").param("id", householdId).query(Copy.class).list();
    }

    /**
     * Keeps a copy of a document; the same one twice is kept once.
     *
     * @param kind {@code photo} or {@code page}
     * @throws UnfitCopy if it is too large, of another kind, broken, or does more than show something
     */
    @Transactional
    public void add(long householdId, long documentId, String kind, byte[] file) {
        Documents.OnRecord document = documents.one(householdId, documentId);
        if (!kind.equals("photo") && !kind.equals("page")) {
            throw new Refusal("Choose whether this is a photo of the bearer or a page.", "kind");
        }
        long there = of(householdId).stream()
                .filter(copy -> copy.documentId == documentId)
                .count();
        if (there >= MOST) {
            throw new UnfitCopy("tooMany", MOST);
        }
        Content safe = safe(file);
        if (kind.equals("photo") && safe.mediaType.equals("application/pdf")) {
            throw new UnfitCopy("photoIsPdf");
        }
        jdbc.sql("""
                insert into document_copy (document_id, kind, media_type, digest, content, added_at, added_by)
                values (:document, :kind, :type, :digest, :content, :now, :officer)
                on conflict (document_id, digest) do update set withdrawn_at = null, withdrawn_by = null""")
                .param("document", documentId)
                .param("kind", kind)
                .param("type", safe.mediaType)
                .param("digest", digest(safe.bytes))
                .param("content", safe.bytes)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("officer", officer.name())
                .update();
        audit.recordOfPerson("copy added", householdId, document.personId(), kind);
    }

    /**
     * Takes back a copy that was added by mistake: it is shown no more, and that it was there stays on record.
     *
     * @throws Refusal.NotFound if the document has no such copy
     */
    @Transactional
    public void withdraw(long householdId, long documentId, long copyId) {
        Documents.OnRecord document = documents.one(householdId, documentId);
        int withdrawn = jdbc.sql("""
                update document_copy set withdrawn_at = :now, withdrawn_by = :officer
                where id = :id and document_id = :document and withdrawn_at is null""")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("officer", officer.name())
                .param("id", copyId)
                .param("document", documentId)
                .update();
        if (withdrawn == 0) {
            throw new Refusal.NotFound("This document has no such copy.");
        }
        audit.recordOfPerson("copy withdrawn", householdId, document.personId(), "copy " + copyId);
    }

    /** Reads a copy; the reading is on record. @throws Refusal.NotFound if the document has no such copy */
    @Transactional
    public Content read(long householdId, long documentId, long copyId) {
        Documents.OnRecord document = documents.one(householdId, documentId);
        Content content = jdbc.sql(
                        "select media_type, content from document_copy where id = :id and document_id = :document and withdrawn_at is null")
                .param("id", copyId)
                .param("document", documentId)
                .query((row, number) -> new Content(row.getString("media_type"), row.getBytes("content")))
                .optional()
                .orElseThrow(() -> new Refusal.NotFound("This document has no such copy."));
        audit.recordOfPerson("copy read", householdId, document.personId(), "copy " + copyId);
        return content;
    }

    /** A copy of a paper about a child. */
    public record OfGuardianship(long id, long guardianshipId, String mediaType, String addedBy) {}

    /** The copies of the papers about a household's children, oldest first. */
    public List<OfGuardianship> ofGuardianships(long householdId) {
        return jdbc.sql("""
                select document_copy.id, guardianship_id, media_type, added_by
                from document_copy
                join guardianship on guardianship.id = guardianship_id
                join person on person.id = child_id
                where household_id = :id and document_copy.withdrawn_at is null order by document_copy.id""")
                .param("id", householdId)
                .query(OfGuardianship.class)
                .list();
    }

    void addOfGuardianship(long guardianshipId, byte[] file) {
        Content safe = safe(file);
        jdbc.sql("""
                insert into document_copy (guardianship_id, kind, media_type, digest, content, added_at, added_by)
                values (:paper, 'page', :type, :digest, :content, :now, :officer)""")
                .param("paper", guardianshipId)
                .param("type", safe.mediaType)
                .param("digest", digest(safe.bytes))
                .param("content", safe.bytes)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("officer", officer.name())
                .update();
    }

    void withdrawOfGuardianship(long guardianshipId, long copyId) {
        int withdrawn = jdbc.sql("""
                update document_copy set withdrawn_at = :now, withdrawn_by = :officer
                where id = :id and guardianship_id = :paper and withdrawn_at is null""")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("officer", officer.name())
                .param("id", copyId)
                .param("paper", guardianshipId)
                .update();
        if (withdrawn == 0) {
            throw new Refusal.NotFound("This paper has no such copy.");
        }
    }

    Content contentOfGuardianship(long guardianshipId, long copyId) {
        return jdbc.sql("""
                select media_type, content from document_copy
                where id = :id and guardianship_id = :paper and withdrawn_at is null""")
                .param("id", copyId)
                .param("paper", guardianshipId)
                .query((row, number) -> new Content(row.getString("media_type"), row.getBytes("content")))
                .optional()
                .orElseThrow(() -> new Refusal.NotFound("This paper has no such copy."));
    }

    /** The latest photo of a person, on whichever document. */
    public Optional<Content> photo(long personId) {
        return jdbc.sql("""
                select media_type, content from document_copy
                join document on document.id = document_id
                where person_id = :person and document_copy.kind = 'photo' and withdrawn_at is null
                order by document_copy.id desc limit 1""")
                .param("person", personId)
                .query((row, number) -> new Content(row.getString("media_type"), row.getBytes("content")))
                .optional();
    }

    /** What the file is says its beginning, not its name. */
    private static Content safe(byte[] file) {
        if (file.length == 0) {
            throw new UnfitCopy("empty");
        }
        if (file.length > LARGEST) {
            throw new UnfitCopy("tooLarge", LARGEST / 1024 / 1024);
        }
        if (begins(file, 0xFF, 0xD8, 0xFF)) {
            return new Content("image/jpeg", bounded(SafePicture.of(file, "jpeg")));
        }
        if (begins(file, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')) {
            return new Content("image/png", bounded(SafePicture.of(file, "png")));
        }
        if (begins(file, '%', 'P', 'D', 'F', '-')) {
            return new Content("application/pdf", bounded(SafePdf.of(file)));
        }
        throw new UnfitCopy("kind");
    }

    private static byte[] bounded(byte[] safe) {
        if (safe.length > 2 * LARGEST) {
            throw new UnfitCopy("tooLarge", LARGEST / 1024 / 1024);
        }
        return safe;
    }

    private static boolean begins(byte[] file, int... start) {
        for (int i = 0; i < start.length; i++) {
            if (i >= file.length || (file[i] & 0xFF) != start[i]) {
                return false;
            }
        }
        return true;
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
