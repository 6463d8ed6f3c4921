package org.homeward.desk;

import java.util.List;
import org.homeward.access.DemoOfficers;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Who does what, and where. */
@Controller
class StartPage {

    private static final List<String> GROUPS =
            List.of("consular", "vetting", "transport", "field", "reception", "managers", "designers", "camunda-admin");

    private final DemoOfficers demoOfficers;

    StartPage(DemoOfficers demoOfficers) {
        this.demoOfficers = demoOfficers;
    }

    @GetMapping("/")
    String start(Model model) {
        model.addAttribute("groups", GROUPS);
        model.addAttribute("demoOfficers", demoOfficers.list());
        return "start";
    }
}
