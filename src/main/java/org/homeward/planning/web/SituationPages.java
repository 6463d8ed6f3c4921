package org.homeward.planning.web;

import java.util.List;
import java.util.Locale;
import org.homeward.access.Refusal;
import org.homeward.planning.ChangedHouseholds;
import org.homeward.planning.ChangedMovements;
import org.homeward.planning.Disruptions;
import org.homeward.planning.LastLooks;
import org.homeward.situation.Exits;
import org.homeward.situation.Governorates;
import org.homeward.situation.SituationChange;
import org.homeward.situation.SituationChanges;
import org.homeward.situation.SituationChanges.Report;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where managers report a change of the situation, see whom it affects before it is made, make it, and undo it. */
@Controller
class SituationPages {

    private final ChangedMovements changed;
    private final ChangedHouseholds met;
    private final SituationChanges changes;
    private final Disruptions disruptions;
    private final LastLooks looks;
    private final Exits exits;
    private final Governorates governorates;
    private final MessageSource texts;

    SituationPages(
            ChangedMovements changed,
            ChangedHouseholds met,
            SituationChanges changes,
            Disruptions disruptions,
            LastLooks looks,
            Exits exits,
            Governorates governorates,
            MessageSource texts) {
        this.changed = changed;
        this.met = met;
        this.changes = changes;
        this.disruptions = disruptions;
        this.looks = looks;
        this.exits = exits;
        this.governorates = governorates;
        this.texts = texts;
    }

    /** What is typed into the form. */
    record Typed(
            @Nullable String kind,
            @Nullable String subject,
            @Nullable String value) {

        Report report() {
            return new Report(kind, subject, number());
        }

        private @Nullable Integer number() {
            if (value == null || value.isBlank()) {
                return null;
            }
            try {
                return Integer.valueOf(value.strip());
            } catch (NumberFormatException e) {
                throw new Refusal("Write the number in digits.", "value");
            }
        }
    }

    /** @param before the last number of the page before this one */
    @GetMapping("/situation")
    String all(@RequestParam(required = false) @Nullable Long before, Model model) {
        return page(new Typed(null, null, null), before, model);
    }

    @PostMapping("/situation")
    String report(@ModelAttribute Typed typed, RedirectAttributes after, Model model) {
        long id;
        try {
            id = disruptions.report(typed.report());
        } catch (Refusal refusal) {
            model.addAttribute("refusal", refusal.sentence());
            model.addAttribute("field", refusal.field());
            return page(typed, null, model);
        }
        try {
            disruptions.look(id);
        } catch (Refusal overtaken) { // the report stands: in the form again it would be sent twice
            after.addFlashAttribute("refusal", overtaken.sentence());
        }
        return toChange(id, after);
    }

    private String page(Typed typed, @Nullable Long before, Model model) {
        List<SituationChange> newest = changes.newest(before == null ? Long.MAX_VALUE : before);
        model.addAttribute("typed", typed);
        model.addAttribute("changes", newest);
        model.addAttribute("stopped", disruptions.stopped());
        model.addAttribute("givenUp", disruptions.givenUp());
        model.addAttribute("next", newest.size() == SituationChanges.PAGE ? newest.get(newest.size() - 1) : null);
        model.addAttribute("exits", exits.all());
        model.addAttribute("governorates", governorates.all());
        return "situation";
    }

    /** @param after the place of the last household on the page before this one */
    @GetMapping("/situation/{id}")
    String one(@PathVariable long id, @RequestParam(defaultValue = "0") long after, Model model) {
        SituationChange change = changes.get(id);
        model.addAttribute("change", change);
        model.addAttribute("lines", changed.of(id));
        model.addAttribute("stopped", disruptions.isStopped(id));
        model.addAttribute("givenUp", disruptions.isGivenUp(id));
        model.addAttribute("atWork", change.state().equals("applying") || disruptions.isBeingUndone(id));
        model.addAttribute("look", looks.of(id).orElse(null));
        if (change.wasMade()) {
            model.addAttribute("outcome", met.outcome(id));
            model.addAttribute("page", met.page(id, after));
        }
        if (change.state().equals("reported")) {
            model.addAttribute("page", looks.households(id, after));
            try {
                disruptions.stillToDecide(id);
            } catch (Refusal refusal) {
                model.addAttribute("refusal", refusal.sentence());
            }
        }
        return "situation-change";
    }

    @PostMapping("/situation/{id}/look")
    String look(@PathVariable long id, RedirectAttributes after, Locale locale) {
        return done(id, () -> disruptions.look(id), "situation.looked", after, locale);
    }

    @PostMapping("/situation/{id}/approve")
    String approve(@PathVariable long id, RedirectAttributes after, Locale locale) {
        return done(id, () -> approveAfterLook(id), "situation.approved", after, locale);
    }

    /** What an alert, a program or a correction has reported may have been looked at by nobody. */
    private void approveAfterLook(long id) {
        SituationChange change = changes.inState(id, "reported");
        if (looks.of(id).isEmpty()) {
            throw new Refusal.Conflict("Look first whom " + change.name() + " would affect.", "id");
        }
        disruptions.approve(id);
    }

    @PostMapping("/situation/{id}/discard")
    String discard(@PathVariable long id, RedirectAttributes after, Locale locale) {
        return done(id, () -> disruptions.discard(id), "situation.discarded", after, locale);
    }

    @PostMapping("/situation/{id}/stop")
    String stop(@PathVariable long id, RedirectAttributes after, Locale locale) {
        return done(id, () -> disruptions.stop(id), "situation.stopped", after, locale);
    }

    @PostMapping("/situation/{id}/go-on")
    String goOn(@PathVariable long id, RedirectAttributes after, Locale locale) {
        return done(id, () -> disruptions.goOn(id), "situation.goesOn", after, locale);
    }

    @PostMapping("/situation/{id}/end")
    String end(@PathVariable long id, RedirectAttributes after, Locale locale) {
        return done(id, () -> disruptions.end(id), "situation.ended", after, locale);
    }

    @PostMapping("/situation/{id}/undo")
    String undo(@PathVariable long id, RedirectAttributes after, Locale locale) {
        return done(id, () -> disruptions.undo(id), "situation.undone", after, locale);
    }

    private String done(long id, Runnable deed, String notice, RedirectAttributes after, Locale locale) {
        try {
            deed.run();
            after.addFlashAttribute("notice", texts.getMessage(notice, null, locale));
        } catch (Refusal.NotFound unknown) {
            throw unknown;
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
        }
        return toChange(id, after);
    }

    private static String toChange(long id, RedirectAttributes after) {
        after.addAttribute("id", id);
        return "redirect:/situation/{id}";
    }
}
