package org.homeward.vetting.web;

import org.homeward.access.Refusal;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What an officer does in a dossier, and the way back to it. */
final class InDossier {

    private InDossier() {}

    /**
     * Does it, and leads back to where it stands in the dossier; a sentence about what is refused stands at its top.
     *
     * @param section of the dossier
     * @param embedded the dossier stands beside a form in Tasklist, and stays there
     */
    static String does(Runnable deed, String caseNumber, String section, boolean embedded, RedirectAttributes after) {
        after.addAttribute("caseNumber", caseNumber);
        String dossier = "redirect:/households/{caseNumber}" + (embedded ? "?embedded" : "");
        try {
            deed.run();
        } catch (Refusal.NotFound notThere) {
            throw notThere;
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
            return dossier;
        }
        return dossier + "#" + section;
    }
}
