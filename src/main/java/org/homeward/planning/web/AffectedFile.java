package org.homeward.planning.web;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.homeward.access.SafeCsv;
import org.homeward.planning.Affected;
import org.homeward.planning.ChangedHouseholds;
import org.homeward.planning.LastLooks;
import org.homeward.situation.SituationChange;
import org.homeward.situation.SituationChanges;
import org.springframework.context.MessageSource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** All households that a reported change would affect, as it was last looked at, or that a change met, for spreadsheets. */
@RestController
class AffectedFile {

    private static final List<String> OF_A_LOOK = List.of(
            "column.case",
            "column.persons",
            "column.movement",
            "situation.householdFate",
            "situation.householdInstead",
            "column.departs",
            "situation.hoursLater",
            "situation.keepsUntil");

    private static final List<String> OF_WHAT_WAS_MADE = List.of(
            "column.case",
            "column.persons",
            "column.movement",
            "situation.become",
            "column.stage",
            "situation.wayNow",
            "column.departs");

    private final SituationChanges changes;
    private final LastLooks looks;
    private final ChangedHouseholds met;
    private final MessageSource texts;

    AffectedFile(SituationChanges changes, LastLooks looks, ChangedHouseholds met, MessageSource texts) {
        this.changes = changes;
        this.looks = looks;
        this.met = met;
        this.texts = texts;
    }

    /** Before it is made, those of the last look; then those whom it met, and what has become of them. */
    @GetMapping("/situation/{id}/households.csv")
    ResponseEntity<byte[]> csv(@PathVariable long id, Locale language) {
        return changes.get(id).wasMade()
                ? file(id, OF_WHAT_WAS_MADE, met.of(id), household -> cells(household, language), language)
                : file(id, OF_A_LOOK, looks.households(id), household -> cells(household, language), language);
    }

    private Object[] cells(Affected household, Locale language) {
        return new Object[] {
            household.caseNumber(),
            household.persons(),
            household.movement(),
            text("situation.householdFate." + household.fate(), language),
            way(household.instead()),
            household.departs(),
            household.hoursLater() == null ? null : Math.round(10 * household.hoursLater()) / 10d,
            household.keepsUntil()
        };
    }

    private Object[] cells(ChangedHouseholds.Line household, Locale language) {
        return new Object[] {
            household.caseNumber(),
            household.persons(),
            household.movement(),
            text("situation.outcome." + household.became(), language),
            text("stage." + household.stage().replace(' ', '-'), language),
            way(household.way()),
            household.departs()
        };
    }

    private static String way(List<String> codes) {
        return String.join(" → ", codes);
    }

    /** Cells that would be formulas are made plain text. */
    private <T> ResponseEntity<byte[]> file(
            long id, List<String> headings, List<T> households, Function<T, Object[]> cells, Locale language) {
        StringWriter out = new StringWriter();
        try {
            SafeCsv csv = SafeCsv.forPeople(out);
            csv.line(headings.stream().map(heading -> text(heading, language)).toArray());
            for (T household : households) {
                csv.line(cells.apply(household));
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
