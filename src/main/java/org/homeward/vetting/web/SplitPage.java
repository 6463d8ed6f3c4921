package org.homeward.vetting.web;

import java.util.HashMap;
import java.util.Map;
import org.homeward.access.Refusal;
import org.homeward.vetting.Vetting;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What the grown-ups of a family say to its being split. */
@Controller
class SplitPage {

    private final Vetting vetting;

    SplitPage(Vetting vetting) {
        this.vetting = vetting;
    }

    /**
     * @param form {@code answer.4711}: what the person of this id says; {@code reason} and {@code remark}
     * @param embedded the dossier stands beside a form in Tasklist, and stays there
     */
    @PostMapping("/households/{caseNumber}/split")
    String agree(
            @PathVariable String caseNumber,
            @RequestParam Map<String, String> form,
            @RequestParam(defaultValue = "false") boolean embedded,
            RedirectAttributes after) {
        try {
            vetting.agreeToSplit(
                    caseNumber, new Vetting.FamilysWord(answers(form), form.get("reason"), form.get("remark")));
        } catch (Refusal.NotFound notThere) {
            throw notThere;
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
            after.addFlashAttribute("said", form); // nothing typed is lost
            return dossier(caseNumber, embedded, after); // the sentence stands at its top
        }
        return dossier(caseNumber, embedded, after) + "#split";
    }

    private static String dossier(String caseNumber, boolean embedded, RedirectAttributes after) {
        after.addAttribute("caseNumber", caseNumber);
        return "redirect:/households/{caseNumber}" + (embedded ? "?embedded" : "");
    }

    private static Map<Long, String> answers(Map<String, String> form) {
        Map<Long, String> answers = new HashMap<>();
        form.forEach((field, answer) -> {
            if (field.matches("answer\\.\\d{1,18}") && !answer.isEmpty()) {
                answers.put(Long.valueOf(field.substring("answer.".length())), answer);
            }
        });
        return answers;
    }
}
