package org.homeward.passage.camera;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Map;
import org.teavm.interop.Export;

/**
 * What {@code camera.js} calls, with whole numbers only: {@code begin}, {@code put} for the whole picture, {@code read},
 * and {@code letter} for each character of what was read.
 */
public final class SquareReader {

    private static final Map<DecodeHintType, ?> PATIENTLY = Map.of(DecodeHintType.TRY_HARDER, true);

    private static Grey picture = new Grey(0, 0);
    private static String text = "";

    private SquareReader() {}

    /** Where the compiler begins; nothing runs by itself. */
    public static void main(String[] arguments) {}

    /** A new picture. @param width in pixels, a multiple of 4 */
    @Export(name = "begin")
    public static void begin(int width, int height) {
        if (picture.getWidth() != width || picture.getHeight() != height) {
            picture = new Grey(width, height);
        }
    }

    /** @param at where in the picture, row by row @param four pixels from there, a byte each, the first the lowest */
    @Export(name = "put")
    public static void put(int at, int four) {
        picture.put(at, four);
    }

    /** @return how many characters the square says that is in the picture; -1: there is none, or it cannot be read */
    @Export(name = "read")
    public static int read() {
        try {
            text = new QRCodeReader()
                    .decode(new BinaryBitmap(new HybridBinarizer(picture)), PATIENTLY)
                    .getText();
            return text.length();
        } catch (ReaderException none) {
            return -1;
        }
    }

    @Export(name = "letter")
    public static int letter(int at) {
        return text.charAt(at);
    }
}
