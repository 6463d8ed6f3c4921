package org.homeward.planning.web;

import java.util.Locale;
import org.homeward.access.Refusal;
import org.homeward.planning.Planning;
import org.homeward.situation.Exits;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where managers open and close the ways out of the country. */
@Controller
class ExitPage {

    private final Planning planning;
    private final Exits exits;
    private final MessageSource texts;

    ExitPage(Planning planning, Exits exits, MessageSource texts) {
        this.planning = planning;
        this.exits = exits;
        this.texts = texts;
    }

    @GetMapping("/exits")
    String all(Model model) {
        model.addAttribute("exits", exits.all());
        return "exits";
    }

    @PostMapping("/exits/{code}/close")
    String close(@PathVariable String code, RedirectAttributes after, Locale locale) {
        try {
            int cancelled = planning.closeExit(code);
            after.addFlashAttribute("notice", texts.getMessage("exits.closed", new Object[] {code, cancelled}, locale));
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
        }
        return "redirect:/exits";
    }

    @PostMapping("/exits/{code}/open")
    String open(@PathVariable String code, RedirectAttributes after, Locale locale) {
        try {
            planning.openExit(code);
            after.addFlashAttribute("notice", texts.getMessage("exits.opened", new Object[] {code}, locale));
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
        }
        return "redirect:/exits";
    }
}
