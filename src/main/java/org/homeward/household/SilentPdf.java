package org.homeward.household;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.common.PDStream;

/** Takes out of a PDF who made it, with what, where and when: of the file, its pages, its pictures and the remarks on it. */
final class SilentPdf {

    private static final List<String> ON_EVERYTHING = List.of("Metadata", "PieceInfo", "LastModified");
    private static final List<String> ON_REMARKS = List.of("T", "M", "CreationDate", "NM", "Subj");
    private static final List<String> JPEG = List.of("DCTDecode", "DCT");

    private SilentPdf() {}

    static void silence(COSDictionary dictionary) {
        ON_EVERYTHING.forEach(key -> dictionary.removeItem(COSName.getPDFName(key)));
        if (isRemark(dictionary)) {
            ON_REMARKS.forEach(key -> dictionary.removeItem(COSName.getPDFName(key)));
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

    private static boolean isJpeg(COSStream stream) {
        COSBase filters = stream.getFilters();
        COSBase last = filters instanceof COSArray all && all.size() > 0 ? all.getObject(all.size() - 1) : filters;
        return last instanceof COSName name && JPEG.contains(name.getName());
    }

    /** The pixels stay as they are packed: a page that is packed again and again becomes hard to read. */
    private static void writeAnew(COSStream stream) {
        try (InputStream packed = new PDStream(stream).createInputStream(JPEG)) {
            byte[] pixels = withoutRemarks(packed.readAllBytes());
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

    /** Leaves out what cameras and programs write between the beginning and the pixels, but for what says the colours. */
    private static byte[] withoutRemarks(byte[] jpeg) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(jpeg.length);
        out.write(jpeg, 0, Math.min(2, jpeg.length));
        int at = 2;
        while (at + 4 <= jpeg.length && (jpeg[at] & 0xFF) == 0xFF) {
            int marker = jpeg[at + 1] & 0xFF;
            if (marker == 0xFF) { // a filler
                at++;
                continue;
            }
            int end = at + 2 + ((jpeg[at + 2] & 0xFF) << 8 | jpeg[at + 3] & 0xFF);
            if (marker == 0xDA || end > jpeg.length || end < at + 4) {
                break;
            }
            if (!isRemark(marker)) {
                out.write(jpeg, at, end - at);
            }
            at = end;
        }
        out.write(jpeg, Math.min(at, jpeg.length), Math.max(0, jpeg.length - at));
        return out.toByteArray();
    }

    /** JFIF (E0), the profile of colours (E2) and Adobe's word on them (EE) are none. */
    private static boolean isRemark(int marker) {
        return marker == 0xFE || marker >= 0xE1 && marker <= 0xEF && marker != 0xE2 && marker != 0xEE;
    }
}
