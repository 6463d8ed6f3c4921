package org.homeward.vetting.web;

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
        return InDossier.does(() -> vetting.appeal(caseNumber), caseNumber, "refusals", embedded, after);
    }
}
