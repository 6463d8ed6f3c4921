package org.homeward.desk;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SequenceWriter;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.homeward.access.SafeCsv;
import org.homeward.desk.Accounting.Account;
import org.homeward.desk.Accounting.Expected;
import org.homeward.desk.Accounting.Seen;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where everybody is, for programs and spreadsheets: one row for each person, written as it is read. */
@RestController
class AccountingApi {

    private static final Object[] COLUMNS = {
        "caseNumber",
        "person",
        "name",
        "latinName",
        "stage",
        "endReason",
        "governorate",
        "whereabouts",
        "lastCheckpoint",
        "lastMovement",
        "lastSeen",
        "countedBy",
        "nextCheckpoint",
        "nextMovement",
        "nextBy",
        "overdueSince",
        "reason",
        "scansThatDoNotFit"
    };

    private final Accounting accounting;
    private final ObjectMapper json;

    AccountingApi(Accounting accounting, ObjectMapper json) {
        this.accounting = accounting;
        this.json = json;
    }

    @Operation(
            summary = "Where everybody is",
            description =
                    "One row for each person registered: where they were last seen, by whom counted, when; where they"
                            + " are expected next and whether they are overdue there.")
    @GetMapping(value = "/api/accounting", produces = MediaType.APPLICATION_JSON_VALUE)
    void json(HttpServletResponse response) throws IOException {
        accounting.recordReading();
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        SequenceWriter rows = json.writer().writeValuesAsArray(response.getOutputStream());
        accounting.each(account -> write(rows, account));
        rows.close(); // only now: what breaks off must not look whole
    }

    @Operation(summary = "Where everybody is, as a table")
    @GetMapping(
            value = {"/api/accounting", "/api/accounting.csv"},
            produces = "text/csv")
    void csv(HttpServletResponse response) throws IOException {
        write(SafeCsv.forPrograms(begin(response)));
        response.flushBuffer();
    }

    /** The same for a person's spreadsheet program. */
    @GetMapping("/accounted-for/everybody.csv")
    void file(HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"accounted-for.csv\"");
        write(SafeCsv.forPeople(begin(response)));
        response.flushBuffer();
    }

    private void write(SafeCsv rows) throws IOException {
        accounting.recordReading();
        rows.line(COLUMNS);
        accounting.each(account -> write(rows, account));
    }

    private static Writer begin(HttpServletResponse response) throws IOException {
        response.setContentType("text/csv");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        return response.getWriter();
    }

    private static void write(SequenceWriter rows, Account account) {
        try {
            rows.write(account);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(SafeCsv rows, Account account) {
        Seen last = account.last();
        Expected next = account.next();
        try {
            rows.line(
                    account.caseNumber(),
                    account.person(),
                    account.name(),
                    account.latinName(),
                    account.stage(),
                    account.endReason(),
                    account.governorate(),
                    account.whereabouts(),
                    last == null ? null : last.checkpoint(),
                    last == null ? null : last.movement(),
                    last == null ? null : last.at(),
                    last == null ? null : last.by(),
                    last == null ? null : last.device(),
                    next == null ? null : next.checkpoint(),
                    next == null ? null : next.movement(),
                    next == null ? null : next.by(),
                    account.overdue(),
                    account.reason(),
                    account.conflicts());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
