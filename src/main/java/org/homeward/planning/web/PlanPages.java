package org.homeward.planning.web;

import java.util.List;
import java.util.Locale;
import org.homeward.access.Refusal;
import org.homeward.planning.Planning;
import org.homeward.planning.SeatingPlans;
import org.homeward.planning.SeatingPlans.Line;
import org.homeward.planning.SeatingPlans.SeatingPlan;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where coordinators ask for seating plans, see what one does for whom, and approve it. */
@Controller
class PlanPages {

    /** As many limits as somebody reads. */
    private static final int LIMITS = 10;

    private final Planning planning;
    private final SeatingPlans plans;
    private final MessageSource texts;

    PlanPages(Planning planning, SeatingPlans plans, MessageSource texts) {
        this.planning = planning;
        this.plans = plans;
        this.texts = texts;
    }

    /** @param before the last number of the page before this one */
    @GetMapping("/plans")
    String all(@RequestParam(required = false) @Nullable Long before, Model model) {
        List<SeatingPlan> newest = plans.newest(before == null ? Long.MAX_VALUE : before);
        model.addAttribute("plans", newest);
        model.addAttribute("next", newest.size() == SeatingPlans.PAGE ? newest.get(newest.size() - 1) : null);
        model.addAttribute("seatsAtOnce", planning.seatsAtOnce());
        return "plans";
    }

    @PostMapping("/plans")
    String request(RedirectAttributes after) {
        return toPlan(planning.requestPlan(), after);
    }

    /** @param left those it leaves instead of those it seats @param from the household where the page before ended */
    @GetMapping("/plans/{id}")
    String one(
            @PathVariable long id,
            @RequestParam(defaultValue = "false") boolean left,
            @RequestParam(defaultValue = "0") long from,
            Model model) {
        SeatingPlan plan = plans.get(id);
        List<Line> lines = plans.lines(id, left, from);
        model.addAttribute("plan", plan);
        model.addAttribute("left", left);
        model.addAttribute("lines", lines);
        model.addAttribute("next", lines.size() == SeatingPlans.PAGE ? lines.get(lines.size() - 1) : null);
        model.addAttribute("filled", plans.filled(id));
        model.addAttribute("limits", plans.limits(id).stream().limit(LIMITS).toList());
        return "plan";
    }

    @PostMapping("/plans/{id}/approve")
    String approve(@PathVariable long id, RedirectAttributes after, Locale locale) {
        try {
            if (planning.approvePlan(id)) {
                after.addFlashAttribute("notice", texts.getMessage("plans.approved", null, locale));
            } else {
                after.addFlashAttribute(
                        "refusal", PlanApi.noLongerHolds(plans.get(id)).sentence());
            }
        } catch (Refusal.Conflict refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
        }
        return toPlan(id, after);
    }

    private static String toPlan(long id, RedirectAttributes after) {
        after.addAttribute("id", id);
        return "redirect:/plans/{id}";
    }
}
