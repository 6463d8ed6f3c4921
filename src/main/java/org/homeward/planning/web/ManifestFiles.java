package org.homeward.planning.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.homeward.contact.Letters;
import org.homeward.planning.AdvanceListFiles;
import org.homeward.planning.Manifests;
import org.homeward.planning.Manifests.Issue;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The manifest of a movement as a file, for officers on its page and for programs; the newest version unless one is named. */
@RestController
class ManifestFiles implements AdvanceListFiles {

    private static final String ABOUT =
            "Once it has gone out, with those you may know of, as you count its versions; reading"
                    + " it is on record. With 'for', a state's code or a delegation's name, its guests alone.";
    private static final String PDF = MediaType.APPLICATION_PDF_VALUE;
    private static final String CSV = "text/csv";
    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final String EDIFACT = "application/edifact";

    private final Manifests manifests;
    private final ManifestPaper paper;
    private final ManifestTable table;
    private final PaxList paxList;

    ManifestFiles(Manifests manifests, ManifestPaper paper, ManifestTable table, PaxList paxList) {
        this.manifests = manifests;
        this.paper = paper;
        this.table = table;
        this.paxList = paxList;
    }

    @Operation(summary = "The manifest on paper, for who leads the movement", description = ABOUT)
    @ApiResponse(responseCode = "200", content = @Content(mediaType = PDF, schema = @Schema(format = "binary")))
    @GetMapping({"/movements/{code}/manifest.pdf", "/api/movements/{code}/manifest.pdf"})
    ResponseEntity<byte[]> pdf(
            @PathVariable String code,
            @RequestParam(required = false) @Nullable Integer version,
            @RequestParam(name = "for", required = false) @Nullable String taker,
            Locale language) {
        Issue manifest = manifests.read(code, version, taker);
        return file(manifest, "pdf", PDF, paper.of(manifest, language));
    }

    @Operation(summary = "The manifest as CSV", description = ABOUT)
    @ApiResponse(responseCode = "200", content = @Content(mediaType = CSV, schema = @Schema(format = "binary")))
    @GetMapping({"/movements/{code}/manifest.csv", "/api/movements/{code}/manifest.csv"})
    ResponseEntity<byte[]> csv(
            @PathVariable String code,
            @RequestParam(required = false) @Nullable Integer version,
            @RequestParam(name = "for", required = false) @Nullable String taker,
            Locale language) {
        Issue manifest = manifests.read(code, version, taker);
        return file(manifest, "csv", CSV + ";charset=UTF-8", table.csv(manifest, language));
    }

    @Operation(summary = "The manifest as a workbook", description = ABOUT)
    @ApiResponse(responseCode = "200", content = @Content(mediaType = XLSX, schema = @Schema(format = "binary")))
    @GetMapping({"/movements/{code}/manifest.xlsx", "/api/movements/{code}/manifest.xlsx"})
    ResponseEntity<byte[]> xlsx(
            @PathVariable String code,
            @RequestParam(required = false) @Nullable Integer version,
            @RequestParam(name = "for", required = false) @Nullable String taker,
            Locale language) {
        Issue manifest = manifests.read(code, version, taker);
        return file(manifest, "xlsx", XLSX, table.xlsx(manifest, language));
    }

    @Operation(
            summary = "The manifest for border authorities and carriers, UN/EDIFACT PAXLST D.05B",
            description = ABOUT)
    @ApiResponse(responseCode = "200", content = @Content(mediaType = EDIFACT, schema = @Schema(format = "binary")))
    @GetMapping({"/movements/{code}/manifest.edi", "/api/movements/{code}/manifest.edi"})
    ResponseEntity<byte[]> edi(
            @PathVariable String code,
            @RequestParam(required = false) @Nullable Integer version,
            @RequestParam(name = "for", required = false) @Nullable String taker) {
        Issue manifest = manifests.read(code, version, taker);
        return file(manifest, "edi", EDIFACT, paxList.of(manifest));
    }

    /** In English, which border authorities read. */
    @Override
    public List<Letters.File> of(Issue list) {
        return List.of(
                new Letters.File(name(list, "pdf"), PDF, paper.of(list, Locale.ENGLISH)),
                new Letters.File(name(list, "edi"), EDIFACT, paxList.of(list)));
    }

    private static String name(Issue manifest, String ending) {
        String guests = manifest.taker() == null ? "" : "-" + manifest.taker();
        return "manifest-%s-v%d%s.%s".formatted(manifest.movement().code(), manifest.version(), guests, ending);
    }

    private static ResponseEntity<byte[]> file(Issue manifest, String ending, String type, byte[] content) {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(type))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name(manifest, ending), StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .body(content);
    }
}
