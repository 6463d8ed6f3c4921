package org.homeward.planning.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.movement.Guests;
import org.homeward.movement.KeptPlaces;
import org.homeward.movement.KeptPlaces.Kept;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.NewGuest;
import org.homeward.planning.GuestLists;
import org.homeward.planning.GuestLists.GuestsAdded;
import org.homeward.planning.Planning;
import org.homeward.planning.WrittenMovement;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where transport keeps places for others on a movement, and writes their lists of guests. */
@Controller
@RequestMapping("/movements/{code}/kept")
class KeptPlacesPages {

    private final Planning planning;
    private final Movements movements;
    private final KeptPlaces places;
    private final Guests guests;
    private final GuestLists lists;
    private final Audit audit;
    private final MessageSource texts;

    KeptPlacesPages(
            Planning planning,
            Movements movements,
            KeptPlaces places,
            Guests guests,
            GuestLists lists,
            Audit audit,
            MessageSource texts) {
        this.planning = planning;
        this.movements = movements;
        this.places = places;
        this.guests = guests;
        this.lists = lists;
        this.audit = audit;
        this.texts = texts;
    }

    @PostMapping
    String keep(
            @PathVariable String code,
            @RequestParam Map<String, String> entered,
            RedirectAttributes after,
            Locale locale) {
        try {
            planning.keepPlaces(
                    code,
                    entered.get("taker"),
                    WrittenMovement.places(entered, "seats"),
                    WrittenMovement.places(entered, "stretchers"),
                    WrittenMovement.places(entered, "wheelchairs"));
            after.addFlashAttribute("notice", texts.getMessage("kept.kept", null, locale));
        } catch (Refusal.NotFound notThere) {
            throw notThere;
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
            after.addFlashAttribute("toKeep", entered);
        }
        return toMovement(code, after);
    }

    @GetMapping("/{id}")
    String list(@PathVariable String code, @PathVariable long id, Model model) {
        return page(code, id, Map.of(), "", model);
    }

    @PostMapping("/{id}/release")
    String release(@PathVariable String code, @PathVariable long id, RedirectAttributes after, Locale locale) {
        try {
            planning.releasePlaces(code, id);
            after.addFlashAttribute("notice", texts.getMessage("kept.released", null, locale));
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
        }
        return toMovement(code, after);
    }

    @PostMapping("/{id}/guests")
    String add(
            @PathVariable String code,
            @PathVariable long id,
            @RequestParam Map<String, String> entered,
            Model model,
            RedirectAttributes after,
            HttpServletResponse response,
            Locale locale) {
        try {
            lists.add(code, id, NewGuest.read(entered));
        } catch (Refusal.NotFound notThere) {
            throw notThere;
        } catch (Refusal refusal) {
            response.setStatus(422);
            model.addAttribute("refusal", refusal.sentence());
            model.addAttribute("wrong", refusal.field());
            return page(code, id, entered, "", model);
        }
        after.addFlashAttribute("notice", texts.getMessage("guests.added", new Object[] {1}, locale));
        return toList(code, id, after);
    }

    /**
     * A table from a file or as it is pasted; if it is wrong, nobody has been added, and it comes back to be corrected
     * unless it is too large.
     */
    @PostMapping("/{id}/guests/table")
    String addAll(
            @PathVariable String code,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String table,
            @RequestParam(required = false) @Nullable MultipartFile file,
            Model model,
            RedirectAttributes after,
            HttpServletResponse response,
            Locale locale)
            throws IOException {
        byte[] content = file != null && !file.isEmpty() ? file.getBytes() : table.getBytes(StandardCharsets.UTF_8);
        String written = content.length > GuestLists.MOST_BYTES ? "" : new String(content, StandardCharsets.UTF_8);
        try {
            GuestsAdded done = lists.addAll(code, id, content);
            if (done.corrections().isEmpty()) {
                after.addFlashAttribute(
                        "notice", texts.getMessage("guests.added", new Object[] {done.added()}, locale));
                return toList(code, id, after);
            }
            model.addAttribute("flaws", done.corrections());
        } catch (Refusal.NotFound notThere) {
            throw notThere;
        } catch (Refusal refusal) {
            model.addAttribute("refusal", refusal.sentence());
        }
        response.setStatus(422);
        return page(code, id, Map.of(), written, model);
    }

    @PostMapping("/{id}/guests/{guest}/remove")
    String remove(
            @PathVariable String code,
            @PathVariable long id,
            @PathVariable long guest,
            RedirectAttributes after,
            Locale locale) {
        try {
            lists.remove(code, id, guest);
            after.addFlashAttribute("notice", texts.getMessage("guests.removed", null, locale));
        } catch (Refusal.NotFound notThere) {
            throw notThere;
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
        }
        return toList(code, id, after);
    }

    private String page(String code, long id, Map<String, String> entered, String table, Model model) {
        Movement movement = movements.named(code);
        Kept kept = places.get(movement.id(), id);
        audit.recordOf("read", movement.code(), "guests of " + kept.taker());
        model.addAttribute("movement", movement);
        model.addAttribute("kept", kept);
        model.addAttribute("guests", guests.on(movement.id(), kept.taker(), null));
        model.addAttribute("fields", String.join(",", NewGuest.FIELDS));
        model.addAttribute("entered", entered);
        model.addAttribute("table", table);
        if (!model.containsAttribute("flaws")) {
            model.addAttribute("flaws", List.of());
        }
        return "kept-places";
    }

    private static String toMovement(String code, RedirectAttributes after) {
        after.addAttribute("code", code);
        return "redirect:/movements/{code}";
    }

    private static String toList(String code, long id, RedirectAttributes after) {
        after.addAttribute("code", code);
        after.addAttribute("id", id);
        return "redirect:/movements/{code}/kept/{id}";
    }
}
