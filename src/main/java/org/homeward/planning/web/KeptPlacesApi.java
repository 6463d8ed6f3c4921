package org.homeward.planning.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.io.IOException;
import java.util.List;
import org.homeward.movement.KeptPlaces;
import org.homeward.movement.KeptPlaces.Kept;
import org.homeward.movement.Movements;
import org.homeward.planning.GuestLists;
import org.homeward.planning.GuestLists.GuestsAdded;
import org.homeward.planning.Planning;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Places kept for others, and their guests, as programs keep them. */
@RestController
@RequestMapping("/api/movements/{code}/kept-places")
class KeptPlacesApi {

    private final Planning planning;
    private final Movements movements;
    private final KeptPlaces places;
    private final GuestLists lists;

    KeptPlacesApi(Planning planning, Movements movements, KeptPlaces places, GuestLists lists) {
        this.planning = planning;
        this.movements = movements;
        this.places = places;
        this.lists = lists;
    }

    /** @param taker a state by its code, or a delegation by its name; places not given are none */
    @Schema(name = "PlacesToKeep")
    record Wanted(
            @Nullable String taker,
            @Nullable Integer seats,
            @Nullable Integer stretchers,
            @Nullable Integer wheelchairs) {}

    @Operation(summary = "Places kept for others on a movement")
    @GetMapping
    List<Kept> all(@PathVariable String code) {
        return places.on(movements.named(code).id());
    }

    @Operation(
            summary = "Keep places for a state or a delegation",
            description = "Instead of those kept for it before; nobody else is given them until they are released.")
    @PostMapping
    Kept keep(@PathVariable String code, @RequestBody Wanted wanted) {
        return planning.keepPlaces(
                code,
                wanted.taker(),
                orNone(wanted.seats()),
                orNone(wanted.stretchers()),
                orNone(wanted.wheelchairs()));
    }

    @Operation(
            summary = "Add guests from a file",
            description =
                    "CSV in UTF-8 with the headings name, sex, born, nationality, document, place. All are added, or"
                            + " nobody: then the answer is 422 and lists the rows to correct.")
    @PostMapping(path = "/{id}/guests", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ResponseEntity<GuestsAdded> addGuests(
            @PathVariable String code, @PathVariable long id, @RequestPart("file") MultipartFile file)
            throws IOException {
        GuestsAdded added = lists.addAll(code, id, file.getBytes());
        return ResponseEntity.status(added.corrections().isEmpty() ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_ENTITY)
                .body(added);
    }

    @Operation(summary = "Release places", description = "Their guests are taken off; households may be given them.")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void release(@PathVariable String code, @PathVariable long id) {
        planning.releasePlaces(code, id);
    }

    private static int orNone(@Nullable Integer places) {
        return places == null ? 0 : places;
    }
}
