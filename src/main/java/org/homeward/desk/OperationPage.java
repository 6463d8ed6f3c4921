package org.homeward.desk;

import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Where everybody is. The page asks for itself anew every few seconds. */
@Controller
class OperationPage {

    private final Operation operation;

    OperationPage(Operation operation) {
        this.operation = operation;
    }

    @GetMapping("/operation")
    String operation(Locale language, Model model) {
        model.addAttribute("operation", operation.now(language));
        return "operation";
    }
}
