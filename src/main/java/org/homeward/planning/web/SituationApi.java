package org.homeward.planning.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import java.util.List;
import org.homeward.access.Refusal;
import org.homeward.planning.ChangeOutcome;
import org.homeward.planning.ChangePreview;
import org.homeward.planning.ChangedHouseholds;
import org.homeward.planning.ChangedMovements;
import org.homeward.planning.Disruptions;
import org.homeward.situation.SituationChange;
import org.homeward.situation.SituationChanges;
import org.homeward.situation.SituationChanges.Report;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Changes of the situation that programs report: looked at, made, undone. */
@RestController
class SituationApi {

    private final ChangedMovements changed;
    private final ChangedHouseholds met;
    private final SituationChanges changes;
    private final Disruptions disruptions;

    SituationApi(ChangedMovements changed, ChangedHouseholds met, SituationChanges changes, Disruptions disruptions) {
        this.changed = changed;
        this.met = met;
        this.changes = changes;
        this.disruptions = disruptions;
    }

    /**
     * A change, whether somebody has stopped it, and what has become of each movement.
     *
     * @param givenUp whether a step of it has failed too often: it does not go on by itself
     * @param outcome what has become of the people, as far as the officer may know of them; null if it has not been made
     */
    record Whole(
            SituationChange change,
            boolean stopped,
            boolean givenUp,
            List<ChangedMovements.Line> movements,
            @Nullable ChangeOutcome outcome) {}

    /** Which change. */
    record Which(@Nullable Long id) {}

    @Operation(
            summary = "Who would be affected by a change",
            description =
                    "Which movements it cancels, now or at their freeze, or puts off; who loses seats by it, keeps them"
                            + " until a freeze (waits), is only put off or on the road, what the planner would do instead, and"
                            + " by how much later they are home; of those who wait, the same if the exit stays closed"
                            + " (ifItStaysClosed, and instead in a line of fate WAITS). For an exit that opens or admits more, who"
                            + " would get seats or be home sooner; for a danger that grows, who there waits or has seats and"
                            + " becomes more urgent (moreUrgent), and who of them gets seats by it. In numbers, and in affected"
                            + " household by household. Nothing changes.")
    @PostMapping("/api/situation/preview")
    ChangePreview preview(@RequestBody Report report) {
        return disruptions.preview(report);
    }

    @Operation(
            summary = "Make a change",
            description =
                    "kind is exitCloses, exitOpens, quotaChanges, riskChanges, movementLost or roadCut; subject is an exit's"
                            + " or a movement's code, or a governorate's P-code (a road is cut to an exit or in a"
                            + " governorate); value is a quota in persons a day (none: as many as come), a risk of 1 to 4, or the"
                            + " hours for which a road is cut. Movements are cancelled or put off one after the other from then"
                            + " on.")
    @PostMapping("/api/situation/apply")
    @ApiResponse(responseCode = "201", description = "It is being made", useReturnTypeSchema = true)
    ResponseEntity<Whole> apply(@RequestBody Report report) {
        long id = disruptions.make(report);
        return ResponseEntity.created(URI.create("/api/situation/" + id)).body(whole(id));
    }

    @Operation(
            summary = "Undo a change",
            description =
                    "Exits, quotas and dangers are as before, an exit that opened only if nobody has been given seats over"
                            + " it since and closing it cancels nothing at once; what it cancelled is reopened, and what"
                            + " it put off leaves as before, if there is still time, no other change cuts the road, and the exit still"
                            + " admits them that day; seats are offered by the next planning round.")
    @PostMapping("/api/situation/undo")
    Whole undo(@RequestBody Which which) {
        if (which.id() == null) {
            throw new Refusal("Say which change is to be undone.", "id");
        }
        disruptions.undo(which.id());
        return whole(which.id());
    }

    @Operation(
            summary = "A change, and what has become of each movement and of the people",
            description =
                    "outcome says how many of those whose seats it took have others by now, wait for some, or are not"
                            + " in the queue, how many leave later with the same seats, and how many that had put leaving off"
                            + " were asked again (woken); null if it has not been made. stopped and givenUp say why it does"
                            + " not go on: by a manager's word, or since a step has failed too often.")
    @GetMapping("/api/situation/{id}")
    Whole one(@PathVariable long id) {
        return whole(id);
    }

    private Whole whole(long id) {
        SituationChange change = changes.get(id);
        return new Whole(
                change,
                disruptions.isStopped(id),
                disruptions.isGivenUp(id),
                changed.of(id),
                change.wasMade() ? met.outcome(id) : null);
    }
}
