package org.homeward.registration;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.registration.list.EmbassyList;
import org.homeward.registration.list.Flaw;
import org.homeward.registration.list.UnreadableList;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Embassies' lists on their way in. A file is kept first and read afterwards, in the background and in small steps, so
 * that a crash loses nothing and repeats nothing.
 */
@Component
public class Imports {

    private static final int DOUBTFUL_ON_A_PAGE = 200;
    private static final String DOUBTFUL = """
            row.doubts is not null and (outcome in ('imported', 'corrected')
                                        or outcome = 'known' and (not household.restricted or :cleared))""";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final Audit audit;
    private final ImportWork work;
    private final ImportsInBackground background;

    Imports(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            Clock clock,
            CurrentOfficer officer,
            Audit audit,
            ImportWork work,
            ImportsInBackground background) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
        this.officer = officer;
        this.audit = audit;
        this.work = work;
        this.background = background;
    }

    /**
     * Keeps a file and begins to read it.
     *
     * @return the import's id
     * @throws UnreadableList if it is no list at all; then it is not kept
     */
    public UUID take(String fileName, byte[] content) {
        EmbassyList list = EmbassyList.open(content);
        UUID id = UUID.randomUUID();
        transaction.executeWithoutResult(status -> {
            jdbc.sql("""
                    insert into import (id, file_name, content, digest, officer, started_at, other_sheets)
                    values (:id, :fileName, :content, :digest, :officer, :now, :otherSheets)""")
                    .param("id", id)
                    .param("fileName", shortened(fileName))
                    .param("content", content)
                    .param("digest", digest(content))
                    .param("officer", officer.name())
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .param("otherSheets", list.otherSheets().toArray(String[]::new))
                    .update();
            audit.recordOf("import", id.toString(), null);
        });
        background.begin(id);
        return id;
    }

    /** Works on an import in this thread, beside whoever else does, until it is no longer running. */
    public void finish(UUID id) {
        work.finish(id);
    }

    /** How far an import is. @throws Refusal if there is no such import */
    public Progress progress(UUID id) {
        Import found = find(id);
        Counts counts = jdbc.sql("""
                select count(*) filter (where outcome in ('imported', 'corrected')) as persons,
                       count(distinct household_id) filter (where outcome in ('imported', 'corrected')) as households,
                       count(*) filter (where outcome = 'blank') as blank,
                       count(*) filter (where outcome = 'total') as totals,
                       count(*) filter (where outcome = 'heading') as headings,
                       count(*) filter (where outcome = 'known') as known_already
                from import_row where import_id = :id""").param("id", id).query(Counts.class).single();
        return new Progress(found, counts, corrections(id));
    }

    /** The latest imports, the newest first. */
    public List<Import> latest() {
        return jdbc.sql(Import.COLUMNS + " order by started_at desc, id limit 50")
                .query(Imports::read)
                .list();
    }

    /** The rows listed for correction, in order. */
    public List<Correction> corrections(UUID id) {
        return jdbc.sql("""
                select row_number, reason from import_row
                where import_id = :id and outcome = 'correction' order by row_number""")
                .param("id", id)
                .query((row, number) -> new Correction(row.getInt("row_number"), Flaw.read(row.getString("reason"))))
                .list();
    }

    /** What has become of each row that says something, in order; a restricted case is not named to who is not cleared. */
    public List<Became> rows(UUID id) {
        find(id);
        return rows(id, "outcome <> 'blank'", "row_number", Integer.MAX_VALUE);
    }

    /** The first rows that an officer should look at, those first whose case has ended: not understood in full, or of somebody known who says more now. */
    public List<Became> doubtful(UUID id) {
        return rows(id, DOUBTFUL, "doubts like '%family.ended%' desc, row_number", DOUBTFUL_ON_A_PAGE);
    }

    /** How many more of them there are than {@link #doubtful} gives. */
    public int moreDoubtful(UUID id) {
        int all = jdbc.sql("""
                select count(*) from import_row row left join person on person.id = row.person_id
                  left join household on household.id = coalesce(person.household_id, row.household_id)
                where import_id = :id and\s""" + DOUBTFUL)
                .param("id", id)
                .param("cleared", officer.cleared())
                .query(Integer.class)
                .single();
        return Math.max(0, all - DOUBTFUL_ON_A_PAGE);
    }

    private List<Became> rows(UUID id, String which, String order, int limit) {
        return jdbc.sql("""
                select row.row_number, row.outcome, row.family,
                       case when outcome in ('imported', 'corrected')
                              or outcome = 'known' and (not household.restricted or :cleared) then row.doubts end as doubts,
                       case when not household.restricted or :cleared then household.case_number end as case_number,
                       case when not household.restricted or :cleared then row.person_id end as person
                from import_row row left join person on person.id = row.person_id
                  left join household on household.id = coalesce(person.household_id, row.household_id)
                where import_id = :id and\s""" + which + " order by " + order + " limit :limit")
                .param("id", id)
                .param("cleared", officer.cleared())
                .param("limit", limit)
                .query((row, number) -> new Became(
                        row.getInt("row_number"),
                        row.getString("outcome"),
                        row.getString("family"),
                        row.getString("case_number"),
                        row.getObject("person", Long.class),
                        row.getString("doubts") == null ? List.of() : Flaw.read(row.getString("doubts"))))
                .list();
    }

    private Import find(UUID id) {
        return jdbc.sql(Import.COLUMNS + " where id = :id")
                .param("id", id)
                .query(Imports::read)
                .optional()
                .orElseThrow(() -> new Refusal.NotFound("There is no such import. Look at the list of imports."));
    }

    private static Import read(ResultSet row, int number) throws SQLException {
        return new Import(
                row.getObject("id", UUID.class),
                row.getString("file_name"),
                row.getString("officer"),
                row.getTimestamp("started_at").toInstant(),
                row.getString("state"),
                row.getString("failure"),
                List.of((String[]) row.getArray("other_sheets").getArray()),
                row.getInt("row_count"),
                row.getInt("done"));
    }

    private static String shortened(String fileName) {
        String name =
                PlainText.of(fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1));
        return name.isEmpty() ? "list" : name.substring(0, Math.min(name.length(), 200));
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A file that came in.
     *
     * @param state {@code running}, {@code done} or {@code failed}
     * @param failure why it failed: see {@link UnreadableList#why}
     * @param otherSheets sheets that were not read
     * @param rows how many rows the list has below its headings; 0 until all have been read
     * @param done how many of them are dealt with
     */
    public record Import(
            UUID id,
            String fileName,
            String officer,
            Instant startedAt,
            String state,
            @Nullable String failure,
            List<String> otherSheets,
            int rows,
            int done) {

        private static final String COLUMNS = """
                select id, file_name, officer, started_at, state, failure, other_sheets, row_count, done from import""";

        public boolean running() {
            return state.equals("running");
        }
    }

    /**
     * What has become of the rows.
     *
     * @param persons registered, corrected rows included
     * @param households that they belong to
     * @param totals lines of totals
     * @param headings headings repeated, and notes
     * @param knownAlready persons who had come with an earlier list
     */
    public record Counts(int persons, int households, int blank, int totals, int headings, int knownAlready) {}

    /** How far an import is. */
    public record Progress(Import file, Counts counts, List<Correction> corrections) {}

    /**
     * What has become of a row.
     *
     * @param outcome {@code waiting}, {@code imported}, {@code known}, {@code correction}, {@code corrected}, {@code total}
     *     or {@code heading}
     * @param family its number on the list
     * @param person the id of the person it made
     * @param doubts what was not understood, or not in full, and is kept as a remark
     */
    public record Became(
            int row,
            String outcome,
            @Nullable String family,
            @Nullable String caseNumber,
            @Nullable Long person,
            List<Flaw> doubts) {}

    /** A row that somebody has to correct. @param row as in the spreadsheet, from 1 */
    public record Correction(int row, List<Flaw> flaws) {}
}
