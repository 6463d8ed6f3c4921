package org.homeward.people.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.homeward.access.Refusal;
import org.homeward.people.MachineReadableZone;
import org.homeward.people.UnreadableZone;
import org.homeward.people.ZoneFlaw;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /api/mrz}: what the machine readable zone of a document says, and what is wrong with it. */
@RestController
class MrzApi {

    private final MessageSource messages;
    private final Clock clock;

    MrzApi(MessageSource messages, Clock clock) {
        this.messages = messages;
        this.clock = clock;
    }

    record Pasted(
            @Schema(description = "the lines of the zone, as typed, pasted or scanned") @Nullable
            String mrz) {}

    /** What {@code POST /api/screening} takes has the same names here. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Zone(
            @Schema(description = "TD1, TD2, TD3, MRVA or MRVB")
            String format,

            @Schema(description = "passport, internal passport or other")
            String kind,

            String documentCode,
            @Nullable String issuer,
            @Nullable String document,

            @Schema(description = "in Latin letters; null in a Russian internal passport, whose letters are a code")
            @Nullable
            String name,

            @Schema(description = "in Cyrillic, out of a Russian internal passport") @Nullable
            String nativeName,

            @Nullable String surname,
            @Nullable String givenNames,
            @Nullable String nationality,

            @Schema(description = "1974-08-12, or 1974 where no more is known; null if unknown") @Nullable
            String born,

            @Schema(description = "no more than the year, or month and year, is known")
            boolean bornEstimated,

            String sex,
            @Nullable LocalDate expires,
            @Nullable String optional,
            boolean namesMayBeCut,
            @Schema(description = "nothing is wrong") boolean valid,
            List<Wrong> wrong) {}

    /** @param found the digit or characters in that place; {@code expected} the check digit that belongs there */
    record Wrong(
            @Schema(
                    description =
                            "documentCode, issuer, names, document, nationality, born, sex, expires, optional or composite")
            String field,

            @Schema(description = "checkDigit, characters, noDate, unknownCode or missing")
            String what,

            int line,
            int place,
            String found,
            @Nullable String expected,

            @Schema(description = "single characters, each of which, read otherwise, would explain it")
            List<ZoneFlaw.Misreading> misreadings,

            String sentence) {}

    @Operation(
            summary = "Read a machine readable zone",
            description = "ICAO Doc 9303. Answers with its fields, wrong check digits and the misreadings that would"
                    + " explain them.")
    @PostMapping("/api/mrz")
    Zone read(@RequestBody Pasted pasted) {
        try {
            return answer(MachineReadableZone.read(pasted.mrz() == null ? "" : pasted.mrz(), LocalDate.now(clock)));
        } catch (UnreadableZone unreadable) {
            throw new Refusal(unreadable.sentence(this::words), "mrz");
        }
    }

    private Zone answer(MachineReadableZone zone) {
        return new Zone(
                zone.format(),
                zone.kind(),
                zone.documentCode(),
                zone.issuer(),
                zone.number(),
                zone.latinName(),
                zone.nativeName(),
                zone.surname(),
                zone.givenNames(),
                zone.nationality(),
                zone.bornAsKnown(),
                zone.bornEstimated(),
                zone.sex(),
                zone.expires(),
                zone.optional(),
                zone.namesMayBeCut(),
                zone.flaws().isEmpty(),
                zone.flaws().stream().map(this::wrong).toList());
    }

    private Wrong wrong(ZoneFlaw flaw) {
        return new Wrong(
                flaw.field(),
                flaw.what(),
                flaw.line(),
                flaw.place(),
                flaw.found(),
                flaw.expected().isEmpty() ? null : flaw.expected(),
                flaw.misreadings(),
                flaw.sentence(this::words));
    }

    private String words(String key, Object... about) {
        return messages.getMessage(key, about, LocaleContextHolder.getLocale());
    }
}
