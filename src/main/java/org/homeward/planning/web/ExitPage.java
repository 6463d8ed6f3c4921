package org.homeward.planning.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.homeward.access.Refusal;
import org.homeward.planning.Disruptions;
import org.homeward.planning.ExitWatch;
import org.homeward.planning.Planning;
import org.homeward.situation.Exits;
import org.homeward.situation.OpeningHours;
import org.homeward.situation.SituationChanges.Report;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where managers open and close the ways out of the country, and say at which hours. */
@Controller
class ExitPage {

    private final Planning planning;
    private final Disruptions disruptions;
    private final Exits exits;
    private final ExitWatch watch;
    private final MessageSource texts;
    private final String zone;

    ExitPage(
            Planning planning,
            Disruptions disruptions,
            Exits exits,
            ExitWatch watch,
            MessageSource texts,
            @Value("${homeward.zone}") String zone) {
        this.planning = planning;
        this.disruptions = disruptions;
        this.exits = exits;
        this.watch = watch;
        this.texts = texts;
        this.zone = zone;
    }

    @GetMapping("/exits")
    String all(Model model) {
        model.addAttribute("exits", exits.all());
        model.addAttribute("authorities", exits.authorities());
        model.addAttribute("zone", zone);
        return "exits";
    }

    @GetMapping("/exits/{code}")
    String one(@PathVariable String code, Model model) {
        model.addAttribute("watch", watch.of(code));
        return "exit";
    }

    @PostMapping("/exits/{code}/close")
    String close(@PathVariable String code, RedirectAttributes after, Locale locale) {
        return changed(new Report("exitCloses", code, null), "exits.closed", after, locale);
    }

    @PostMapping("/exits/{code}/hours")
    String hours(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String hours,
            RedirectAttributes after,
            Locale locale) {
        try {
            List<String> closedTo = planning.setHours(code, OpeningHours.written(hours));
            after.addFlashAttribute("notice", texts.getMessage("exits.hours.kept", new Object[] {code}, locale));
            if (!closedTo.isEmpty()) {
                after.addFlashAttribute(
                        "refusal",
                        texts.getMessage(
                                "exits.hours.closedTo", new Object[] {code, String.join(", ", closedTo)}, locale));
            }
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
            after.addFlashAttribute("entered", Map.of("code", code, "hours", hours));
        }
        return "redirect:/exits";
    }

    @PostMapping("/exits/{code}/authority")
    String authority(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String address,
            RedirectAttributes after,
            Locale locale) {
        try {
            exits.informs(code, address);
            after.addFlashAttribute("notice", texts.getMessage("border.authority.kept", new Object[] {code}, locale));
        } catch (Refusal.NotFound notThere) {
            throw notThere;
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
            after.addFlashAttribute("entered", Map.of("code", code, "address", address));
        }
        return "redirect:/exits";
    }

    @PostMapping("/exits/{code}/open")
    String open(@PathVariable String code, RedirectAttributes after, Locale locale) {
        return changed(new Report("exitOpens", code, null), "exits.opened", after, locale);
    }

    /** Makes a change of one exit without a look before. */
    private String changed(Report report, String notice, RedirectAttributes after, Locale locale) {
        try {
            after.addFlashAttribute("made", disruptions.make(report));
            after.addFlashAttribute("notice", texts.getMessage(notice, new Object[] {report.subject()}, locale));
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
        }
        return "redirect:/exits";
    }
}
