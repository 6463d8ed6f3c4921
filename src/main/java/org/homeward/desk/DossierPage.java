package org.homeward.desk;

import java.util.Locale;
import java.util.Objects;
import org.homeward.access.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.util.UriComponentsBuilder;

/** All about one household on one page; with {@code ?embedded} without the frame, as Tasklist shows it beside a form. */
@Controller
class DossierPage {

    private final Dossiers dossiers;
    private final MessageSource messages;

    DossierPage(Dossiers dossiers, MessageSource messages) {
        this.dossiers = dossiers;
        this.messages = messages;
    }

    /** @param concern the one that the task beside the dossier is to settle: a household may have several such tasks */
    @GetMapping("/households/{caseNumber}")
    String dossier(
            @PathVariable String caseNumber,
            @RequestParam(required = false) @Nullable Long concern,
            Locale language,
            Model model) {
        Dossier dossier = dossiers.open(caseNumber, language);
        model.addAttribute("dossier", dossier);
        model.addAttribute(
                "atHand",
                dossier.concerns().stream()
                        .filter(one -> Objects.equals(one.id(), concern))
                        .findFirst()
                        .orElse(null));
        return "dossier";
    }

    @PostMapping("/households/{caseNumber}/remarks")
    String remark(
            @PathVariable String caseNumber,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(required = false) boolean embedded,
            @RequestParam(required = false) @Nullable Long concern,
            Locale language,
            RedirectAttributes after) {
        try {
            dossiers.remark(caseNumber, text);
            after.addFlashAttribute("notice", messages.getMessage("dossier.remark.added", null, language));
        } catch (Refusal.NotFound notThere) {
            throw notThere;
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
            after.addFlashAttribute("remarkText", text);
        }
        UriComponentsBuilder dossier = UriComponentsBuilder.fromPath("/households/{caseNumber}");
        if (!after.getFlashAttributes().containsKey("refusal")) { // its sentence stands at the top
            dossier.fragment("remarks");
        }
        if (embedded) {
            dossier.queryParam("embedded");
        }
        if (concern != null) {
            dossier.queryParam("concern", concern);
        }
        after.addAttribute("caseNumber", caseNumber);
        return "redirect:" + dossier.build();
    }
}
