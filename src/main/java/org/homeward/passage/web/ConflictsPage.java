package org.homeward.passage.web;

import java.util.List;
import java.util.Locale;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.passage.Conflicts;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Scans that do not fit, of a household, of a movement or of all: see why, and decide on some of them. */
@Controller
class ConflictsPage {

    private final Conflicts conflicts;
    private final MessageSource messages;

    ConflictsPage(Conflicts conflicts, MessageSource messages) {
        this.conflicts = conflicts;
        this.messages = messages;
    }

    @GetMapping("/scans/conflicts")
    String show(
            @RequestParam(name = "household", required = false) @Nullable String writtenHousehold,
            @RequestParam(name = "movement", required = false) @Nullable String writtenMovement,
            Model model) {
        String household = PlainText.orNull(writtenHousehold);
        String movement = PlainText.orNull(writtenMovement);
        model.addAttribute("household", household);
        model.addAttribute("movement", movement);
        model.addAttribute("conflicts", conflicts.open(household, movement));
        model.addAttribute("decisions", Conflicts.DECISIONS);
        return "conflicts";
    }

    @PostMapping("/scans/conflicts")
    String decide(
            @RequestParam(required = false) @Nullable List<String> scan,
            @RequestParam(required = false) @Nullable String decision,
            @RequestParam(required = false) @Nullable String household,
            @RequestParam(required = false) @Nullable String movement,
            Locale language,
            RedirectAttributes after) {
        try {
            conflicts.resolve(scan == null ? List.of() : scan, decision);
            after.addFlashAttribute("notice", messages.getMessage("scans.conflicts.done", null, language));
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
            after.addFlashAttribute("chosen", scan);
        }
        if (household != null) {
            after.addAttribute("household", household);
        }
        if (movement != null) {
            after.addAttribute("movement", movement);
        }
        return "redirect:/scans/conflicts";
    }
}
