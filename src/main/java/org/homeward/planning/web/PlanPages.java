package org.homeward.planning.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.homeward.access.Refusal;
import org.homeward.planning.PlanChoices;
import org.homeward.planning.PlanOptions;
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

    /** What a move costs unless a coordinator says otherwise. */
    private static final int USUAL_PRICE = 50;

    private static final String LOOK_AGAIN_SECONDS = "3";

    private final Planning planning;
    private final SeatingPlans plans;
    private final PlanChoices choices;
    private final MessageSource texts;

    PlanPages(Planning planning, SeatingPlans plans, PlanChoices choices, MessageSource texts) {
        this.planning = planning;
        this.plans = plans;
        this.choices = choices;
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
        return toPlan(planning.requestPlan(PlanOptions.NONE), after);
    }

    /**
     * @param left those it leaves instead of those it seats
     * @param from the household where the page before ended
     * @param choose the case number of a household about which a choice is to be made
     */
    @GetMapping("/plans/{id}")
    String one(
            @PathVariable long id,
            @RequestParam(defaultValue = "false") boolean left,
            @RequestParam(defaultValue = "0") long from,
            @RequestParam(required = false) @Nullable String choose,
            Model model,
            HttpServletResponse response) {
        SeatingPlan plan = plans.get(id);
        boolean underWay = planning.planIsUnderWay(id);
        if (plan.state().equals("asked") && underWay) {
            response.setHeader("Refresh", LOOK_AGAIN_SECONDS); // there is nothing to do on the page yet
        }
        model.addAttribute("underWay", underWay);
        model.addAttribute("gone", plans.gone(id));
        model.addAttribute("advice", plans.advice(id));
        List<Line> lines = plans.lines(id, left, from);
        model.addAttribute("plan", plan);
        model.addAttribute("left", left);
        model.addAttribute("lines", lines);
        model.addAttribute("outsideHours", left ? planning.outsideHours() : List.of());
        model.addAttribute("next", lines.size() == SeatingPlans.PAGE ? lines.get(lines.size() - 1) : null);
        model.addAttribute("filled", plans.filled(id));
        model.addAttribute("waiting", plans.waitingWithout(id).orElse(null));
        model.addAttribute("choices", choices.made(id));
        model.addAttribute("usualPrice", USUAL_PRICE);
        if (!model.containsAttribute("entered")) {
            model.addAttribute("entered", choose == null ? Map.of() : Map.of("household", choose));
        }
        model.addAttribute("limits", plans.limits(id).stream().limit(LIMITS).toList());
        return "plan";
    }

    @PostMapping("/plans/{id}/approve")
    String approve(@PathVariable long id, RedirectAttributes after, Locale locale) {
        return change(id, after, () -> {
            if (planning.approvePlan(id)) {
                after.addFlashAttribute("notice", texts.getMessage("plans.approved", null, locale));
            } else {
                throw PlanApi.noLongerHolds(plans.get(id));
            }
        });
    }

    /** @param moves whether people who have seats may be moved, at this price */
    @PostMapping("/plans/{id}/solve")
    String solve(
            @PathVariable long id,
            @RequestParam(defaultValue = "false") boolean moves,
            @RequestParam(defaultValue = "") String movePrice,
            RedirectAttributes after,
            Locale locale) {
        return change(id, after, () -> {
            planning.findPlanAnew(id, moves ? price(movePrice) : null);
            after.addFlashAttribute("notice", texts.getMessage("plans.foundAnew", null, locale));
        });
    }

    /** What cannot be done so is kept for the page to be corrected. */
    @PostMapping("/plans/{id}/choices")
    String choose(
            @PathVariable long id, @RequestParam Map<String, String> entered, RedirectAttributes after, Locale locale) {
        after.addFlashAttribute("entered", entered);
        return change(id, after, () -> {
            choices.choose(
                    id, new PlanOptions.Choice(entered.get("household"), entered.get("choice"), entered.get("reason")));
            after.addFlashAttribute("entered", Map.of());
            after.addFlashAttribute("notice", texts.getMessage("plans.chosen", null, locale));
        });
    }

    @PostMapping("/plans/{id}/choices/undo")
    String takeBack(@PathVariable long id, @RequestParam String household, RedirectAttributes after, Locale locale) {
        return change(id, after, () -> {
            choices.takeBack(id, household);
            after.addFlashAttribute("notice", texts.getMessage("plans.takenBack", null, locale));
        });
    }

    private static double price(String written) {
        try {
            return Double.parseDouble(written.strip().replace(',', '.'));
        } catch (NumberFormatException e) {
            return Double.NaN; // no price: the plan refuses it
        }
    }

    /** A plan that does not exist is no page; whatever else is refused is said on the page. */
    private static String change(long id, RedirectAttributes after, Runnable deed) {
        try {
            deed.run();
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
        }
        return toPlan(id, after);
    }

    private static String toPlan(long id, RedirectAttributes after) {
        after.addAttribute("id", id);
        return "redirect:/plans/{id}";
    }
}
