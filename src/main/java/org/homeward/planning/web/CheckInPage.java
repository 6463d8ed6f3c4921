package org.homeward.planning.web;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.homeward.access.Refusal;
import org.homeward.planning.CheckIn;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Check-in for a flight: field officers see who has come, give families their seats and note their baggage. */
@Controller
@RequestMapping("/movements/{code}/check-in")
class CheckInPage {

    private static final String SEAT = "seat-";

    private final CheckIn checkIn;
    private final MessageSource texts;

    CheckInPage(CheckIn checkIn, MessageSource texts) {
        this.checkIn = checkIn;
        this.texts = texts;
    }

    @GetMapping
    String show(@PathVariable String code, Model model) {
        model.addAttribute("sheet", checkIn.read(code));
        return "check-in";
    }

    @PostMapping("/seats")
    String seats(@PathVariable String code, RedirectAttributes after, Locale locale) {
        try {
            long left = checkIn.giveSeats(code);
            after.addFlashAttribute("notice", texts.getMessage("border.checkIn.given", null, locale));
            if (left > 0) {
                after.addFlashAttribute(
                        "warning", texts.getMessage("border.checkIn.noSeatLeft", new Object[] {left}, locale));
            }
        } catch (Refusal.NotFound notThere) {
            throw notThere;
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
        }
        return back(code, after);
    }

    /** What was typed stays where it is refused. @param entered {@code seat-} with the person's number for each seat */
    @PostMapping("/{caseNumber}")
    String note(
            @PathVariable String code,
            @PathVariable String caseNumber,
            @RequestParam Map<String, String> entered,
            RedirectAttributes after,
            Locale locale) {
        try {
            checkIn.note(
                    code,
                    caseNumber,
                    seats(entered),
                    entered.getOrDefault("pieces", ""),
                    entered.getOrDefault("kg", ""));
            after.addFlashAttribute(
                    "notice", texts.getMessage("border.checkIn.noted", new Object[] {caseNumber}, locale));
        } catch (Refusal.NotFound notThere) {
            throw notThere;
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
            Map<String, String> typed = new HashMap<>(entered);
            typed.put("case", caseNumber);
            after.addFlashAttribute("entered", typed);
        }
        return back(code, after);
    }

    private static Map<Long, String> seats(Map<String, String> entered) {
        Map<Long, String> seats = new LinkedHashMap<>();
        entered.forEach((name, seat) -> {
            if (name.matches(SEAT + "\\d{1,18}")) {
                seats.put(Long.valueOf(name.substring(SEAT.length())), seat);
            }
        });
        return seats;
    }

    private static String back(String code, RedirectAttributes after) {
        after.addAttribute("code", code);
        return "redirect:/movements/{code}/check-in";
    }
}
