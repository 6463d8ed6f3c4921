package org.homeward.desk;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.homeward.access.Refusal;
import org.homeward.passage.Conflicts;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What Tasklist asks us about its tasks, of which it knows the ids only. */
@Controller
class TaskPages {

    /** Seating plans and changes of the situation. */
    private static final Pattern NUMBERED = Pattern.compile("(PLAN|CHANGE)-(\\d+)");

    private final TaskCards cards;

    TaskPages(TaskCards cards) {
        this.cards = cards;
    }

    /** A line or two for each of these tasks, by task id; tasks that this officer may not know of are left out. */
    @GetMapping("/tasks/cards")
    @ResponseBody
    Map<String, TaskCards.Card> cards(@RequestParam("task") List<String> tasks, Locale language) {
        return cards.of(tasks, language);
    }

    /** The page about what a task is about: a household's dossier, a movement, a plan, a change, or scans of nothing known. */
    @GetMapping("/tasks/{task}/dossier")
    String dossier(@PathVariable String task, RedirectAttributes to) {
        TaskCards.Subject subject = cards.subject(task);
        if (subject == null) {
            throw new Refusal.NotFound("This task is no longer there, or it is about no household.");
        }
        Matcher numbered = NUMBERED.matcher(subject.key());
        if (numbered.matches()) {
            to.addAttribute("number", numbered.group(2));
            return "redirect:" + (numbered.group(1).equals("PLAN") ? "/plans" : "/situation") + "/{number}?embedded";
        }
        if (subject.key().equals(Conflicts.OF_NOTHING_KNOWN)) {
            return "redirect:/scans/conflicts?embedded";
        }
        to.addAttribute("key", subject.key());
        if (subject.movement()) {
            return "redirect:/movements/{key}?embedded";
        }
        if (subject.concern() == null) {
            return "redirect:/households/{key}?embedded";
        }
        to.addAttribute("concern", subject.concern());
        return "redirect:/households/{key}?embedded&concern={concern}";
    }
}
