package org.homeward.household;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.common.PDStream;

/** Takes out of a PDF who made it, with what, where and when: of the file, its pages, its pictures, the remarks on it and who signed it. */
final class SilentPdf {

    private static final List<String> ON_EVERYTHING = List.of("Metadata", "PieceInfo", "LastModified", "DSS", "Perms");
    private static final List<String> ON_REMARKS = List.of("T", "M", "CreationDate", "NM", "Subj");
    private static final List<String> SIGNATURES = List.of("Sig", "DocTimeStamp");
    private static final List<String> JPEG = List.of("DCTDecode", "DCT");
    private static final Map<Integer, String> ABOUT_COLOURS = Map.of(0xE0, "JFIF", 0xE2, "ICC_PROFILE", 0xEE, "Adobe");

    private SilentPdf() {}

    static void silence(COSDictionary dictionary) {
        ON_EVERYTHING.forEach(key -> dictionary.removeItem(COSName.getPDFName(key)));
        if (isRemark(dictionary)) {
            ON_REMARKS.forEach(key -> dictionary.removeItem(COSName.getPDFName(key)));
        }
        if (isSignature(dictionary)) {
            dictionary.clear();
        }
        if (dictionary instanceof COSStream stream && isJpeg(stream)) {
            writeAnew(stream);
        }
    }

    /** An annotation, but no field of a form: those are called by what stands at T. */
    private static boolean isRemark(COSDictionary dictionary) {
        return dictionary.containsKey(COSName.RECT)
                && dictionary.containsKey(COSName.SUBTYPE)
                && !COSName.WIDGET.equals(dictionary.getCOSName(COSName.SUBTYPE));
    }

    /** Who signed it, where and when. Written anew, it is no longer what they signed; how it looks on the page stays. */
    private static boolean isSignature(COSDictionary dictionary) {
        COSName type = dictionary.getCOSName(COSName.TYPE);
        return type != null && SIGNATURES.contains(type.getName()) || dictionary.containsKey(COSName.BYTERANGE);
    }

    private static boolean isJpeg(COSStream stream) {
        List<String> filters = BoundedPdf.filters(stream);
        return !filters.isEmpty() && JPEG.contains(filters.get(filters.size() - 1));
    }

    /** The pixels stay as they are packed: a page that is packed again and again becomes hard to read. */
    private static void writeAnew(COSStream stream) {
        try {
            byte[] pixels = withoutRemarks(packed(stream));
            COSBase parameters = stream.getDictionaryObject(COSName.DECODE_PARMS, COSName.DP);
            COSBase last =
                    parameters instanceof COSArray all && all.size() > 0 ? all.getObject(all.size() - 1) : parameters;
            try (OutputStream out = stream.createRawOutputStream()) {
                out.write(pixels);
            }
            stream.setItem(COSName.FILTER, COSName.DCT_DECODE);
            stream.removeItem(COSName.DP);
            if (last instanceof COSDictionary ofJpeg) {
                stream.setItem(COSName.DECODE_PARMS, ofJpeg);
            } else {
                stream.removeItem(COSName.DECODE_PARMS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JPEG, which some programs pack once more. */
    private static byte[] packed(COSStream stream) throws IOException {
        try (InputStream packed = new PDStream(stream).createInputStream(JPEG)) {
            byte[] jpeg = packed.readNBytes(BoundedPdf.MOST_HELD + 1);
            if (jpeg.length > BoundedPdf.MOST_HELD) {
                throw new UnfitCopy("burstingPdf");
            }
            return jpeg;
        }
    }

    /** Leaves out what cameras and programs write before the pixels, between and after them, but for what says the colours. */
    private static byte[] withoutRemarks(byte[] jpeg) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(jpeg.length);
        int at = beginning(jpeg);
        out.write(jpeg, at, Math.min(2, jpeg.length - at));
        at += 2;
        boolean inPixels = false;
        while (at + 1 < jpeg.length) {
            int marker = jpeg[at + 1] & 0xFF;
            if ((jpeg[at] & 0xFF) != 0xFF || marker == 0xFF) { // a pixel, or a filler
                out.write(jpeg, at, inPixels ? 1 : 0);
                at++;
            } else if (marker == 0 || marker >= 0xD0 && marker <= 0xD8) { // a pixel, or nothing with a length
                out.write(jpeg, at, inPixels && marker != 0xD8 ? 2 : 0);
                at += 2;
            } else if (marker == 0xD9) { // the end: some phones put a second picture behind it
                out.write(jpeg, at, 2);
                break;
            } else {
                int end = at + 4 > jpeg.length ? -1 : at + 2 + ((jpeg[at + 2] & 0xFF) << 8 | jpeg[at + 3] & 0xFF);
                if (end < at + 4 || end > jpeg.length) {
                    break;
                }
                if (!isRemark(marker, jpeg, at + 4, end)) {
                    out.write(jpeg, at, end - at);
                }
                inPixels |= marker == 0xDA;
                at = end;
            }
        }
        return out.toByteArray();
    }

    /** Where the first picture begins: what stands before it is none of it. */
    private static int beginning(byte[] jpeg) {
        for (int at = 0; at + 1 < jpeg.length; at++) {
            if ((jpeg[at] & 0xFF) == 0xFF && (jpeg[at + 1] & 0xFF) == 0xD8) {
                return at;
            }
        }
        return 0;
    }

    private static boolean isRemark(int marker, byte[] jpeg, int from, int end) {
        if (marker < 0xE0 || marker > 0xEF) {
            return marker == 0xFE;
        }
        String mark = ABOUT_COLOURS.get(marker);
        return mark == null || !new String(jpeg, from, end - from, StandardCharsets.ISO_8859_1).startsWith(mark);
    }
}
