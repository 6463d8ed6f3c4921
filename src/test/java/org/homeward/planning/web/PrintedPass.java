package org.homeward.planning.web;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;

/** A pass as somebody at a checkpoint has it in hand. */
record PrintedPass(byte[] pdf, int pages, String text, String metadata, BufferedImage picture) {

    static PrintedPass of(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            PDFTextStripper reader = new PDFTextStripper();
            reader.setSortByPosition(true);
            return new PrintedPass(
                    pdf,
                    document.getNumberOfPages(),
                    reader.getText(document).replaceAll("\\s+", " "),
                    document.getDocumentInformation().getCOSObject().toString(),
                    new PDFRenderer(document).renderImageWithDPI(0, 150));
        }
    }

    /** What a scanner reads from the paper. */
    String square() throws Exception {
        int width = picture.getWidth();
        int height = picture.getHeight();
        int[] dots = picture.getRGB(0, 0, width, height, null, 0, width);
        return new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, dots))))
                .getText();
    }

    /** For a look. */
    void keep(String name) throws IOException {
        Files.write(Files.createDirectories(Path.of("target/papers")).resolve(name + ".pdf"), pdf);
    }
}
