package org.homeward.planning.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.homeward.access.Refusal;
import org.homeward.planning.PlanChoices;
import org.homeward.planning.PlanOptions;
import org.homeward.planning.Planning;
import org.homeward.planning.SeatingPlans;
import org.homeward.planning.SeatingPlans.SeatingPlan;
import org.homeward.planning.plan.Plan;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Seating plans that programs ask for, read and approve. */
@RestController
class PlanApi {

    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final String NOT_FOUND =
            "This plan could not be found: in Cockpit an incident says why. Ask for another.";

    private static final String OPERATION = """
            {"snapshot": "2013-01-20T00:00:00Z", "destination": "SVO", "minConnectionMinutes": 120,
             "objective": {"priorityWeight": {"1": 1000, "2": 300}, "waitingPerDay": 0.1, "delayPerDay": 0.03, "movePrice": 50},
             "households": [{"id": "H1", "origin": "Damascus", "size": 4, "wheelchairs": 0, "stretchers": 1, "baggageKg": 80,
                             "priority": 2, "waitingDays": 12}],
             "legs": [{"id": "BUS-1", "kind": "convoy", "from": "Damascus", "to": "BEY", "departs": "2013-01-22T04:00:00Z",
                       "arrives": "2013-01-22T10:00:00Z", "exit": "MASNAA", "seats": 45, "wheelchairs": 2, "stretchers": 2,
                       "baggageKg": 2000},
                      {"id": "FL-1", "kind": "flight", "from": "BEY", "to": "SVO", "departs": "2013-01-22T12:00:00Z",
                       "arrives": "2013-01-22T16:00:00Z", "seats": 165, "wheelchairs": 2, "stretchers": 2, "baggageKg": 4000}],
             "quotas": [{"exit": "MASNAA", "day": "2013-01-22", "persons": 300}]}""";

    private final SentOperations sentOperations;
    private final Planning planning;
    private final SeatingPlans plans;
    private final PlanChoices choices;

    PlanApi(SentOperations sentOperations, Planning planning, SeatingPlans plans, PlanChoices choices) {
        this.sentOperations = sentOperations;
        this.planning = planning;
        this.plans = plans;
        this.choices = choices;
    }

    /** A household on its movements. @param movedFrom the movements on which it has been told seats before, if it is moved */
    record Seated(String household, List<String> legs, List<String> movedFrom) {}

    /** A household that is left. */
    record Left(String household, @Nullable String why) {}

    /** What more room would bring. @param sentence all of it in words */
    record Advised(String sentence, SeatingPlans.Advice advice) {}

    /**
     * A plan with everybody in it whom the officer may know of.
     *
     * @param gone who has fallen out of it since it was found, and why
     * @param advice null until it has been tried what more vehicles would bring
     */
    record Whole(
            long id,
            String state,
            @Nullable OffsetDateTime snapshot,
            @Nullable Double objective,
            @Nullable Double bound,
            @Nullable Double seconds,
            @Nullable Double movePrice,
            List<PlanOptions.Choice> choices,
            List<Seated> seated,
            List<Left> left,
            List<Left> gone,
            List<SeatingPlans.Limit> limits,
            @Nullable List<Advised> advice) {}

    @Operation(
            summary = "Ask for a seating plan",
            description =
                    "Without a body, or with options in it: finds the best seating for the operation as it stands, which"
                            + " then waits for approval. Nobody has seats by it yet. Nobody who has seats is moved unless"
                            + " movePrice says what it costs. With an operation in it, the same JSON as a file for --plan:"
                            + " plans that instead, and answers with the plan and no more: nothing is kept, and nobody has"
                            + " seats by it. It may stand as snapshot beside options, of which movePrice takes the place of"
                            + " its own. At most 50,000 households, 3,000 legs and 3,000 quotas, one operation at a time; half"
                            + " a minute. Options beside no snapshot are for the operation as it stands.")
    @PostMapping("/api/plans")
    @ApiResponse(
            responseCode = "201",
            description = "Found for the operation as it stands",
            content = @Content(schema = @Schema(implementation = Whole.class)))
    @ApiResponse(
            responseCode = "200",
            description = "Found for the operation that was sent",
            content = @Content(schema = @Schema(implementation = Plan.class)))
    ResponseEntity<?> request(
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content =
                                    @Content(
                                            schema = @Schema(implementation = PlanOptions.class),
                                            examples = {
                                                @ExampleObject(name = "options", value = "{\"movePrice\": 50}"),
                                                @ExampleObject(name = "operation", value = OPERATION)
                                            }))
                    @RequestBody(required = false)
                    @Nullable
                    PlanRequest request) {
        PlanRequest wanted = request == null ? PlanRequest.OF_NOTHING : request;
        if (wanted.sent() != null) {
            return ResponseEntity.ok(sentOperations.plan(wanted.sent()));
        }
        long id = planning.requestPlan(wanted.options());
        return ResponseEntity.created(URI.create("/api/plans/" + id)).body(whenDone(id));
    }

    @Operation(summary = "A seating plan")
    @GetMapping("/api/plans/{id}")
    Whole one(@PathVariable long id) {
        return whole(id);
    }

    @Operation(
            summary = "Find a seating plan anew",
            description = "For the operation as it stands now; these options take the place of all that it had to keep"
                    + " to.")
    @PostMapping("/api/plans/{id}/solve")
    Whole solve(@PathVariable long id, @RequestBody(required = false) @Nullable PlanOptions options) {
        planning.findPlanAnew(id, options == null ? PlanOptions.NONE : options);
        return whenDone(id);
    }

    @Operation(
            summary = "Approve a seating plan",
            description = "Everybody in it gets the seats, or nobody: if something has changed since, it is answered"
                    + " with 409, who can no longer be seated so is taken out of it (gone says why), and the others are offered"
                    + " again.")
    @PostMapping("/api/plans/{id}/commit")
    Whole commit(@PathVariable long id) {
        if (!planning.approvePlan(id)) {
            throw noLongerHolds(plans.get(id));
        }
        return whole(id);
    }

    static Refusal noLongerHolds(SeatingPlan plan) {
        return plan.state().equals("proposed")
                ? new Refusal.Conflict(
                        "Something has changed since the plan was found, so nobody has seats by it yet. Who no longer"
                                + " fits is out of it: look at the rest and approve it again.",
                        "plan")
                : new Refusal.Conflict(
                        "Something has changed since the plan was found, and nobody in it fits any more.", "plan");
    }

    private Whole whole(long id) {
        SeatingPlan plan = plans.get(id);
        return new Whole(
                plan.id(),
                plan.state(),
                plan.snapshot(),
                plan.objective(),
                plan.bound(),
                plan.seconds(),
                plan.movePrice(),
                choices.made(id).stream()
                        .map(made -> new PlanOptions.Choice(made.caseNumber(), made.choice(), made.reason()))
                        .toList(),
                plans.all(id, false).stream()
                        .map(line -> new Seated(line.caseNumber(), line.legs(), line.movedFrom()))
                        .toList(),
                plans.all(id, true).stream()
                        .map(line -> new Left(line.caseNumber(), line.why()))
                        .toList(),
                plans.allGone(id).stream()
                        .map(gone -> new Left(gone.caseNumber(), gone.why()))
                        .toList(),
                plans.limits(id),
                plan.advised()
                        ? plans.advice(id).stream()
                                .map(advice -> new Advised(advice.sentence(), advice))
                                .toList()
                        : null);
    }

    /** The plan once the engine has done all that it does by itself; as it is by then if that takes unheard-of long. */
    private Whole whenDone(long id) {
        long end = System.nanoTime() + LONGEST.toNanos();
        try {
            while (planning.planIsUnderWay(id) && System.nanoTime() < end) {
                Thread.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (plans.get(id).state().equals("asked") && planning.planIsGivenUp(id)) {
            throw new Refusal.Conflict(NOT_FOUND, "plan");
        }
        return whole(id);
    }
}
