package org.homeward.vetting.web;

import org.homeward.vetting.Vetting;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A manager decides anew on a hit that two officers have confirmed. */
@Controller
class ConfirmedHitPage {

    private final Vetting vetting;

    ConfirmedHitPage(Vetting vetting) {
        this.vetting = vetting;
    }

    /** @param embedded the dossier stands beside a form in Tasklist, and stays there */
    @PostMapping("/households/{caseNumber}/hits/{concernId}")
    String decideAnew(
            @PathVariable String caseNumber,
            @PathVariable long concernId,
            @RequestParam(required = false) @Nullable String decision,
            @RequestParam(defaultValue = "false") boolean embedded,
            RedirectAttributes after) {
        return InDossier.does(
                () -> vetting.decideConfirmedHitAnew(caseNumber, concernId, decision),
                caseNumber,
                "hits",
                embedded,
                after);
    }
}
