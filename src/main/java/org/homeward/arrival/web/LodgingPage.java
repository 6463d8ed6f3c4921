package org.homeward.arrival.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.homeward.access.Refusal;
import org.homeward.arrival.Lodging;
import org.homeward.household.Households;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Reception and managers keep the places to stay there, and give beds back by hand. */
@Controller
@RequestMapping("/reception/lodging")
class LodgingPage {

    private static final String BACK = "redirect:/reception/lodging";

    private final Lodging lodging;
    private final Households households;
    private final MessageSource texts;

    LodgingPage(Lodging lodging, Households households, MessageSource texts) {
        this.lodging = lodging;
        this.households = households;
        this.texts = texts;
    }

    @GetMapping
    String show(Model model) {
        Map<Long, List<Lodging.Stay>> stays =
                lodging.stays().stream().collect(Collectors.groupingBy(Lodging.Stay::placeId));
        model.addAttribute("places", lodging.all());
        model.addAttribute("stays", stays);
        return "lodging";
    }

    @PostMapping
    String add(@RequestParam Map<String, String> entered, Locale language, RedirectAttributes after) {
        try {
            lodging.add(
                    entered.getOrDefault("city", ""),
                    entered.getOrDefault("name", ""),
                    beds(entered),
                    entered.containsKey("accessible"));
            after.addFlashAttribute("notice", texts.getMessage("reception.lodging.kept", null, language));
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
            after.addFlashAttribute("wrong", refusal.field());
            after.addFlashAttribute("entered", entered);
        }
        return BACK;
    }

    @PostMapping("/{id}")
    String change(
            @PathVariable long id,
            @RequestParam Map<String, String> entered,
            Locale language,
            RedirectAttributes after) {
        try {
            lodging.change(id, beds(entered), entered.containsKey("accessible"), entered.containsKey("retired"));
            after.addFlashAttribute("notice", texts.getMessage("reception.lodging.kept", null, language));
        } catch (Refusal.NotFound notThere) {
            throw notThere;
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
        }
        return BACK;
    }

    @PostMapping("/release")
    String release(@RequestParam("case") String caseNumber, Locale language, RedirectAttributes after) {
        lodging.release(households.named(caseNumber).id());
        after.addFlashAttribute(
                "notice", texts.getMessage("reception.lodging.released", new Object[] {caseNumber}, language));
        return BACK;
    }

    private static int beds(Map<String, String> entered) {
        try {
            return Integer.parseInt(entered.getOrDefault("beds", "").strip());
        } catch (NumberFormatException e) {
            throw new Refusal("A place has from 0 to 100,000 beds.", "beds");
        }
    }
}
