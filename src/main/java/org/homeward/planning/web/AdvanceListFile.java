package org.homeward.planning.web;

import java.nio.charset.StandardCharsets;
import org.homeward.access.Refusal;
import org.homeward.contact.Letters;
import org.homeward.planning.AdvanceListFiles;
import org.homeward.planning.AdvanceLists;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The advance list as the files that are mailed, for an officer who hands it over. */
@Controller
class AdvanceListFile {

    private final AdvanceLists lists;
    private final AdvanceListFiles files;

    AdvanceListFile(AdvanceLists lists, AdvanceListFiles files) {
        this.lists = lists;
        this.files = files;
    }

    @GetMapping("/movements/{code}/advance-list.{ending}")
    ResponseEntity<byte[]> file(@PathVariable String code, @PathVariable String ending) {
        Letters.File file = files.of(lists.byHand(code)).stream()
                .filter(one -> one.name().endsWith("." + ending))
                .findFirst()
                .orElseThrow(() -> new Refusal.NotFound("There is no such file."));
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(file.type()))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(file.name(), StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .body(file.content());
    }
}
