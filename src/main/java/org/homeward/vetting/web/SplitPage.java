package org.homeward.vetting.web;

import java.util.List;
import java.util.Set;
import org.homeward.access.Refusal;
import org.homeward.vetting.Vetting;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Who of a family agrees that it is split. */
@Controller
class SplitPage {

    private final Vetting vetting;

    SplitPage(Vetting vetting) {
        this.vetting = vetting;
    }

    /** @param embedded the dossier stands beside a form in Tasklist, and stays there */
    @PostMapping("/households/{caseNumber}/split")
    String agree(
            @PathVariable String caseNumber,
            @RequestParam(required = false) @Nullable List<Long> agreed,
            @RequestParam(required = false) @Nullable String reason,
            @RequestParam(defaultValue = "false") boolean embedded,
            RedirectAttributes after) {
        try {
            vetting.agreeToSplit(caseNumber, agreed == null ? Set.of() : Set.copyOf(agreed), reason);
        } catch (Refusal.NotFound notThere) {
            throw notThere;
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
        }
        after.addAttribute("caseNumber", caseNumber);
        return "redirect:/households/{caseNumber}" + (embedded ? "?embedded" : "") + "#split";
    }
}
