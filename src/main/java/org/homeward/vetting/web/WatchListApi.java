package org.homeward.vetting.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.homeward.vetting.watchlist.Version;
import org.homeward.vetting.watchlist.WatchLists;
import org.homeward.vetting.watchlist.WatchLists.Loaded;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Watch-lists for programs. */
@RestController
class WatchListApi {

    private final WatchLists lists;
    private final ListDesk desk;

    WatchListApi(WatchLists lists, ListDesk desk) {
        this.lists = lists;
        this.desk = desk;
    }

    /**
     * @param version counts all versions of all lists
     * @param date the list's own, where it says one
     * @param known the current version already: nothing has changed
     * @param screening {@code under way} or {@code done}: everyone is screened again against a new version
     */
    @Schema(name = "WatchListVersion")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Answer(
            long version,
            String kind,
            @Nullable LocalDate date,
            String source,
            String loadedBy,
            Instant loadedAt,
            boolean current,
            int persons,
            int notPeople,
            int added,
            int changed,
            int removed,
            @Nullable String warning,
            List<String> unknownCountries,
            String screening,
            long newHits,
            @Nullable Boolean known) {

        static Answer of(Version version, @Nullable Boolean known) {
            return new Answer(
                    version.id(),
                    version.kind(),
                    version.dated(),
                    version.source(),
                    version.loadedBy(),
                    version.loadedAt(),
                    version.current(),
                    version.persons(),
                    version.notPeople(),
                    version.added(),
                    version.changed(),
                    version.removed(),
                    version.warning(),
                    version.unknownCountries(),
                    version.screenedAt() == null ? "under way" : "done",
                    version.newHits(),
                    known);
        }
    }

    @Operation(
            summary = "Load a version of a watch-list",
            description =
                    "kind = un, ofac or national; file once or several times (ofac: SDN, ALT and ADD), or url; date"
                            + " where the list does not say its own. Malformed files are refused whole with the line. Everyone is"
                            + " then screened again in the background. A national list is CSV with the columns id, name,"
                            + " native_name, born, sex, nationality, document, reason; several values in one are parted by |.")
    @PostMapping(path = "/api/watch-lists", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @ApiResponse(responseCode = "201", description = "A new version", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "200", description = "The current version already", useReturnTypeSchema = true)
    ResponseEntity<Answer> load(
            @RequestParam String kind,
            @RequestParam(required = false) @Nullable List<MultipartFile> file,
            @RequestParam(required = false) @Nullable List<String> url,
            @RequestParam(required = false) @Nullable String date)
            throws IOException {
        Loaded loaded = desk.load(kind, file, url, date);
        return ResponseEntity.status(loaded.known() ? HttpStatus.OK : HttpStatus.CREATED)
                .body(Answer.of(loaded.version(), loaded.known()));
    }

    @Operation(summary = "All versions of the watch-lists", description = "The newest first.")
    @GetMapping("/api/watch-lists")
    List<Answer> all() {
        return lists.versions().stream()
                .map(version -> Answer.of(version, null))
                .toList();
    }
}
