package org.homeward.planning.web;

import org.homeward.contact.Enclosure.Pdf;
import org.homeward.planning.Passes;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Where officers print the pass of a household, once it has been told where and when its journey begins. */
@Controller
class PassFile {

    private final Passes passes;
    private final PassPaper paper;

    PassFile(Passes passes, PassPaper paper) {
        this.passes = passes;
        this.paper = paper;
    }

    @GetMapping("/households/{caseNumber}/pass.pdf")
    ResponseEntity<byte[]> pass(@PathVariable String caseNumber) {
        Pdf pdf = paper.of(passes.read(caseNumber));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .cacheControl(CacheControl.noStore())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(pdf.fileName())
                                .build()
                                .toString())
                .body(pdf.content());
    }
}
