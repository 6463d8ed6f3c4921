package org.homeward.planning.web;

import java.util.Locale;
import java.util.Map;
import org.homeward.access.Refusal;
import org.homeward.planning.AdvanceLists;
import org.homeward.planning.DepartureBoard;
import org.homeward.planning.DepartureBoard.Line;
import org.homeward.planning.Manifests;
import org.homeward.planning.Objections;
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

/** The advance list of a movement: how the border got it, and what it answers about whom. */
@Controller
@RequestMapping("/movements/{code}/advance-list")
class AdvanceListPage {

    private final DepartureBoard board;
    private final Manifests manifests;
    private final AdvanceLists lists;
    private final Objections objections;
    private final MessageSource texts;

    AdvanceListPage(
            DepartureBoard board, Manifests manifests, AdvanceLists lists, Objections objections, MessageSource texts) {
        this.board = board;
        this.manifests = manifests;
        this.lists = lists;
        this.objections = objections;
        this.texts = texts;
    }

    @GetMapping
    String show(@PathVariable String code, Model model) {
        Line movement = board.named(code);
        model.addAttribute("movement", movement);
        model.addAttribute("advanceList", lists.newest(movement.id()).orElse(null));
        model.addAttribute("leftOut", lists.leftOut(movement.id()));
        model.addAttribute("households", manifests.read(code, null, null).households());
        model.addAttribute("objections", objections.on(movement.id()));
        model.addAttribute("reasons", Objections.REASONS);
        model.addAttribute("decisions", Objections.DECISIONS);
        if (!model.containsAttribute("entered")) {
            model.addAttribute("entered", Map.of());
        }
        return "advance-list";
    }

    @PostMapping("/handed-over")
    String handedOver(@PathVariable String code, RedirectAttributes after, Locale locale) {
        return done(code, "border.handedOver.noted", Map.of(), after, locale, () -> lists.handedOver(code));
    }

    @PostMapping("/acknowledged")
    String acknowledged(
            @PathVariable String code,
            @RequestParam Map<String, String> entered,
            RedirectAttributes after,
            Locale locale) {
        return done(
                code,
                "border.acknowledged.noted",
                entered,
                after,
                locale,
                () -> lists.acknowledged(code, entered.getOrDefault("reference", "")));
    }

    @PostMapping("/objections")
    String object(
            @PathVariable String code,
            @RequestParam Map<String, String> entered,
            RedirectAttributes after,
            Locale locale) {
        return done(
                code,
                "border.objection.noted",
                entered,
                after,
                locale,
                () -> objections.note(
                        code,
                        person(entered.get("person")),
                        entered.getOrDefault("reason", ""),
                        WrittenMovement.time(entered, "at"),
                        entered.getOrDefault("reference", "")));
    }

    private static @Nullable Long person(@Nullable String written) {
        return written != null && written.matches("\\d{1,18}") ? Long.valueOf(written) : null;
    }

    @PostMapping("/objections/{id}")
    String decide(
            @PathVariable String code,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String decision,
            RedirectAttributes after,
            Locale locale) {
        return done(
                code, "border.decision.noted", Map.of(), after, locale, () -> objections.decide(code, id, decision));
    }

    /** What was typed stays where it is refused. */
    private String done(
            String code,
            String notice,
            Map<String, String> entered,
            RedirectAttributes after,
            Locale locale,
            Runnable deed) {
        try {
            deed.run();
            after.addFlashAttribute("notice", texts.getMessage(notice, null, locale));
        } catch (Refusal.NotFound notThere) {
            throw notThere;
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
            after.addFlashAttribute("entered", entered);
        }
        after.addAttribute("code", code);
        return "redirect:/movements/{code}/advance-list";
    }
}
