package org.homeward.passage.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.passage.Checkpoint;
import org.homeward.passage.TakenAlong;
import org.homeward.passage.TakenAlong.Household;
import org.homeward.situation.Towns;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What the page for counting asks for while it has network: who is signed in, the movements of now, who is on each. */
@RestController
class CheckpointLists {

    private final TakenAlong takenAlong;
    private final Movements movements;
    private final Towns towns;
    private final CurrentOfficer officer;
    private final Clock clock;
    private final Duration kept;

    CheckpointLists(
            TakenAlong takenAlong,
            Movements movements,
            Towns towns,
            CurrentOfficer officer,
            Clock clock,
            @Value("${homeward.lists-kept}") Duration kept) {
        this.takenAlong = takenAlong;
        this.movements = movements;
        this.towns = towns;
        this.officer = officer;
        this.clock = clock;
        this.kept = kept;
    }

    /**
     * @param header the name of the header in which {@code token} is sent with scans; a page that was opened without network
     *     has none yet
     * @param keepSeconds after how long lists on the phone are no longer to be read
     */
    record SignedIn(String officer, String header, String parameter, String token, long keepSeconds) {}

    /** @param from and {@code to}: the towns in the officer's language */
    record Departure(
            String code,
            String kind,
            String from,
            String to,
            Instant departs,
            String state,
            List<String> checkpoints) {}

    /** @param asOf when this was so */
    record Manifest(
            String code,
            String kind,
            String origin,
            String destination,
            Instant departs,
            Instant asOf,
            List<String> checkpoints,
            List<Household> households) {}

    @GetMapping("/checkpoint/officer")
    SignedIn officer(CsrfToken token) {
        return new SignedIn(
                officer.name(), token.getHeaderName(), token.getParameterName(), token.getToken(), kept.toSeconds());
    }

    @GetMapping("/checkpoint/movements")
    List<Departure> movements(Locale language) {
        return takenAlong.movements().stream()
                .map(movement -> new Departure(
                        movement.code(),
                        movement.kind(),
                        towns.name(movement.origin(), language),
                        towns.name(movement.destination(), language),
                        movement.departs(),
                        movement.state(),
                        checkpoints(movement)))
                .toList();
    }

    @GetMapping("/checkpoint/movements/{code}")
    Manifest manifest(@PathVariable String code, Locale language) {
        Movement movement = movements
                .find(code)
                .orElseThrow(
                        () -> new Refusal.NotFound("There is no movement with this code. Check it letter by letter."));
        return new Manifest(
                movement.code(),
                movement.kind(),
                towns.name(movement.origin(), language),
                towns.name(movement.destination(), language),
                movement.departs(),
                clock.instant(),
                checkpoints(movement),
                takenAlong.households(movement));
    }

    private static List<String> checkpoints(Movement movement) {
        return Checkpoint.of(movement.kind()).stream().map(Checkpoint::word).toList();
    }
}
