package org.homeward.registration.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.homeward.access.Refusal;
import org.homeward.registration.Corrections;
import org.homeward.registration.Imports;
import org.homeward.registration.list.UnreadableList;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartRequest;

/** Lists for programs. */
@RestController
class ImportApi {

    private final Imports imports;
    private final Corrections corrections;
    private final Sentences sentences;

    ImportApi(Imports imports, Corrections corrections, Sentences sentences) {
        this.imports = imports;
        this.corrections = corrections;
        this.sentences = sentences;
    }

    /** The import's id. */
    record Begun(UUID id) {}

    @Operation(
            summary = "Bring in an embassy's list",
            description = "An .xlsx or .csv file. It is read in the background: ask for the import until it is done.")
    @PostMapping(path = "/api/imports", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Begun take(@RequestPart("file") MultipartFile file, @Parameter(hidden = true) MultipartRequest request)
            throws IOException {
        if (request.getFiles("file").size() > 1) {
            throw new Refusal(sentences.of("imports.refused.several"), "file");
        }
        try {
            String name = file.getOriginalFilename();
            return new Begun(imports.take(name == null ? "" : name, file.getBytes()));
        } catch (UnreadableList e) {
            throw new Refusal(sentences.of(e), "file");
        }
    }

    @Operation(
            summary = "How far an import is",
            description = "rows = persons + knownAlready + corrections + blank + totals + headings once it is done.")
    @GetMapping("/api/imports/{id}")
    Answer progress(@PathVariable UUID id) {
        Imports.Progress progress = imports.progress(id);
        Imports.Counts counts = progress.counts();
        String failure = progress.file().failure();
        return new Answer(
                progress.file().state(),
                progress.file().done(),
                progress.file().rows(),
                counts.persons(),
                counts.households(),
                counts.blank(),
                counts.totals(),
                counts.headings(),
                corrections.rows(id).stream()
                        .map(row -> new Correction(row.number(), sentences.of(row.flaws(), row.written())))
                        .toList(),
                counts.knownAlready(),
                progress.file().otherSheets(),
                failure == null ? null : sentences.ofFailure(failure, List.of()));
    }

    @Operation(
            summary = "What has become of each row",
            description = "Every row below the headings that says something, with the case and the person it made.")
    @GetMapping("/api/imports/{id}/rows")
    List<Row> rows(@PathVariable UUID id) {
        return imports.rows(id).stream()
                .map(row -> new Row(
                        row.row(),
                        row.outcome(),
                        row.family(),
                        row.caseNumber(),
                        row.person(),
                        sentences.notes(row.doubts())))
                .toList();
    }

    /**
     * @param state {@code running}, {@code done} or {@code failed}
     * @param rows below the headings
     * @param headings rows that repeat the headings, and notes
     * @param otherSheets sheets of the workbook that were not read
     * @param failure why it failed
     */
    @Schema(name = "Import")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Answer(
            String state,
            int done,
            int rows,
            int persons,
            int households,
            int blank,
            int totals,
            int headings,
            List<Correction> corrections,
            int knownAlready,
            List<String> otherSheets,
            @Nullable String failure) {}

    /**
     * @param row as in the spreadsheet, from 1
     * @param outcome {@code waiting}, {@code imported}, {@code known}, {@code correction}, {@code corrected}, {@code total}
     *     or {@code heading}
     * @param family its number on the list
     * @param person the id of the person it made
     * @param notes what was not understood and is kept as a remark
     */
    @Schema(name = "RowOfImport")
    record Row(
            int row,
            String outcome,
            @Nullable String family,
            @Nullable String caseNumber,
            @Nullable Long person,
            List<String> notes) {}

    /** @param row as in the spreadsheet, from 1 */
    record Correction(int row, String reason) {}
}
