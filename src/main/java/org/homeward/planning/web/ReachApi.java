package org.homeward.planning.web;

import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import org.homeward.planning.SeatsOutOfReach;
import org.homeward.situation.Reach;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Whose people cannot get to which governorate, for programs. */
@RestController
class ReachApi {

    private final Reach reach;
    private final SeatsOutOfReach seats;

    ReachApi(Reach reach, SeatsOutOfReach seats) {
        this.reach = reach;
        this.seats = seats;
    }

    /** @param seats who holds seats from where they cannot get to, as far as the officer may know of them */
    record Whole(List<Reach.Gap> gaps, List<SeatsOutOfReach.Line> seats) {}

    /**
     * What has changed.
     *
     * @param canGetThere whether they can get there from now on
     */
    record Change(@Nullable String peopleOf, @Nullable String place, boolean bothWays, boolean canGetThere) {}

    @Operation(
            summary = "Whose people cannot get to which governorate",
            description =
                    "By themselves, to muster there; all others can. Beside it the households that hold seats on a"
                            + " journey that begins where they cannot get to: they keep them.")
    @GetMapping("/api/situation/reach")
    Whole now() {
        return new Whole(reach.gaps(), seats.held());
    }

    @Operation(
            summary = "Say whose people cannot get to which governorate, or can again",
            description =
                    "peopleOf and place are governorates, by P-code or name, or * for all others; bothWays: the people"
                            + " of that place cannot get to the others either. Nobody is given seats from then on that begin"
                            + " where they cannot get to.")
    @PostMapping("/api/situation/reach")
    Whole change(@RequestBody Change change) {
        Reach.Said said = new Reach.Said(change.peopleOf(), change.place(), change.bothWays());
        if (change.canGetThere()) {
            reach.regained(said);
        } else {
            reach.lost(said);
        }
        return now();
    }
}
