package org.homeward.desk;

import java.util.List;
import org.homeward.desk.Accounting.Account;
import org.homeward.desk.Accounting.Count;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where everybody is: the numbers, which add up to all who are registered, and the persons behind each. */
@Controller
class AccountedForPage {

    private final Accounting accounting;
    private final ListDifferences lists;

    AccountedForPage(Accounting accounting, ListDifferences lists) {
        this.accounting = accounting;
        this.lists = lists;
    }

    /** @param after the person at the end of the page before */
    @GetMapping("/accounted-for")
    String show(
            @RequestParam(defaultValue = "") String whereabouts,
            @RequestParam(defaultValue = "false") boolean overdue,
            @RequestParam(defaultValue = "0") long after,
            Model model) {
        List<Count> counts = accounting.counts();
        List<Account> people = accounting.page(whereabouts, overdue, after);
        model.addAttribute("counts", counts);
        model.addAttribute("persons", counts.stream().mapToInt(Count::persons).sum());
        model.addAttribute(
                "overduePersons", counts.stream().mapToInt(Count::overdue).sum());
        model.addAttribute("whereabouts", whereabouts);
        model.addAttribute("overdue", overdue);
        model.addAttribute("people", people);
        model.addAttribute("differences", lists.now());
        if (people.size() == Accounting.PAGE) {
            model.addAttribute("after", people.get(people.size() - 1).person());
        }
        return "accounted-for";
    }
}
