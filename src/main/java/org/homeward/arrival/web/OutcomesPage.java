package org.homeward.arrival.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.homeward.access.SafeCsv;
import org.homeward.arrival.WhatBecame;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What became of those who are home, as a number that the operation can report; on a page and as CSV. */
@Controller
class OutcomesPage {

    private final WhatBecame whatBecame;
    private final MessageSource texts;

    OutcomesPage(WhatBecame whatBecame, MessageSource texts) {
        this.whatBecame = whatBecame;
        this.texts = texts;
    }

    @GetMapping("/reception/outcomes")
    String show(Model model) {
        model.addAttribute("counts", whatBecame.counts());
        return "outcomes";
    }

    @GetMapping("/reception/outcomes.csv")
    void csv(HttpServletResponse response, Locale language) throws IOException {
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"outcomes.csv\"");
        SafeCsv csv = SafeCsv.forPeople(response.getWriter());
        csv.line("outcome", "in words", "households", "persons");
        for (WhatBecame.Count count : whatBecame.counts()) {
            csv.line(
                    count.outcome(),
                    texts.getMessage("reception.became." + count.outcome(), null, language),
                    count.households(),
                    count.persons());
        }
    }
}
