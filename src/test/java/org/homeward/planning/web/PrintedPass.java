package org.homeward.planning.web;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/** A pass, or another paper, as somebody at a checkpoint has it in hand. */
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

    /** The glyphs of each line as they stand on the paper, from left to right. */
    List<List<TextPosition>> lines() throws IOException {
        Map<Integer, List<TextPosition>> lines = new TreeMap<>();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            new PDFTextStripper() {
                @Override
                protected void processTextPosition(TextPosition glyph) {
                    lines.computeIfAbsent(Math.round(glyph.getYDirAdj()), unseen -> new ArrayList<>())
                            .add(glyph);
                }
            }.getText(document);
        }
        lines.values().forEach(line -> line.sort(Comparator.comparing(TextPosition::getXDirAdj)));
        return List.copyOf(lines.values());
    }

    /** For a look. */
    void keep(String name) throws IOException {
        Files.write(Files.createDirectories(Path.of("target/papers")).resolve(name + ".pdf"), pdf);
    }
}
