package org.homeward.registration.web;

import org.homeward.access.Refusal;
import org.homeward.registration.Registration;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What a household tells us by itself or turns out to be, and what a governorate's news means for those who wait there. */
@Controller
class NewsPage {

    private final Registration registration;
    private final Sentences sentences;

    NewsPage(Registration registration, Sentences sentences) {
        this.registration = registration;
        this.sentences = sentences;
    }

    /**
     * @param news {@code withdrew}, {@code left}, {@code called} or {@code changed}
     * @param embedded the dossier stands beside a form in Tasklist, and stays there
     */
    @PostMapping("/registration/cases/{caseNumber}/news")
    String ofHousehold(
            @PathVariable String caseNumber,
            @RequestParam(defaultValue = "") String news,
            @RequestParam(defaultValue = "false") boolean embedded,
            RedirectAttributes after) {
        try {
            switch (news) {
                case "withdrew" -> registration.withdraw(caseNumber);
                case "left" -> registration.leftByOwnMeans(caseNumber);
                case "called" -> registration.called(caseNumber);
                case "changed" -> registration.changed(caseNumber);
                default -> throw new Refusal("Choose what the household told you.", "news");
            }
        } catch (Refusal.NotFound notThere) {
            throw notThere;
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
        }
        after.addAttribute("caseNumber", caseNumber);
        return "redirect:/households/{caseNumber}" + (embedded ? "?embedded" : "");
    }

    /** Takes a case out again of the one it was merged into; it begins anew. */
    @PostMapping("/registration/cases/{caseNumber}/undo-merge")
    String undoMerge(
            @PathVariable String caseNumber,
            @RequestParam(defaultValue = "false") boolean embedded,
            RedirectAttributes after) {
        try {
            registration.undoMerge(caseNumber);
            after.addFlashAttribute("notice", sentences.of("merge.undone"));
        } catch (Refusal.NotFound notThere) {
            throw notThere;
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
        }
        after.addAttribute("caseNumber", caseNumber);
        return "redirect:/households/{caseNumber}" + (embedded ? "?embedded" : "");
    }

    /** Managers say how dangerous a governorate is: 1 calm, 2 tense, 3 fighting, 4 under siege. */
    @PostMapping("/registration/governorates/{pcode}/risk")
    String ofGovernorate(
            @PathVariable String pcode, @RequestParam(defaultValue = "0") int risk, RedirectAttributes after) {
        try {
            int woken = registration.governorateRisk(pcode, risk);
            after.addFlashAttribute("woken", woken);
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
        }
        return "redirect:/operation";
    }
}
