package org.homeward.planning.web;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.homeward.access.Refusal;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.VehicleTypes;
import org.homeward.planning.Planning;
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

/** Where transport changes what is planned of a movement before it leaves. */
@Controller
@RequestMapping("/movements/{code}/edit")
class MovementEditPage {

    private final Planning planning;
    private final Movements movements;
    private final VehicleTypes types;
    private final MessageSource texts;

    MovementEditPage(Planning planning, Movements movements, VehicleTypes types, MessageSource texts) {
        this.planning = planning;
        this.movements = movements;
        this.types = types;
        this.texts = texts;
    }

    @GetMapping
    String asItIs(@PathVariable String code, Model model) {
        Movement movement = movements.named(code);
        return form(movement, written(movement), null, model);
    }

    @PostMapping
    String edit(
            @PathVariable String code,
            @RequestParam Map<String, String> entered,
            Model model,
            RedirectAttributes after,
            HttpServletResponse response,
            Locale locale) {
        try {
            planning.edit(
                    code, WrittenMovement.read(WrittenMovement.chosen(entered)), entered.getOrDefault("seen", ""));
        } catch (Refusal.NotFound notThere) {
            throw notThere;
        } catch (Refusal refusal) {
            return refused(movements.named(code), entered, refusal, model, response);
        }
        after.addFlashAttribute("notice", texts.getMessage("movements.edited", new Object[] {code}, locale));
        after.addAttribute("code", code);
        return "redirect:/movements/{code}";
    }

    /** What was typed stays. Who was told of another's change has seen it now, and may send the same again. */
    private String refused(
            Movement movement,
            Map<String, String> entered,
            Refusal refusal,
            Model model,
            HttpServletResponse response) {
        boolean conflict = refusal instanceof Refusal.Conflict;
        response.setStatus(conflict ? 409 : 422);
        Map<String, String> kept = new HashMap<>(entered);
        if (conflict) {
            kept.put("seen", movement.mark());
        }
        return form(movement, kept, refusal, model);
    }

    private String form(Movement movement, Map<String, String> entered, @Nullable Refusal refusal, Model model) {
        model.addAttribute("movement", movement);
        model.addAttribute("types", types.inUse(movement.kind()));
        model.addAttribute("entered", entered);
        model.addAttribute("refusal", refusal == null ? null : refusal.sentence());
        model.addAttribute("wrong", refusal == null ? null : refusal.field());
        return "movement-edit";
    }

    private static Map<String, String> written(Movement movement) {
        return Map.of(
                "departs", atUtc(movement.departs()),
                "arrives", atUtc(movement.arrives()),
                "seats", String.valueOf(movement.seats()),
                "stretchers", String.valueOf(movement.stretchers()),
                "wheelchairs", String.valueOf(movement.wheelchairs()),
                "crew", String.valueOf(movement.crew()),
                "baggageKg", movement.baggageKg() == null ? "" : String.valueOf(movement.baggageKg()),
                "carrier", movement.carrier() == null ? "" : movement.carrier(),
                "seen", movement.mark());
    }

    private static String atUtc(Instant time) {
        return LocalDateTime.ofInstant(time, ZoneOffset.UTC).toString();
    }
}
