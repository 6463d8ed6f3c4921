package org.homeward.vetting.web;

import org.homeward.access.Refusal;
import org.homeward.vetting.Vetting;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A household appeals against its refusal, once. */
@Controller
class AppealPage {

    private final Vetting vetting;

    AppealPage(Vetting vetting) {
        this.vetting = vetting;
    }

    /** @param embedded the dossier stands beside a form in Tasklist, and stays there */
    @PostMapping("/households/{caseNumber}/appeal")
    String appeal(
            @PathVariable String caseNumber,
            @RequestParam(defaultValue = "false") boolean embedded,
            RedirectAttributes after) {
        try {
            vetting.appeal(caseNumber);
        } catch (Refusal.NotFound notThere) {
            throw notThere;
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
        }
        after.addAttribute("caseNumber", caseNumber);
        return "redirect:/households/{caseNumber}" + (embedded ? "?embedded" : "") + "#refusals";
    }
}
