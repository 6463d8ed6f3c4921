package org.homeward.passage.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.homeward.access.Refusal;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.passage.Checkpoint;
import org.homeward.passage.Convoys;
import org.homeward.passage.Convoys.Lead;
import org.homeward.passage.RollCall;
import org.homeward.passage.RollCall.Party;
import org.homeward.passage.Transfers;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A vehicle on its way: who leads it, where it was last, roll calls at stops, breakdown and return. */
@Controller
class ConvoyPage {

    private final Movements movements;
    private final RollCall rollCall;
    private final Convoys convoys;
    private final Transfers transfers;
    private final MessageSource messages;

    ConvoyPage(Movements movements, RollCall rollCall, Convoys convoys, Transfers transfers, MessageSource messages) {
        this.movements = movements;
        this.rollCall = rollCall;
        this.convoys = convoys;
        this.transfers = transfers;
        this.messages = messages;
    }

    @GetMapping("/movements/{code}/convoy")
    String show(@PathVariable String code, Model model) {
        Movement movement = movements.named(code);
        model.addAttribute("movement", movement);
        model.addAttribute("lead", convoys.lead(movement.id()));
        model.addAttribute("positions", convoys.positions(movement.id()));
        model.addAttribute("alarm", convoys.alarm(movement.code()).orElse(null));
        model.addAttribute("parties", rollCall.parties(movement));
        model.addAttribute("stops", Checkpoint.of(movement.kind()));
        model.addAttribute("load", transfers.load(movement.id()));
        model.addAttribute("others", movement.isOver() ? List.of() : transfers.canTakeOver(movement));
        return "convoy";
    }

    @PostMapping("/movements/{code}/convoy/lead")
    String lead(
            @PathVariable String code,
            @RequestParam(required = false) @Nullable String leader,
            @RequestParam(required = false) @Nullable String phone,
            @RequestParam(required = false) @Nullable String radioChannel,
            @RequestParam(required = false) @Nullable String callSign,
            @RequestParam(required = false) @Nullable String escort,
            @RequestParam(required = false) @Nullable String plates,
            Locale language,
            RedirectAttributes after) {
        return done(code, after, movement -> {
            convoys.note(movement, new Lead(leader, phone, radioChannel, callSign, escort, plates));
            return said("convoy.lead.noted", language);
        });
    }

    @PostMapping("/movements/{code}/convoy/position")
    String position(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String place,
            @RequestParam(defaultValue = "") String at,
            Locale language,
            RedirectAttributes after) {
        return done(code, after, movement -> {
            convoys.isAt(movement, place, time(at));
            return said("convoy.position.noted", language);
        });
    }

    /** @param here case numbers of those who are all there; names of who is missing stand on the page afterwards */
    @PostMapping("/movements/{code}/convoy/stop")
    String stop(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String place,
            @RequestParam(defaultValue = "") String at,
            @RequestParam(required = false) @Nullable List<String> here,
            Locale language,
            RedirectAttributes after) {
        return done(code, after, movement -> {
            List<Party> missing = convoys.rollCallAt(movement, place, time(at), here == null ? List.of() : here);
            if (missing.isEmpty()) {
                return said("convoy.stop.balances", language);
            }
            after.addFlashAttribute("refusal", said("convoy.stop.missing", language, names(missing)));
            return null;
        });
    }

    private static String names(List<Party> missing) {
        return missing.stream()
                .map(party -> party.caseNumber() + " ("
                        + party.passengers().stream()
                                .map(RollCall.Passenger::name)
                                .collect(Collectors.joining(", "))
                        + ")")
                .collect(Collectors.joining("; "));
    }

    /** @param passed the last checkpoint that all have passed for certain; empty: as the counts say */
    @PostMapping("/movements/{code}/convoy/breakdown")
    String breakdown(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String onto,
            @RequestParam(defaultValue = "") String passed,
            Locale language,
            RedirectAttributes after) {
        return done(code, after, movement -> {
            transfers.breakDown(movement.code(), onto, passed.isEmpty() ? null : checkpoint(passed));
            return said("convoy.breakdown.done", language, onto);
        });
    }

    @PostMapping("/movements/{code}/convoy/return")
    String returnToStart(
            @PathVariable String code,
            @RequestParam(defaultValue = "false") boolean sure,
            Locale language,
            RedirectAttributes after) {
        return done(code, after, movement -> {
            if (!sure) {
                throw new Refusal("Tick that it turns round.", "sure");
            }
            transfers.returnToStart(movement.code());
            return said("convoy.return.done", language);
        });
    }

    /** Does it and says so, or says why not. @param deed null: it has said what there is to say itself */
    private String done(String code, RedirectAttributes after, Function<Movement, @Nullable String> deed) {
        Movement movement = movements.named(code);
        try {
            after.addFlashAttribute("notice", deed.apply(movement));
        } catch (Refusal refusal) {
            after.addFlashAttribute("refusal", refusal.sentence());
        }
        after.addAttribute("code", movement.code());
        return "redirect:/movements/{code}/convoy";
    }

    private static Checkpoint checkpoint(String word) {
        return Checkpoint.called(word)
                .orElseThrow(() -> new Refusal("Choose a checkpoint on the roll call.", "passed"));
    }

    private String said(String text, Locale language, Object... about) {
        return messages.getMessage(text, about, language);
    }

    private static @Nullable Instant time(String written) {
        try {
            return written.isBlank() ? null : LocalDateTime.parse(written).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new Refusal("The time cannot be read: choose a day and a time.", "at");
        }
    }
}
