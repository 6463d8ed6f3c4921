package org.homeward.desk;

import java.util.List;
import java.util.Locale;
import org.homeward.household.Households;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Looking a household up. What is looked for is sent in the body: names do not belong into addresses and logs. */
@Controller
class HouseholdsPage {

    private final HouseholdSearch search;
    private final Households households;

    HouseholdsPage(HouseholdSearch search, Households households) {
        this.search = search;
        this.households = households;
    }

    @GetMapping("/households")
    String list(
            @RequestParam(defaultValue = "") String stage,
            @RequestParam(defaultValue = "" + Long.MAX_VALUE) long before,
            Locale language,
            Model model) {
        return page("", stage, before, language, model);
    }

    @PostMapping("/households")
    String find(
            @RequestParam(defaultValue = "") String words,
            @RequestParam(defaultValue = "") String stage,
            @RequestParam(defaultValue = "" + Long.MAX_VALUE) long before,
            Locale language,
            Model model) {
        return households
                .find(words)
                .map(household -> "redirect:/households/" + household.caseNumber())
                .orElseGet(() -> page(words, stage, before, language, model));
    }

    private String page(String words, String stage, long before, Locale language, Model model) {
        List<HouseholdSearch.Found> found = search.find(words, stage, before, language);
        model.addAttribute("words", words);
        model.addAttribute("stage", stage);
        model.addAttribute("stages", Operation.STAGES);
        model.addAttribute("found", found);
        if (found.size() == HouseholdSearch.PAGE) {
            model.addAttribute("before", found.get(found.size() - 1).id());
        }
        return "households";
    }
}
