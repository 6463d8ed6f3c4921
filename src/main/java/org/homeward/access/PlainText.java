package org.homeward.access;

import java.text.Normalizer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Text from outside made harmless: what a person can see stays, what only programs obey goes. */
public final class PlainText {

    /** Control characters, bidirectional controls, invisible characters, halves of characters, and what is no character. */
    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cc}\\u061C\\u200B\\u200E\\u200F\\u202A-\\u202E\\u2060-\\u206F"
                    + "\\u00AD\\uFEFF\\uFFF9-\\uFFFB\\uFFFE\\uFFFF\\x{E0000}-\\x{E007F}\\p{Cs}]");

    private static final Pattern SPACES = Pattern.compile("[\\s\\u0085\\p{Z}]+");

    private PlainText() {}

    /** On one line, without unseen characters, composed (NFC), trimmed; empty for null. */
    public static String of(@Nullable String written) {
        if (written == null || written.isEmpty()) {
            return "";
        }
        String spaced = SPACES.matcher(written).replaceAll(" ");
        String seen = UNSEEN.matcher(spaced).replaceAll("");
        return Normalizer.normalize(seen, Normalizer.Form.NFC).trim();
    }

    /** As {@link #of}, or null where nothing is left. */
    public static @Nullable String orNull(@Nullable String written) {
        String text = of(written);
        return text.isEmpty() ? null : text;
    }
}
