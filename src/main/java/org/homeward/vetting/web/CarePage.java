package org.homeward.vetting.web;

import java.util.Map;
import org.homeward.vetting.Vetting;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Who receives a child that travels alone, and who goes with it. */
@Controller
class CarePage {

    private final Vetting vetting;

    CarePage(Vetting vetting) {
        this.vetting = vetting;
    }

    /** @param embedded the dossier stands beside a form in Tasklist, and stays there */
    @PostMapping("/households/{caseNumber}/care/{personId}")
    String record(
            @PathVariable String caseNumber,
            @PathVariable long personId,
            @RequestParam(required = false) @Nullable String receiver,
            @RequestParam(required = false) @Nullable String receiverPhone,
            @RequestParam(required = false) @Nullable String receiverRelation,
            @RequestParam(required = false) @Nullable Long companionId,
            @RequestParam(required = false) @Nullable String companion,
            @RequestParam(required = false) @Nullable String companionCase,
            @RequestParam(defaultValue = "false") boolean embedded,
            @RequestParam Map<String, String> form,
            RedirectAttributes after) {
        Vetting.Care known =
                new Vetting.Care(receiver, receiverPhone, receiverRelation, companionId, companion, companionCase);
        String back = InDossier.does(
                () -> vetting.recordCare(caseNumber, personId, known), caseNumber, "care", embedded, after);
        if (after.getFlashAttributes().containsKey("refusal")) {
            after.addFlashAttribute("careSaid", Map.of(personId, form)); // nothing typed is lost
        }
        return back;
    }
}
