package org.homeward.passage.web;

import io.swagger.v3.oas.annotations.Operation;
import org.homeward.passage.PersonJourneys;
import org.homeward.passage.PersonJourneys.PersonJourney;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** One person's journey for programs. */
@RestController
class JourneyApi {

    private final PersonJourneys journeys;

    JourneyApi(PersonJourneys journeys) {
        this.journeys = journeys;
    }

    @Operation(
            summary = "The journey of one person",
            description =
                    "On which movements, where counted, when by our clock and by the device's, by whom; and scans of"
                            + " theirs that did not fit, with what was decided. The token is a person's, as in"
                            + " GET /api/households/{caseNumber}, or that of the pass of a household of one. Reading it is on record.")
    @GetMapping("/api/people/{token}/journey")
    PersonJourney journey(@PathVariable String token) {
        return journeys.of(token);
    }
}
