package org.homeward.vetting.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.homeward.access.Refusal;
import org.homeward.access.Wording;
import org.homeward.audit.Audit;
import org.homeward.people.Traits;
import org.homeward.vetting.watchlist.BatchScreening;
import org.homeward.vetting.watchlist.Question;
import org.homeward.vetting.watchlist.Screening;
import org.homeward.vetting.watchlist.Screening.Match;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Screening for programs: is this person on a list? */
@RestController
class ScreeningApi {

    private static final int MOST_BYTES = 64 << 20;
    private static final int SHOWN = 10;

    private final Screening screening;
    private final BatchScreening batches;
    private final MessageSource messages;
    private final Audit audit;
    private final Clock clock;

    ScreeningApi(Screening screening, BatchScreening batches, MessageSource messages, Audit audit, Clock clock) {
        this.screening = screening;
        this.batches = batches;
        this.messages = messages;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @param hit whether an officer should look, at any of the hits
     * @param lists with which the person was compared: {@code un}, {@code ofac}, {@code national}
     * @param warning that there was no list at all
     */
    @Schema(name = "Screened")
    record Answer(boolean hit, List<String> lists, @Nullable String warning, List<Hit> hits) {}

    /**
     * @param list {@code un}, {@code ofac} or {@code national}
     * @param entry what the list calls it
     * @param score from 0 to 1
     * @param hit whether an officer should look
     * @param reasons in words, the weightiest first
     */
    record Hit(String list, String entry, String matchedName, double score, boolean hit, List<String> reasons) {}

    @Operation(
            summary = "Look a person up on the watch-lists",
            description = "All but a name may be missing. Answers the likest entries, hits first, at most ten;"
                    + " hit tells whether an officer should look, lists with which lists the person was compared.")
    @PostMapping(path = "/api/screening", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer one(@RequestBody Question asked, Locale language) {
        Traits person = asked.traits(LocalDate.now(clock), problem -> {
            throw problem;
        });
        screening.refresh();
        List<Hit> hits = screening.matches(person).stream()
                .limit(SHOWN)
                .map(match -> hit(match, language))
                .toList();
        boolean any = hits.stream().anyMatch(Hit::hit);
        audit.recordOf("screened", "one person", any ? "hit" : "no hit");
        return new Answer(any, screening.lists(), warning(), hits);
    }

    private @Nullable String warning() {
        return screening.lists().isEmpty() ? Wording.of(Screening.NO_LIST) : null;
    }

    private Hit hit(Match match, Locale language) {
        return new Hit(
                match.list(),
                match.entry(),
                match.matchedName(),
                Math.round(match.likeness().score() * 1000) / 1000.0,
                match.hit(),
                match.likeness().reasons().stream()
                        .map(reason -> messages.getMessage(reason, language))
                        .toList());
    }

    @Operation(
            summary = "Look many people up on the watch-lists",
            description =
                    "CSV with a heading: name (or full_name), nativeName, born (or date_of_birth), sex (or gender),"
                            + " nationality, document; at most 100,000 rows. Each row comes back in order with hit, score, list,"
                            + " entry, matched_name, and problem: what of the row was not understood and so not compared.")
    @PostMapping("/api/screening/batch")
    void many(HttpServletRequest request, HttpServletResponse response) throws IOException {
        answer(request.getInputStream(), response);
    }

    @PostMapping(path = "/api/screening/batch", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    void file(@RequestPart("file") MultipartFile file, HttpServletResponse response) throws IOException {
        answer(file.getInputStream(), response);
    }

    private void answer(InputStream csv, HttpServletResponse response) throws IOException {
        byte[] rows = csv.readNBytes(MOST_BYTES + 1);
        if (rows.length > MOST_BYTES) {
            throw new Refusal("The file is too large: at most 64 MB are taken.", "file");
        }
        BatchScreening.Batch batch = batches.take(rows);
        audit.recordOf("screened", "rows", null);
        response.setContentType("text/csv;charset=UTF-8");
        batch.answer(response.getOutputStream());
    }
}
