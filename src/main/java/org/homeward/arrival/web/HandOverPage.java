package org.homeward.arrival.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.homeward.arrival.HandOvers;
import org.homeward.arrival.Reception;
import org.homeward.audit.Audit;
import org.homeward.household.Household;
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

/** Two officers hand the children of a household over to whoever takes them. */
@Controller
@RequestMapping("/reception/hand-over/{caseNumber}")
class HandOverPage {

    private static final String BACK = "redirect:/reception/hand-over/{caseNumber}";

    private final Households households;
    private final HandOvers handOvers;
    private final Reception reception;
    private final CurrentOfficer officer;
    private final Audit audit;
    private final MessageSource texts;

    HandOverPage(
            Households households,
            HandOvers handOvers,
            Reception reception,
            CurrentOfficer officer,
            Audit audit,
            MessageSource texts) {
        this.households = households;
        this.handOvers = handOvers;
        this.reception = reception;
        this.officer = officer;
        this.audit = audit;
        this.texts = texts;
    }

    @GetMapping
    String show(@PathVariable String caseNumber, Model model) {
        Household household = households.named(caseNumber);
        audit.record("read", household.id(), null);
        model.addAttribute("household", household);
        model.addAttribute("handsOver", reception.handsOver(household.caseNumber()));
        List<HandOvers.HandOver> children = handOvers.of(household.id());
        model.addAttribute("children", children);
        model.addAttribute("waits", children.stream().anyMatch(child -> !child.confirmed()));
        model.addAttribute("documents", HandOvers.DOCUMENTS);
        model.addAttribute("me", officer.name());
        return "hand-over";
    }

    /** The first officer writes down who takes the child. */
    @PostMapping("/{child}")
    String handOver(
            @PathVariable String caseNumber,
            @PathVariable long child,
            @RequestParam Map<String, String> entered,
            Locale language,
            RedirectAttributes after) {
        HandOvers.Receiver receiver = new HandOvers.Receiver(
                entered.getOrDefault("receiver", ""),
                entered.getOrDefault("relation", ""),
                entered.getOrDefault("documentKind", ""),
                entered.getOrDefault("documentNumber", ""));
        return done(
                () -> reception.handOver(caseNumber, child, receiver),
                "reception.handOver.recorded",
                child,
                entered,
                language,
                after);
    }

    /** The second officer types the number from the document. */
    @PostMapping("/{child}/confirm")
    String confirm(
            @PathVariable String caseNumber,
            @PathVariable long child,
            @RequestParam(defaultValue = "") String documentNumber,
            Locale language,
            RedirectAttributes after) {
        return done(
                () -> reception.confirmHandOver(caseNumber, child, documentNumber),
                "reception.handOver.confirmed",
                child,
                Map.of("documentNumber", documentNumber),
                language,
                after);
    }

    @PostMapping("/differs")
    String differs(@PathVariable String caseNumber, Locale language, RedirectAttributes after) {
        return done(
                () -> reception.handOverDiffers(caseNumber),
                "reception.handOver.sentBack",
                0,
                Map.of(),
                language,
                after);
    }

    /** What was typed about this child stays where it is refused. */
    private String done(
            Runnable deed,
            String notice,
            long child,
            Map<String, String> entered,
            Locale language,
            RedirectAttributes after) {
        try {
            deed.run();
            after.addFlashAttribute("notice", texts.getMessage(notice, null, language));
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
            after.addFlashAttribute("entered", entered);
            after.addFlashAttribute("about", child);
        }
        return BACK;
    }
}
