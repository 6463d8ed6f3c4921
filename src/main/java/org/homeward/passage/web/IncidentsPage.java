package org.homeward.passage.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.function.Consumer;
import org.homeward.access.Refusal;
import org.homeward.passage.Checkpoint;
import org.homeward.passage.Incidents;
import org.homeward.passage.Transfers;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What officers note on the roll call of what has happened to people on the way. */
@Controller
class IncidentsPage {

    private final Incidents incidents;
    private final Transfers transfers;
    private final MessageSource messages;

    IncidentsPage(Incidents incidents, Transfers transfers, MessageSource messages) {
        this.incidents = incidents;
        this.transfers = transfers;
        this.messages = messages;
    }

    @PostMapping("/movements/{code}/roll-call/incidents")
    String note(
            @PathVariable String code,
            @RequestParam String checkpoint,
            @RequestParam(required = false) @Nullable Long person,
            @RequestParam(defaultValue = "") String incident,
            Locale language,
            RedirectAttributes after) {
        return noted(
                code,
                checkpoint,
                "convoy.incident.noted",
                language,
                after,
                here -> incidents.note(code, here, chosen(person, "person"), incident));
    }

    @PostMapping("/movements/{code}/roll-call/deaths")
    String died(
            @PathVariable String code,
            @RequestParam String checkpoint,
            @RequestParam(required = false) @Nullable Long person,
            @RequestParam(defaultValue = "") String at,
            @RequestParam(defaultValue = "") String saidBy,
            Locale language,
            RedirectAttributes after) {
        return noted(
                code,
                checkpoint,
                "convoy.died.noted",
                language,
                after,
                here -> incidents.died(code, here, chosen(person, "person"), time(at), saidBy));
    }

    @PostMapping("/movements/{code}/roll-call/births")
    String born(
            @PathVariable String code,
            @RequestParam String checkpoint,
            @RequestParam(required = false) @Nullable Long mother,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String sex,
            Locale language,
            RedirectAttributes after) {
        return noted(
                code,
                checkpoint,
                "convoy.born.noted",
                language,
                after,
                here -> incidents.born(code, here, chosen(mother, "mother"), name, sex));
    }

    /** @param decision {@code moves}: they travel on with this one; else they are taken off */
    @PostMapping("/movements/{code}/roll-call/found")
    String found(
            @PathVariable String code,
            @RequestParam String checkpoint,
            @RequestParam(defaultValue = "") String given,
            @RequestParam(required = false) @Nullable String withPerson,
            @RequestParam(required = false) @Nullable String agreedBy,
            @RequestParam(defaultValue = "") String decision,
            Locale language,
            RedirectAttributes after) {
        return decision.equals("moves")
                ? noted(
                        code,
                        checkpoint,
                        "convoy.found.moved",
                        language,
                        after,
                        here -> transfers.takeAlong(code, here, given, withPerson, agreedBy))
                : noted(
                        code,
                        checkpoint,
                        "convoy.found.off",
                        language,
                        after,
                        here -> transfers.takeOff(code, here, given));
    }

    private String noted(
            String code,
            String checkpoint,
            String notice,
            Locale language,
            RedirectAttributes after,
            Consumer<Checkpoint> note) {
        try {
            note.accept(Checkpoint.called(checkpoint)
                    .orElseThrow(() -> new Refusal("Choose a checkpoint on the roll call.", "checkpoint")));
            after.addFlashAttribute("notice", messages.getMessage(notice, null, language));
        } catch (Refusal.NotFound notThere) {
            throw notThere;
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
        }
        after.addAttribute("code", code);
        after.addAttribute("checkpoint", checkpoint);
        return "redirect:/movements/{code}/roll-call";
    }

    private static long chosen(@Nullable Long person, String field) {
        if (person == null) {
            throw new Refusal("Choose whom it is about.", field);
        }
        return person;
    }

    private static @Nullable Instant time(String written) {
        try {
            return written.isBlank() ? null : LocalDateTime.parse(written).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new Refusal("The time cannot be read: choose a day and a time.", "at");
        }
    }
}
