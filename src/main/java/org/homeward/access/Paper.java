package org.homeward.access;

import com.openhtmltopdf.bidi.support.ICUBidiReorderer;
import com.openhtmltopdf.bidi.support.ICUBidiSplitter;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.TextDirection;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.regex.Pattern;

/** Prints pages as PDF that shows the same everywhere: with its own fonts, names in any script shaped, nothing fetched. */
public final class Paper {

    /** Arabic does without these, and on paper they would stand beside their letters. */
    private static final Pattern VOWEL_SIGNS = Pattern.compile("[\\u064B-\\u0652]");

    private Paper() {}

    /** @param page XHTML; its fonts are called Noto and Noto Arabic, its pictures stand in it as {@code data:} */
    public static byte[] print(String page) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new PdfRendererBuilder()
                    .useFont(() -> font("NotoSans-Regular"), "Noto", 400, FontStyle.NORMAL, true)
                    .useFont(() -> font("NotoSans-Bold"), "Noto", 700, FontStyle.NORMAL, true)
                    .useFont(() -> font("NotoSansArabic-Regular"), "Noto Arabic", 400, FontStyle.NORMAL, true)
                    .useUnicodeBidiSplitter(new ICUBidiSplitter.ICUBidiSplitterFactory())
                    .useUnicodeBidiReorderer(new ICUBidiReorderer())
                    .defaultTextDirection(TextDirection.LTR)
                    .useUriResolver((base, uri) -> uri.startsWith("data:") ? uri : null)
                    .withHtmlContent(VOWEL_SIGNS.matcher(page).replaceAll(""), null)
                    .toStream(out)
                    .run();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    private static InputStream font(String name) {
        return Objects.requireNonNull(Paper.class.getResourceAsStream("/fonts/" + name + ".ttf"));
    }
}
