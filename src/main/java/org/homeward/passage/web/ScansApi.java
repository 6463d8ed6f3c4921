package org.homeward.passage.web;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.swagger.v3.oas.annotations.Operation;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.homeward.access.Refusal;
import org.homeward.passage.Checkpoint;
import org.homeward.passage.Floods;
import org.homeward.passage.Scan;
import org.homeward.passage.Scans;
import org.homeward.passage.Verdict;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Scans from devices: a batch in any order, each taken once by its id, each with its own answer. */
@RestController
class ScansApi {

    private static final int MOST = 1000;
    private static final int LONGEST = 100;
    private static final Instant FIRST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");
    private static final String CHECKPOINTS =
            Arrays.stream(Checkpoint.values()).map(Checkpoint::word).collect(Collectors.joining(", "));

    private final Scans scans;
    private final Floods floods;

    ScansApi(Scans scans, Floods floods) {
        this.scans = scans;
        this.floods = floods;
    }

    /**
     * A scan as sent.
     *
     * @param id the client's own, at most 100 characters; the same scan sent again has the same id
     * @param device the client's own name for the device, at most 100 characters; may be left out
     * @param sequence which of this device's scans it is, from 1; may be left out
     * @param person the person's number, as in {@code GET /api/households/{caseNumber}}
     * @param token instead of that: the person's token, or the token or short code of the pass of a household of one
     * @param movement the movement's code
     * @param checkpoint muster, convoy boarding, border exit, border entry, check-in, flight boarding, landing or
     *     reception
     * @param at when, ISO 8601 with an offset, such as {@code 2013-01-22T06:30:00Z}
     * @param sentAt what the same clock says now, as it is sent, within the years 1900 to 2200; by it the clock is corrected; may be left
     *     out
     */
    @JsonIgnoreProperties(ignoreUnknown = true) // a device may say more than is asked: nobody is left uncounted for it
    record Sent(
            @Nullable String id,
            @Nullable String device,
            @Nullable String sequence,
            @Nullable String person,
            @Nullable String token,
            @Nullable String movement,
            @Nullable String checkpoint,
            @Nullable String at,
            @Nullable String sentAt) {}

    @Operation(
            summary = "Send in scans",
            description =
                    "At most 1000 at once, in any order. If one is malformed, none is taken; one that contradicts what"
                            + " is known is kept and answered so; one with an id that was taken before counts once. One that"
                            + " could not be taken just now is left without an answer: send it again. A device or officer"
                            + " that sends more than anybody can count is answered with 429, and none is taken.")
    @PostMapping("/api/scans")
    List<Verdict> take(@RequestBody List<@Nullable Sent> sent) {
        if (sent.size() > MOST) {
            throw new Refusal("At most " + MOST + " scans are taken at once. Send them in several batches.");
        }
        List<Scan> batch = new ArrayList<>();
        for (Sent scan : sent) {
            batch.add(read(scan, "[" + batch.size() + "]"));
        }
        floods.admit(batch);
        return scans.take(batch).stream().map(Verdict::worded).toList();
    }

    private static Scan read(@Nullable Sent sent, String where) {
        if (sent == null) {
            throw new Refusal("Scan " + where + " is empty.", where);
        }
        boolean byToken = sent.person() == null && sent.token() != null;
        if (sent.person() != null && sent.token() != null) {
            throw new Refusal(
                    "'" + where + ".person' and '" + where + ".token' are both there: send one of them.", where);
        }
        return new Scan(
                text(sent.id(), where + ".id"),
                sent.device() == null ? null : text(sent.device(), where + ".device"),
                sequence(sent.sequence(), where + ".sequence"),
                byToken ? text(sent.token(), where + ".token") : text(sent.person(), where + ".person"),
                byToken,
                text(sent.movement(), where + ".movement"),
                checkpoint(text(sent.checkpoint(), where + ".checkpoint"), where + ".checkpoint"),
                instant(text(sent.at(), where + ".at"), where + ".at"),
                sent.sentAt() == null ? null : sentAt(text(sent.sentAt(), where + ".sentAt"), where + ".sentAt"));
    }

    /** What was counted by a clock that cannot be is kept, as a conflict; nothing is corrected by such a clock. */
    private static Instant sentAt(String written, String field) {
        Instant at = instant(written, field);
        if (at.isBefore(FIRST) || !at.isBefore(LAST)) {
            throw new Refusal(
                    "'" + field + "' is not between the years 1900 and 2200. Set the clock of the device right.",
                    field);
        }
        return at;
    }

    private static @Nullable Long sequence(@Nullable String written, String field) {
        if (written == null) {
            return null;
        }
        if (!written.matches("[1-9]\\d{0,17}")) {
            throw new Refusal("'" + field + "' is no whole number from 1.", field);
        }
        return Long.valueOf(written);
    }

    private static String text(@Nullable String value, String field) {
        if (value == null || value.isBlank()) {
            throw new Refusal("'" + field + "' is missing.", field);
        }
        if (value.length() > LONGEST) {
            throw new Refusal("'" + field + "' is longer than " + LONGEST + " characters.", field);
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new Refusal("'" + field + "' contains characters that cannot be printed.", field);
        }
        return value.strip();
    }

    private static Checkpoint checkpoint(String word, String field) {
        return Checkpoint.called(word)
                .orElseThrow(
                        () -> new Refusal("'" + field + "' is no checkpoint. There are: " + CHECKPOINTS + ".", field));
    }

    private static Instant instant(String written, String field) {
        try {
            OffsetDateTime at = OffsetDateTime.parse(written);
            if (at.getYear() >= 1 && at.getYear() <= 9999) { // a clock gone wrong is kept, as a conflict
                return at.toInstant();
            }
        } catch (DateTimeException e) {
            // said below
        }
        throw new Refusal("'" + field + "' is no time with an offset, such as 2013-01-22T06:30:00Z.", field);
    }
}
