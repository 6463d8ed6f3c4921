package org.homeward.planning.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.homeward.movement.NewMovement;
import org.homeward.movement.Planned;
import org.homeward.planning.DepartureBoard;
import org.homeward.planning.Manifests;
import org.homeward.planning.MovementImport;
import org.homeward.planning.Planning;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.util.UriUtils;

/** Movements that programs plan and read. */
@RestController
class MovementApi {

    private final Planning planning;
    private final MovementImport imports;
    private final DepartureBoard board;
    private final Manifests manifests;

    MovementApi(Planning planning, MovementImport imports, DepartureBoard board, Manifests manifests) {
        this.planning = planning;
        this.imports = imports;
        this.board = board;
        this.manifests = manifests;
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

    @Operation(
            summary = "Plan a day's movements from a file",
            description =
                    "CSV in UTF-8 with a heading for each field of a movement. What is right is planned, the rest is"
                            + " listed for correction; the corrected file can be sent whole again.")
    @PostMapping(path = "/api/movements/import", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    MovementImport.Taken take(@RequestPart("file") MultipartFile file) throws IOException {
        return imports.take(file.getBytes());
    }

    @Operation(
            summary = "Write the next version of a manifest",
            description = "Once one has gone out, until departure, if it would say something else; it goes out at once."
                    + " One that is written and has not gone out goes out as it is, if nothing has changed since.")
    @PostMapping("/api/movements/{code}/manifest")
    @ResponseStatus(HttpStatus.CREATED)
    Manifests.Version writeNext(@PathVariable String code) {
        return manifests.writeNext(code);
    }

    @Operation(summary = "All movements, by departure", description = "With places taken by those you may know of.")
    @GetMapping("/api/movements")
    List<DepartureBoard.Line> all() {
        return board.all();
    }
}
