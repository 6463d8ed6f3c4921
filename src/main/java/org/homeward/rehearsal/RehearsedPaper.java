package org.homeward.rehearsal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;

/** What simulated officers attach where a paper is needed: a page that says itself that it is none. */
final class RehearsedPaper {

    static final byte[] PDF = drawn();

    private RehearsedPaper() {}

    private static byte[] drawn() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PDDocument paper = new PDDocument()) {
            PDPage page = new PDPage();
            paper.addPage(page);
            try (PDPageContentStream text = new PDPageContentStream(paper, page)) {
                text.beginText();
                text.setFont(new PDType1Font(FontName.HELVETICA_BOLD), 24);
                text.newLineAtOffset(60, 700);
                text.showText("Rehearsal: this is no paper");
                text.endText();
            }
            paper.save(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
