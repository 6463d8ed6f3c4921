package org.homeward.planning.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.homeward.movement.NewMovement;
import org.homeward.movement.Planned;
import org.homeward.planning.DepartureBoard;
import org.homeward.planning.Planning;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriUtils;

/** Movements that programs plan and read. */
@RestController
class MovementApi {

    private final Planning planning;
    private final DepartureBoard board;

    MovementApi(Planning planning, DepartureBoard board) {
        this.planning = planning;
        this.board = board;
    }

    @Operation(
            summary = "Plan a movement",
            description = "Starts its process. The same movement again is answered with 200 and adds nothing; another"
                    + " movement with the same code is refused with 409.")
    @PostMapping("/api/movements")
    @ApiResponse(responseCode = "201", description = "Planned", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "200", description = "Planned before", useReturnTypeSchema = true)
    ResponseEntity<DepartureBoard.Line> plan(@RequestBody NewMovement wanted) {
        Planned planned = planning.plan(wanted);
        DepartureBoard.Line line = board.named(planned.movement().code());
        return planned.known()
                ? ResponseEntity.ok(line)
                : ResponseEntity.created(
                                URI.create("/movements/" + UriUtils.encode(line.code(), StandardCharsets.UTF_8)))
                        .body(line);
    }

    @Operation(summary = "All movements, by departure", description = "With places taken by those you may know of.")
    @GetMapping("/api/movements")
    List<DepartureBoard.Line> all() {
        return board.all();
    }
}
