package org.homeward.rehearsal;

import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What simulated officers attach where a paper is needed: a page that says itself that it is none. */
final class RehearsedPaper {

    static final byte[] PDF = drawn();

    private RehearsedPaper() {}

    private static byte[] drawn() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new PdfRendererBuilder()
                    .withHtmlContent("<html><body><h1>Rehearsal: this is no paper</h1></body></html>", null)
                    .toStream(out)
                    .run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
