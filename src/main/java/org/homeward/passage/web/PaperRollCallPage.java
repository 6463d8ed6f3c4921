package org.homeward.passage.web;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.homeward.access.Paper;
import org.homeward.access.Refusal;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.passage.Checkpoint;
import org.homeward.passage.RollCall;
import org.homeward.passage.Scan;
import org.homeward.passage.Scans;
import org.homeward.passage.Verdict;
import org.springframework.context.MessageSource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/** The roll call of a whole movement on paper, for when all else fails, and its entry afterwards in one page. */
@Controller
class PaperRollCallPage {

    private static final Duration LONG_BEFORE = Duration.ofDays(365);

    private final Movements movements;
    private final RollCall rollCall;
    private final Scans scans;
    private final Clock clock;
    private final MessageSource messages;
    private final ITemplateEngine templates;

    PaperRollCallPage(
            Movements movements,
            RollCall rollCall,
            Scans scans,
            Clock clock,
            MessageSource messages,
            ITemplateEngine templates) {
        this.movements = movements;
        this.rollCall = rollCall;
        this.scans = scans;
        this.clock = clock;
        this.messages = messages;
        this.templates = templates;
    }

    @GetMapping("/movements/{code}/roll-call/paper.pdf")
    ResponseEntity<byte[]> print(@PathVariable String code, Locale language) {
        Movement movement = movements.named(code);
        Context context = new Context(language);
        context.setVariable("movement", movement);
        context.setVariable(
                "departs",
                DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", language)
                        .format(movement.departs().atOffset(ZoneOffset.UTC)));
        context.setVariable("stops", Checkpoint.of(movement.kind()));
        context.setVariable("parties", rollCall.parties(movement));
        context.setVariable("marks", rollCall.marks(movement));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .header("Cache-Control", "no-store")
                .body(Paper.print(templates.process("roll-call-paper", context)));
    }

    @GetMapping("/movements/{code}/roll-call/paper")
    String show(@PathVariable String code, Model model) {
        Movement movement = movements.named(code);
        model.addAttribute("movement", movement);
        model.addAttribute("stops", Checkpoint.of(movement.kind()));
        model.addAttribute("parties", rollCall.parties(movement));
        return "roll-call-entry";
    }

    /**
     * Counts as the paper says: everybody ticked at a checkpoint at the time given for it.
     *
     * @param entered {@code at-muster} and so on: times in UTC; {@code counted}: a person's number and the checkpoint,
     *     {@code 17:muster}
     */
    @PostMapping("/movements/{code}/roll-call/paper")
    String enter(
            @PathVariable String code,
            @RequestParam MultiValueMap<String, String> entered,
            Locale language,
            Model model,
            HttpServletResponse response,
            RedirectAttributes after) {
        Movement movement = movements.named(code);
        try {
            List<Verdict> verdicts = scans.take(read(movement, entered));
            tell(verdicts, language, after);
        } catch (Refusal refusal) {
            response.setStatus(422);
            model.addAttribute("refusal", refusal.sentence());
            model.addAttribute("entered", entered);
            return show(code, model);
        }
        after.addAttribute("code", movement.code());
        return "redirect:/movements/{code}/roll-call/paper";
    }

    private List<Scan> read(Movement movement, MultiValueMap<String, String> entered) {
        List<Scan> counted = new ArrayList<>();
        for (String tick : entered.getOrDefault("counted", List.of())) {
            String[] parts = tick.split(":", 2);
            Checkpoint there = Checkpoint.called(parts[parts.length - 1])
                    .filter(stop -> stop.isOn(movement.kind()))
                    .orElseThrow(() -> new Refusal("Choose a checkpoint on the roll call.", "counted"));
            counted.add(new Scan(
                    "paper-" + UUID.randomUUID(), parts[0], movement.code(), there, time(movement, entered, there)));
        }
        if (counted.isEmpty()) {
            throw new Refusal("Nobody is ticked. Tick whom the paper says to have been there.", "counted");
        }
        return counted;
    }

    private Instant time(Movement movement, MultiValueMap<String, String> entered, Checkpoint there) {
        String field = "at-" + there.word();
        String written = entered.getFirst(field);
        try {
            Instant at = written == null || written.isBlank()
                    ? Instant.MAX
                    : LocalDateTime.parse(written).toInstant(ZoneOffset.UTC);
            if (!at.isAfter(clock.instant()) && at.isAfter(movement.plannedAt().minus(LONG_BEFORE))) {
                return at;
            }
        } catch (DateTimeException e) {
            // said below
        }
        throw new Refusal(
                "Give the time at which people were counted at '" + there.word() + "'; it has passed.", field);
    }

    private void tell(List<Verdict> verdicts, Locale language, RedirectAttributes after) {
        long taken = verdicts.stream().filter(verdict -> verdict.why() == null).count();
        after.addFlashAttribute("notice", messages.getMessage("passage.counted", new Object[] {taken}, language));
        List<String> whys = verdicts.stream()
                .flatMap(verdict -> Stream.ofNullable(verdict.worded().why()))
                .toList();
        if (!whys.isEmpty()) {
            after.addFlashAttribute(
                    "refusal",
                    messages.getMessage("passage.notCounted", new Object[] {whys.size()}, language) + " "
                            + String.join(" ", whys.stream().distinct().toList()));
        }
    }
}
