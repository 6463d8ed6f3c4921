package org.homeward.passage.web;

import java.util.Locale;
import org.homeward.passage.Devices;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The devices that scan: whose, how wrong their clocks are, what has not arrived; managers sign a lost one out. */
@Controller
class DevicesPage {

    private final Devices devices;
    private final MessageSource messages;

    DevicesPage(Devices devices, MessageSource messages) {
        this.devices = devices;
        this.messages = messages;
    }

    @GetMapping("/devices")
    String show(Model model) {
        model.addAttribute("devices", devices.list());
        return "devices";
    }

    @PostMapping("/devices/sign-out")
    String signOut(@RequestParam String device, Locale language, RedirectAttributes after) {
        devices.signOut(device);
        after.addFlashAttribute("notice", messages.getMessage("scans.devices.done", null, language));
        return "redirect:/devices";
    }

    @PostMapping("/devices/let-in")
    String letIn(@RequestParam String device, Locale language, RedirectAttributes after) {
        devices.letIn(device);
        after.addFlashAttribute("notice", messages.getMessage("scans.devices.letIn", null, language));
        return "redirect:/devices";
    }
}
