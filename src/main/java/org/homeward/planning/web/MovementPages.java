package org.homeward.planning.web;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.homeward.access.Refusal;
import org.homeward.movement.KeptPlaces;
import org.homeward.movement.VehicleTypes;
import org.homeward.planning.AdvanceLists;
import org.homeward.planning.BoardedLists;
import org.homeward.planning.ChangedMovements;
import org.homeward.planning.DepartureBoard;
import org.homeward.planning.DepartureBoard.Line;
import org.homeward.planning.DepartureBoard.Mark;
import org.homeward.planning.HeadCounts;
import org.homeward.planning.HeadCounts.Step;
import org.homeward.planning.Manifests;
import org.homeward.planning.Objections;
import org.homeward.planning.Planning;
import org.homeward.planning.StandbyCalls;
import org.homeward.planning.WrittenMovement;
import org.homeward.situation.Exit;
import org.homeward.situation.Exits;
import org.homeward.situation.Towns;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where transport plans convoys and flights, and everybody sees how full they are and who is aboard. */
@Controller
class MovementPages {

    private final Planning planning;
    private final DepartureBoard board;
    private final KeptPlaces kept;
    private final VehicleTypes types;
    private final Manifests manifests;
    private final HeadCounts counts;
    private final StandbyCalls standby;
    private final ChangedMovements changed;
    private final AdvanceLists advanceLists;
    private final Objections objections;
    private final BoardedLists boarded;
    private final Exits exits;
    private final Towns towns;
    private final MessageSource texts;

    MovementPages(
            Planning planning,
            DepartureBoard board,
            KeptPlaces kept,
            VehicleTypes types,
            Manifests manifests,
            HeadCounts counts,
            StandbyCalls standby,
            ChangedMovements changed,
            AdvanceLists advanceLists,
            Objections objections,
            BoardedLists boarded,
            Exits exits,
            Towns towns,
            MessageSource texts) {
        this.planning = planning;
        this.board = board;
        this.kept = kept;
        this.types = types;
        this.manifests = manifests;
        this.counts = counts;
        this.standby = standby;
        this.changed = changed;
        this.advanceLists = advanceLists;
        this.objections = objections;
        this.boarded = boarded;
        this.exits = exits;
        this.towns = towns;
        this.texts = texts;
    }

    /** @param departs and {@code id}: where the page before this one ended */
    @GetMapping("/movements")
    String all(
            @RequestParam(defaultValue = "false") boolean over,
            @RequestParam(required = false) @Nullable Instant departs,
            @RequestParam(defaultValue = "0") long id,
            Model model) {
        List<Line> lines = over
                ? board.over(new Mark(departs == null ? Instant.parse("9999-01-01T00:00:00Z") : departs, id))
                : board.ahead(new Mark(departs == null ? Instant.EPOCH : departs, id));
        model.addAttribute("lines", lines);
        model.addAttribute("outsideHours", board.outsideHours(lines));
        model.addAttribute("over", over);
        model.addAttribute("seatsAtOnce", planning.seatsAtOnce());
        model.addAttribute("next", lines.size() == DepartureBoard.PAGE ? lines.get(lines.size() - 1) : null);
        return "movements";
    }

    @GetMapping("/movements/new")
    String empty(Model model) {
        return form(Map.of("kind", "convoy", "stretchers", "0", "wheelchairs", "0", "crew", "0"), null, model);
    }

    @PostMapping("/movements")
    String plan(
            @RequestParam Map<String, String> entered,
            Model model,
            RedirectAttributes after,
            HttpServletResponse response,
            Locale locale) {
        try {
            String code = planning.plan(WrittenMovement.read(WrittenMovement.chosen(entered)))
                    .movement()
                    .code();
            after.addFlashAttribute("notice", texts.getMessage("movements.planned", new Object[] {code}, locale));
            return toMovement(code, after);
        } catch (Refusal refusal) {
            response.setStatus(refusal instanceof Refusal.Conflict ? 409 : 422);
            return form(entered, refusal, model);
        }
    }

    @GetMapping("/movements/{code}")
    String one(@PathVariable String code, Model model, Locale locale) {
        Line line = board.named(code);
        model.addAttribute("movement", line);
        model.addAttribute("outsideHours", board.outsideHours(List.of(line)));
        model.addAttribute("exitHours", line.exit() == null ? null : hours(line.exit(), locale));
        model.addAttribute(
                "unknownTowns",
                Stream.of(line.origin(), line.destination())
                        .filter(town -> !towns.isKnown(town))
                        .toList());
        model.addAttribute("instructionsFrom", planning.instructionsFrom(line.code()));
        model.addAttribute("aboard", board.aboard(line.id()));
        model.addAttribute("kept", kept.on(line.id()));
        model.addAttribute("types", types.inUse(line.kind()));
        model.addAttribute("standby", standby.on(line.id()));
        model.addAttribute("met", changed.metBy(line.id()));
        if (!model.containsAttribute("toKeep")) {
            model.addAttribute("toKeep", Map.of());
        }
        Manifests.Manifest manifest = manifests.newest(line.id()).orElse(null);
        model.addAttribute("manifest", manifest);
        model.addAttribute("unwritten", manifest != null && line.changeable() ? manifests.unwritten(line.id()) : null);
        model.addAttribute("otherCarrier", manifests.otherCarrier(line.id()).orElse(null));
        model.addAttribute("versions", manifests.versions(line.id()));
        model.addAttribute("advanceList", advanceLists.newest(line.id()).orElse(null));
        model.addAttribute("objections", objections.on(line.id()));
        model.addAttribute("boardedList", boarded.of(line.id()).orElse(null));
        Step step = planning.awaitsArrival(line.code()) ? Step.BOARDING : Step.ARRIVAL;
        model.addAttribute("step", step);
        model.addAttribute(
                "differences",
                List.of("departed", "arrived").contains(line.state())
                        ? counts.differences(line.id(), step)
                        : List.of());
        return "movement";
    }

    private @Nullable String hours(String exit, Locale locale) {
        return exits.find(exit).map(Exit::hours).map(hours -> hours.in(locale)).orElse(null);
    }

    @PostMapping("/movements/{code}/crossing")
    String crossing(
            @PathVariable String code,
            @RequestParam(defaultValue = "false") boolean anyway,
            RedirectAttributes after,
            Locale locale) {
        return change(
                code,
                anyway ? "movements.crosses.noted" : "movements.crosses.not.noted",
                after,
                locale,
                () -> planning.crossesAnyway(code, anyway));
    }

    @PostMapping("/movements/{code}/manifest")
    String manifest(@PathVariable String code, RedirectAttributes after, Locale locale) {
        return change(code, "movements.manifest.next.done", after, locale, () -> manifests.writeNext(code));
    }

    @PostMapping("/movements/{code}/cancel")
    String cancel(@PathVariable String code, RedirectAttributes after, Locale locale) {
        return change(code, "movements.cancelled", after, locale, () -> planning.cancel(code));
    }

    @PostMapping("/movements/{code}/delay")
    String delay(
            @PathVariable String code,
            @RequestParam Map<String, String> entered,
            RedirectAttributes after,
            Locale locale) {
        return change(
                code,
                "movements.delayed",
                after,
                locale,
                () -> planning.delay(code, WrittenMovement.time(entered, "departs")));
    }

    @PostMapping("/movements/{code}/instructions")
    String instructions(
            @PathVariable String code,
            @RequestParam Map<String, String> entered,
            RedirectAttributes after,
            Locale locale) {
        return change(
                code,
                "movements.instructions.set",
                after,
                locale,
                () -> planning.releaseInstructions(code, WrittenMovement.time(entered, "instructions")));
    }

    @PostMapping("/movements/{code}/vehicle")
    String vehicle(
            @PathVariable String code,
            @RequestParam Map<String, String> entered,
            RedirectAttributes after,
            Locale locale) {
        return change(code, "movements.vehicleChanged", after, locale, () -> otherVehicle(code, entered));
    }

    private void otherVehicle(String code, Map<String, String> entered) {
        String type = entered.getOrDefault("vehicleType", "");
        if (!type.isBlank()) {
            planning.changeVehicle(code, type);
            return;
        }
        planning.changeVehicle(
                code,
                WrittenMovement.places(entered, "seats"),
                WrittenMovement.places(entered, "stretchers"),
                WrittenMovement.places(entered, "wheelchairs"),
                WrittenMovement.baggage(entered));
    }

    @PostMapping("/movements/{code}/offered-by")
    String offeredBy(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String offeredBy,
            RedirectAttributes after,
            Locale locale) {
        return change(code, "movements.offeredBy.noted", after, locale, () -> planning.offeredBy(code, offeredBy));
    }

    @PostMapping("/planning/rounds")
    String round(RedirectAttributes after, Locale locale) {
        planning.requestRound();
        after.addFlashAttribute("notice", texts.getMessage("movements.roundBegun", null, locale));
        return "redirect:/movements";
    }

    private String change(String code, String done, RedirectAttributes after, Locale locale, Runnable deed) {
        try {
            deed.run();
            after.addFlashAttribute("notice", texts.getMessage(done, new Object[] {code}, locale));
        } catch (Refusal.NotFound notThere) {
            throw notThere;
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
        }
        return toMovement(code, after);
    }

    private static String toMovement(String code, RedirectAttributes after) {
        after.addAttribute("code", code);
        return "redirect:/movements/{code}";
    }

    private String form(Map<String, String> entered, @Nullable Refusal refusal, Model model) {
        model.addAttribute("entered", entered);
        model.addAttribute("exits", exits.all());
        model.addAttribute("types", types.inUse());
        model.addAttribute("refusal", refusal == null ? null : refusal.sentence());
        model.addAttribute("wrong", refusal == null ? null : refusal.field());
        return "movement-new";
    }
}
