package org.homeward.arrival.web;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.arrival.HandOvers;
import org.homeward.arrival.Lodging;
import org.homeward.arrival.Reception;
import org.homeward.arrival.Reception.Party;
import org.homeward.arrival.Reception.Said;
import org.homeward.arrival.Station;
import org.homeward.household.Person;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Who has landed and waits at which station; reception officers see to them here, without Tasklist. */
@Controller
class ReceptionPage {

    private static final int FIRST_OF_EACH = 10;
    private static final int MOST_OF_ONE = 200;

    private final Reception reception;
    private final Lodging lodging;
    private final HandOvers handOvers;
    private final Clock clock;
    private final MessageSource texts;

    ReceptionPage(Reception reception, Lodging lodging, HandOvers handOvers, Clock clock, MessageSource texts) {
        this.reception = reception;
        this.lodging = lodging;
        this.handOvers = handOvers;
        this.clock = clock;
        this.texts = texts;
    }

    /** @param places where all of them find beds */
    record Row(Party party, List<Person> members, List<Lodging.Place> places) {}

    @GetMapping("/reception")
    String show(@RequestParam(name = "station", required = false) @Nullable String written, Model model) {
        String station = PlainText.orNull(written);
        List<Party> parties = reception.parties(station, station == null ? FIRST_OF_EACH : MOST_OF_ONE);
        Map<Long, List<Person>> members = reception.members(parties);
        List<Lodging.Place> places = lodging.all();
        Map<String, List<Row>> rows = parties.stream()
                .map(party -> row(party, members.getOrDefault(party.householdId(), List.of()), places))
                .collect(Collectors.groupingBy(row -> row.party().station()));
        model.addAttribute("now", clock.instant().atOffset(ZoneOffset.UTC));
        model.addAttribute("landed", reception.landed());
        model.addAttribute("queues", reception.queues());
        model.addAttribute("stations", Station.values());
        model.addAttribute("rows", rows);
        model.addAttribute("chosen", station);
        model.addAttribute("free", lodging.fitting(places, 1, false));
        model.addAttribute("placesKept", places.stream().anyMatch(place -> !place.retired()));
        model.addAttribute("children", handOvers.waiting());
        return "reception";
    }

    private Row row(Party party, List<Person> members, List<Lodging.Place> places) {
        return new Row(party, members, lodging.fitting(places, members.size(), Lodging.needAccess(members)));
    }

    /** Opens the task of a station in Tasklist. */
    @GetMapping("/reception/tasks")
    String inTasklist(@RequestParam("case") String caseNumber, @RequestParam String station) {
        return "redirect:/camunda/app/tasklist/default/#/?task=" + reception.task(caseNumber, station(station));
    }

    /**
     * @param outcome a code of the station, or {@code centre:} and the id of a place to stay
     * @param deed {@code take} to begin, else it is done
     * @param visit as it stood on the page; none: they came though they did not wait there
     */
    @PostMapping("/reception/stations")
    String seenTo(
            @RequestParam("case") String caseNumber,
            @RequestParam String station,
            @RequestParam(defaultValue = "") String outcome,
            @RequestParam(defaultValue = "done") String deed,
            @RequestParam(required = false) @Nullable Long visit,
            @RequestParam(defaultValue = "") String city,
            @RequestParam(defaultValue = "") String leavesOn,
            @RequestParam(defaultValue = "false") boolean all,
            Locale language,
            RedirectAttributes after) {
        Station here = station(station);
        String number = PlainText.of(caseNumber);
        try {
            if (deed.equals("take")) {
                reception.take(number, here);
                notice("reception.taken", number, language, after);
            } else {
                reception.seenTo(number, here, said(outcome, visit, city, leavesOn));
                notice("reception.done", number, language, after);
            }
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", number + ": " + refusal.sentence());
            after.addFlashAttribute(
                    "entered", Map.of("case", number, "outcome", outcome, "city", city, "leavesOn", leavesOn));
        }
        if (!all) {
            after.addAttribute("station", here.word());
        }
        return "redirect:/reception";
    }

    private static Said said(String outcome, @Nullable Long visit, String city, String leavesOn) {
        String[] parts = outcome.split(":", 2);
        return new Said(parts[0], visit, parts.length > 1 ? place(parts[1]) : null, city, day(leavesOn));
    }

    private static Long place(String id) {
        try {
            return Long.valueOf(id);
        } catch (NumberFormatException e) {
            throw new Refusal.NotFound("There is no such place to stay.");
        }
    }

    private static @Nullable LocalDate day(String written) {
        try {
            return written.isBlank() ? null : LocalDate.parse(written.strip());
        } catch (DateTimeParseException e) {
            throw new Refusal("Write the day as 2013-01-22.", "leavesOn");
        }
    }

    private void notice(String what, String caseNumber, Locale language, RedirectAttributes after) {
        after.addFlashAttribute("notice", texts.getMessage(what, new Object[] {caseNumber}, language));
    }

    private static Station station(String word) {
        return Station.called(word).orElseThrow(() -> new Refusal.NotFound("There is no such station."));
    }
}
