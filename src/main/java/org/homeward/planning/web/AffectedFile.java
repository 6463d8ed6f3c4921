package org.homeward.planning.web;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.homeward.access.SafeCsv;
import org.homeward.planning.Affected;
import org.homeward.planning.LastLooks;
import org.homeward.situation.SituationChange;
import org.springframework.context.MessageSource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** All households that a reported change would affect, as it was last looked at, for spreadsheets. */
@RestController
class AffectedFile {

    private static final List<String> HEADINGS = List.of(
            "column.case",
            "column.persons",
            "column.movement",
            "situation.householdFate",
            "situation.householdInstead",
            "column.departs",
            "situation.hoursLater",
            "situation.keepsUntil");

    private final LastLooks looks;
    private final MessageSource texts;

    AffectedFile(LastLooks looks, MessageSource texts) {
        this.looks = looks;
        this.texts = texts;
    }

    /** Cells that would be formulas are made plain text. */
    @GetMapping("/situation/{id}/households.csv")
    ResponseEntity<byte[]> csv(@PathVariable long id, Locale language) {
        List<Affected> households = looks.households(id);
        StringWriter out = new StringWriter();
        try {
            SafeCsv csv = SafeCsv.forPeople(out);
            csv.line(HEADINGS.stream().map(heading -> text(heading, language)).toArray());
            for (Affected household : households) {
                csv.line(
                        household.caseNumber(),
                        household.persons(),
                        household.movement(),
                        text("situation.householdFate." + household.fate(), language),
                        String.join(" → ", household.instead()),
                        household.departs(),
                        household.hoursLater() == null ? null : Math.round(10 * household.hoursLater()) / 10d,
                        household.keepsUntil());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/csv;charset=UTF-8"))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(SituationChange.name(id) + "-households.csv")
                                .build()
                                .toString())
                .body(out.toString().getBytes(StandardCharsets.UTF_8));
    }

    private String text(String key, Locale language) {
        return texts.getMessage(key, null, language);
    }
}
