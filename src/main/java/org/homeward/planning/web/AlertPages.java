package org.homeward.planning.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.planning.Alerts;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where managers hand over alerts of others as files, and say what an area is that nobody has made out. */
@Controller
@RequestMapping("/situation/alerts")
class AlertPages {

    private final Alerts alerts;
    private final MessageSource texts;

    AlertPages(Alerts alerts, MessageSource texts) {
        this.alerts = alerts;
        this.texts = texts;
    }

    @GetMapping
    String all(Model model) {
        model.addAttribute("alerts", alerts.newest());
        return "alerts";
    }

    @PostMapping
    String take(
            @RequestPart("file") MultipartFile file,
            Model model,
            HttpServletResponse response,
            RedirectAttributes after,
            Locale locale)
            throws IOException {
        try {
            Alerts.Taken taken = alerts.take(file.getBytes());
            after.addFlashAttribute(
                    "notice",
                    texts.getMessage(
                            taken.known() ? "alerts.known" : "alerts.taken",
                            new Object[] {taken.identifier()},
                            locale));
            return "redirect:/situation/alerts";
        } catch (Refusal refusal) {
            response.setStatus(refusal instanceof Refusal.Conflict ? 409 : 422);
            model.addAttribute("refusal", refusal.sentence());
            return all(model);
        }
    }

    /** @param danger as typed */
    @PostMapping("/areas/{area}")
    String correct(
            @PathVariable long area,
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable String danger,
            RedirectAttributes after) {
        try {
            after.addAttribute("id", alerts.correct(area, subject, number(danger)));
            return "redirect:/situation/{id}";
        } catch (Refusal.NotFound unknown) {
            throw unknown;
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
            return "redirect:/situation/alerts";
        }
    }

    @PostMapping("/areas/{area}/leave-out")
    String leaveOut(@PathVariable long area, RedirectAttributes after) {
        try {
            alerts.leaveOut(area);
        } catch (Refusal.Conflict settled) {
            after.addFlashAttribute("refusal", settled.sentence());
        }
        return "redirect:/situation/alerts";
    }

    private static @Nullable Integer number(@Nullable String written) {
        String text = PlainText.of(written);
        try {
            return text.isEmpty() ? null : Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new Refusal("Write the number in digits.", "danger");
        }
    }
}
