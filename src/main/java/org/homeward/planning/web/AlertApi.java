package org.homeward.planning.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.homeward.planning.Alerts;
import org.homeward.planning.OutgoingAlerts;
import org.homeward.situation.CapWriter;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Alerts of CAP 1.2 that programs send and fetch. */
@RestController
class AlertApi {

    private static final String CAP = "application/cap+xml";

    private final Alerts alerts;
    private final OutgoingAlerts outgoing;

    AlertApi(Alerts alerts, OutgoingAlerts outgoing) {
        this.alerts = alerts;
        this.outgoing = outgoing;
    }

    @Operation(
            summary = "Hand over an alert",
            description =
                    "CAP 1.2, at most 1 MB. Each area that is a governorate or an exit of the operation is reported as"
                            + " a change, on which a manager decides; the others are listed for correction. The same alert again is"
                            + " answered with 200 and changes nothing.")
    @PostMapping(path = "/api/situation/alerts", consumes = CAP)
    @ApiResponse(responseCode = "201", description = "Taken", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "200", description = "Taken before", useReturnTypeSchema = true)
    ResponseEntity<Alerts.Taken> take(@RequestBody byte[] alert) {
        Alerts.Taken taken = alerts.take(alert);
        return ResponseEntity.status(taken.known() ? HttpStatus.OK : HttpStatus.CREATED)
                .body(taken);
    }

    @Operation(
            summary = "The alert of a change",
            description =
                    "CAP 1.2 in English, Russian and Arabic; of a change that has been undone, the alert that cancels"
                            + " it. It says nothing of who is affected.")
    @GetMapping(path = "/api/situation/{id}/cap.xml", produces = CAP)
    byte[] alert(@PathVariable long id) {
        return CapWriter.write(outgoing.of(id));
    }
}
