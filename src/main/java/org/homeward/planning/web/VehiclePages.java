package org.homeward.planning.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.homeward.access.Refusal;
import org.homeward.movement.SeatPlan;
import org.homeward.movement.SeatPlans;
import org.homeward.movement.VehicleType;
import org.homeward.movement.VehicleTypes;
import org.homeward.planning.WrittenMovement;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The register of vehicle types: transport and managers keep the vehicles there as they are configured. */
@Controller
@RequestMapping("/movements/vehicles")
class VehiclePages {

    private static final Map<String, String> EMPTY =
            Map.of("kind", "convoy", "stretchers", "0", "wheelchairs", "0", "crew", "0", "escorts", "1");

    private final VehicleTypes types;
    private final SeatPlans plans;
    private final MessageSource texts;

    VehiclePages(VehicleTypes types, SeatPlans plans, MessageSource texts) {
        this.types = types;
        this.plans = plans;
        this.texts = texts;
    }

    @GetMapping
    String all(Model model) {
        return page(null, EMPTY, null, model);
    }

    @PostMapping
    String add(
            @RequestParam Map<String, String> entered,
            Model model,
            RedirectAttributes after,
            HttpServletResponse response,
            Locale locale) {
        try {
            types.add(read(0, entered));
        } catch (Refusal refusal) {
            return refused(null, entered, refusal, model, response);
        }
        return done("vehicles.added", entered.getOrDefault("name", "").strip(), after, locale);
    }

    @GetMapping("/{id}")
    String one(@PathVariable long id, Model model) {
        VehicleType type = types.get(id);
        return page(type, written(type), null, model);
    }

    @PostMapping("/{id}")
    String change(
            @PathVariable long id,
            @RequestParam Map<String, String> entered,
            Model model,
            RedirectAttributes after,
            HttpServletResponse response,
            Locale locale) {
        try {
            types.change(read(id, entered), entered.getOrDefault("seen", ""));
        } catch (Refusal.NotFound notThere) {
            throw notThere;
        } catch (Refusal refusal) {
            return refused(types.get(id), entered, refusal, model, response);
        }
        return done("vehicles.changed", entered.getOrDefault("name", "").strip(), after, locale);
    }

    @PostMapping("/{id}/seats")
    String seats(
            @PathVariable long id,
            @RequestParam Map<String, String> entered,
            Model model,
            RedirectAttributes after,
            HttpServletResponse response,
            Locale locale) {
        VehicleType type = types.get(id);
        try {
            plans.keep(
                    type,
                    SeatPlan.written(
                            entered.getOrDefault("rows", ""),
                            entered.getOrDefault("letters", ""),
                            entered.getOrDefault("blocked", "")));
        } catch (Refusal refusal) {
            model.addAttribute("plan", entered);
            return refused(type, written(type), refusal, model, response);
        }
        return done("border.seats.kept", type.name(), after, locale);
    }

    @PostMapping("/{id}/retire")
    String retire(@PathVariable long id, RedirectAttributes after, Locale locale) {
        types.retire(id);
        return done("vehicles.retired", types.get(id).name(), after, locale);
    }

    @PostMapping("/{id}/take-up")
    String takeUp(@PathVariable long id, RedirectAttributes after, Locale locale) {
        types.takeUp(id);
        return done("vehicles.takenUp", types.get(id).name(), after, locale);
    }

    private static VehicleType read(long id, Map<String, String> entered) {
        return new VehicleType(
                id,
                entered.getOrDefault("name", ""),
                entered.getOrDefault("kind", ""),
                WrittenMovement.places(entered, "seats"),
                WrittenMovement.places(entered, "stretchers"),
                WrittenMovement.places(entered, "wheelchairs"),
                WrittenMovement.places(entered, "crew"),
                WrittenMovement.places(entered, "escorts"),
                WrittenMovement.baggage(entered),
                false);
    }

    private static Map<String, String> written(VehicleType type) {
        return Map.of(
                "name", type.name(),
                "kind", type.kind(),
                "seats", String.valueOf(type.seats()),
                "stretchers", String.valueOf(type.stretchers()),
                "wheelchairs", String.valueOf(type.wheelchairs()),
                "crew", String.valueOf(type.crew()),
                "escorts", String.valueOf(type.escorts()),
                "baggageKg", type.baggageKg() == null ? "" : String.valueOf(type.baggageKg()),
                "seen", type.mark());
    }

    private static Map<String, String> written(SeatPlan plan) {
        return Map.of("rows", String.valueOf(plan.rows()), "letters", plan.letters(), "blocked", plan.blockedSeats());
    }

    private String done(String what, String name, RedirectAttributes after, Locale locale) {
        after.addFlashAttribute("notice", texts.getMessage(what, new Object[] {name}, locale));
        return "redirect:/movements/vehicles";
    }

    /** What was typed stays. Who was told of another's change has seen it now, and may send the same again. */
    private String refused(
            @Nullable VehicleType type,
            Map<String, String> entered,
            Refusal refusal,
            Model model,
            HttpServletResponse response) {
        response.setStatus(refusal instanceof Refusal.Conflict ? 409 : 422);
        Map<String, String> kept = new HashMap<>(entered);
        if (type != null && "seen".equals(refusal.field())) {
            kept.put("seen", type.mark());
        }
        return page(type, kept, refusal, model);
    }

    /** @param type the one that is being changed; null: a new one is being added */
    private String page(
            @Nullable VehicleType type, Map<String, String> entered, @Nullable Refusal refusal, Model model) {
        model.addAttribute("types", type == null ? types.all() : List.of(type));
        model.addAttribute("type", type);
        if (type != null && !model.containsAttribute("plan")) {
            model.addAttribute("plan", plans.of(type).map(VehiclePages::written).orElse(Map.of()));
        }
        model.addAttribute("entered", entered);
        model.addAttribute("refusal", refusal == null ? null : refusal.sentence());
        model.addAttribute("wrong", refusal == null ? null : refusal.field());
        return "vehicles";
    }
}
