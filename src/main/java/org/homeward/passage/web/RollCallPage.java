package org.homeward.passage.web;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.homeward.access.Refusal;
import org.homeward.movement.Guests;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.passage.Checkpoint;
import org.homeward.passage.Incidents;
import org.homeward.passage.Passage;
import org.homeward.passage.RollCall;
import org.homeward.passage.RollCall.Party;
import org.homeward.passage.Scan;
import org.homeward.passage.Scans;
import org.homeward.passage.Verdict;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The roll call of a movement: count people by household at one checkpoint, see who is missing, note who was refused. */
@Controller
class RollCallPage {

    private static final String BACK = "redirect:/movements/{code}/roll-call";

    private final Movements movements;
    private final RollCall rollCall;
    private final Scans scans;
    private final Passage passage;
    private final Guests guests;
    private final Clock clock;
    private final MessageSource messages;

    RollCallPage(
            Movements movements,
            RollCall rollCall,
            Scans scans,
            Passage passage,
            Guests guests,
            Clock clock,
            MessageSource messages) {
        this.movements = movements;
        this.rollCall = rollCall;
        this.scans = scans;
        this.passage = passage;
        this.guests = guests;
        this.clock = clock;
        this.messages = messages;
    }

    /** A checkpoint with how many have been counted there, of how many. */
    record Stop(Checkpoint checkpoint, long counted, long expected) {}

    @GetMapping("/movements/{code}/roll-call")
    String show(@PathVariable String code, @RequestParam(required = false) @Nullable String checkpoint, Model model) {
        Movement movement = movement(code);
        List<Party> parties = rollCall.parties(movement);
        List<Stop> stops = Checkpoint.of(movement.kind()).stream()
                .map(stop -> new Stop(stop, counted(parties, stop), expected(parties, stop)))
                .toList();
        model.addAttribute("movement", movement);
        model.addAttribute("parties", parties);
        model.addAttribute("stops", stops);
        Checkpoint here = checkpoint == null ? next(stops) : checkpoint(checkpoint, movement);
        model.addAttribute("here", here);
        model.addAttribute("beforeItLeft", isBeforeItLeft(movement, here));
        model.addAttribute("guests", here.isCompared() ? guests.counted(movement.id(), here.word()) : List.of());
        model.addAttribute("reasons", Passage.REASONS);
        model.addAttribute("incidents", Incidents.KINDS);
        model.addAttribute("keptBack", rollCall.keptBack(movement));
        model.addAttribute("conflicts", rollCall.conflicts(movement));
        return "roll-call";
    }

    /** @param person those who are here; {@code party}: or all of this household; {@code left}: it left before its time */
    @PostMapping("/movements/{code}/roll-call")
    String count(
            @PathVariable String code,
            @RequestParam String checkpoint,
            @RequestParam(required = false) @Nullable List<Long> person,
            @RequestParam(required = false) @Nullable String party,
            @RequestParam(defaultValue = "false") boolean left,
            Locale language,
            RedirectAttributes after) {
        Movement movement = movement(code);
        Checkpoint here = checkpoint(checkpoint, movement);
        if (asksWhetherItLeft(movement, here, left, language, after)) {
            return back(movement, here, after);
        }
        Instant now = clock.instant();
        List<Scan> counted = (party == null || party.isEmpty()
                        ? Stream.ofNullable(person).flatMap(List::stream)
                        : members(movement, party, here))
                .map(id -> new Scan("page-" + UUID.randomUUID(), String.valueOf(id), movement.code(), here, now))
                .toList();
        List<Verdict> verdicts = scans.take(counted);
        long taken = verdicts.stream().filter(verdict -> verdict.why() == null).count();
        after.addFlashAttribute("notice", messages.getMessage("passage.counted", new Object[] {taken}, language));
        List<String> whys = verdicts.stream()
                .flatMap(verdict -> Stream.ofNullable(verdict.worded().why()))
                .toList();
        if (!whys.isEmpty()) {
            after.addFlashAttribute(
                    "refusal",
                    messages.getMessage("passage.notCounted", new Object[] {whys.size()}, language) + " "
                            + String.join(" ", whys.stream().distinct().toList()));
        }
        return back(movement, here, after);
    }

    @PostMapping("/movements/{code}/roll-call/refusals")
    String refuse(
            @PathVariable String code,
            @RequestParam String checkpoint,
            @RequestParam(required = false) @Nullable Long person,
            @RequestParam(defaultValue = "") String reason,
            Locale language,
            RedirectAttributes after) {
        Movement movement = movement(code);
        Checkpoint here = checkpoint(checkpoint, movement);
        try {
            if (person == null) {
                throw new Refusal("Choose who was turned away.", "person");
            }
            passage.refuse(movement.code(), here, person, reason);
            after.addFlashAttribute("notice", messages.getMessage("passage.refusalNoted", null, language));
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
        }
        return back(movement, here, after);
    }

    /**
     * @param kept whose guests have been counted; {@code persons}: how many of them are here, {@code seen}: how many were
     *     noted when the page was opened; {@code left}: it left before its time
     */
    @PostMapping("/movements/{code}/roll-call/guests")
    String countGuests(
            @PathVariable String code,
            @RequestParam String checkpoint,
            @RequestParam long kept,
            @RequestParam(defaultValue = "") String persons,
            @RequestParam(defaultValue = "") String seen,
            @RequestParam(defaultValue = "false") boolean left,
            Locale language,
            RedirectAttributes after) {
        Movement movement = movement(code);
        Checkpoint here = checkpoint(checkpoint, movement);
        try {
            if (!here.isCompared()) {
                throw new Refusal("Guests are counted at boarding and on arrival.", "checkpoint");
            }
            if (asksWhetherItLeft(movement, here, left, language, after)) {
                after.addFlashAttribute("typed", Map.of(kept, persons));
                return back(movement, here, after);
            }
            guests.count(movement.id(), kept, here.word(), number(persons), number(seen));
            after.addFlashAttribute("notice", messages.getMessage("passage.guests.counted", null, language));
        } catch (Refusal.NotFound notThere) {
            throw notThere;
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
            after.addFlashAttribute("typed", Map.of(kept, persons));
        }
        return back(movement, here, after);
    }

    private static @Nullable Integer number(String written) {
        try {
            return Integer.valueOf(written.strip());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Says so on the page, unless the officer has answered already. */
    private boolean asksWhetherItLeft(
            Movement movement, Checkpoint here, boolean left, Locale language, RedirectAttributes after) {
        if (left) {
            after.addFlashAttribute("saidThatItLeft", true); // once, for those who come next as well
            return false;
        }
        if (!isBeforeItLeft(movement, here)) {
            return false;
        }
        after.addFlashAttribute("refusal", messages.getMessage("passage.hasItLeft", null, language));
        return true;
    }

    /** By the plan; a tired officer who has the wrong movement before them is asked, a device that scans is not. */
    private boolean isBeforeItLeft(Movement movement, Checkpoint here) {
        return here.isOnTheWay()
                && !movement.hasLeft()
                && !movement.isCancelled()
                && clock.instant().isBefore(movement.departs());
    }

    private static String back(Movement movement, Checkpoint here, RedirectAttributes after) {
        after.addAttribute("code", movement.code());
        after.addAttribute("checkpoint", here.word());
        return BACK;
    }

    private Stream<Long> members(Movement movement, String caseNumber, Checkpoint here) {
        return rollCall.parties(movement).stream()
                .filter(party -> party.caseNumber().equals(caseNumber))
                .flatMap(party -> party.passengers().stream())
                .filter(passenger -> passenger.isExpectedAt(here) && !passenger.at(here))
                .map(RollCall.Passenger::id);
    }

    private static long counted(List<Party> parties, Checkpoint stop) {
        return parties.stream()
                .flatMap(party -> party.passengers().stream())
                .filter(passenger -> passenger.at(stop))
                .count();
    }

    private static long expected(List<Party> parties, Checkpoint stop) {
        return parties.stream()
                .flatMap(party -> party.passengers().stream())
                .filter(passenger -> passenger.isExpectedAt(stop))
                .count();
    }

    private static Checkpoint next(List<Stop> stops) {
        return stops.stream()
                .filter(stop -> stop.counted() < Math.max(stop.expected(), 1))
                .findFirst()
                .orElse(stops.get(stops.size() - 1))
                .checkpoint();
    }

    private static Checkpoint checkpoint(String word, Movement movement) {
        return Checkpoint.called(word)
                .filter(checkpoint -> checkpoint.isOn(movement.kind()))
                .orElseThrow(() -> new Refusal(
                        "A " + movement.kind() + " has no checkpoint of that name. Choose one on the roll call.",
                        "checkpoint"));
    }

    private Movement movement(String code) {
        return movements
                .find(code)
                .orElseThrow(
                        () -> new Refusal.NotFound("There is no movement with this code. Check it letter by letter."));
    }
}
