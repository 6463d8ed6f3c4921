package org.homeward.planning.web;

import static java.util.stream.Collectors.toSet;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.homeward.access.Refusal;
import org.homeward.planning.SeatsOutOfReach;
import org.homeward.situation.Governorates;
import org.homeward.situation.Governorates.Governorate;
import org.homeward.situation.Reach;
import org.homeward.situation.Reach.Said;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where managers say whose people cannot get to which governorate, and see who has seats from there. */
@Controller
class ReachPage {

    private final Reach reach;
    private final Governorates governorates;
    private final SeatsOutOfReach seats;
    private final MessageSource texts;

    ReachPage(Reach reach, Governorates governorates, SeatsOutOfReach seats, MessageSource texts) {
        this.reach = reach;
        this.governorates = governorates;
        this.seats = seats;
        this.texts = texts;
    }

    /** @param after how many households are on the pages before this one */
    @GetMapping("/situation/reach")
    String all(@RequestParam(defaultValue = "0") int after, Model model, Locale locale) {
        return page(suggested(), after, model, locale);
    }

    @PostMapping("/situation/reach/lost")
    String lost(
            @RequestParam(required = false) @Nullable String peopleOf,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(defaultValue = "false") boolean bothWays,
            RedirectAttributes after,
            Model model,
            Locale locale) {
        return said(new Said(peopleOf, place, bothWays), reach::lost, "reach.said", after, model, locale);
    }

    @PostMapping("/situation/reach/regained")
    String regained(
            @RequestParam(required = false) @Nullable String peopleOf,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(defaultValue = "false") boolean bothWays,
            RedirectAttributes after,
            Model model,
            Locale locale) {
        return said(new Said(peopleOf, place, bothWays), reach::regained, "reach.takenBack", after, model, locale);
    }

    private String said(
            Said said, ToIntFunction<Said> deed, String notice, RedirectAttributes after, Model model, Locale locale) {
        try {
            String done = deed.applyAsInt(said) > 0 ? notice : "reach.already";
            after.addFlashAttribute("notice", texts.getMessage(done, null, locale));
        } catch (Refusal refusal) {
            model.addAttribute("refusal", refusal.sentence());
            model.addAttribute("field", refusal.field());
            return page(said, 0, model, locale);
        }
        return "redirect:/situation/reach";
    }

    /** Who is under siege and of whom nothing is said yet can probably neither get out nor be reached. */
    private Said suggested() {
        Set<String> said = reach.gaps().stream().map(Reach.Gap::peopleOf).collect(toSet());
        return governorates.underSiege().stream()
                .map(Governorate::pcode)
                .filter(besieged -> !said.contains(besieged))
                .findFirst()
                .map(besieged -> new Said(besieged, Reach.ALL, true))
                .orElse(new Said(null, null, true));
    }

    private String page(Said typed, int after, Model model, Locale locale) {
        Map<String, String> names = new LinkedHashMap<>();
        governorates.all().forEach(one -> names.put(one.pcode(), one.name(locale)));
        List<String> besieged =
                governorates.underSiege().stream().map(one -> one.name(locale)).toList();
        model.addAttribute("typed", typed);
        model.addAttribute("all", Reach.ALL);
        model.addAttribute("names", names);
        model.addAttribute("besieged", String.join(", ", besieged));
        model.addAttribute("gaps", reach.gaps());
        model.addAttribute("page", SeatsOutOfReach.Page.of(seats.held(), after));
        return "reach";
    }
}
