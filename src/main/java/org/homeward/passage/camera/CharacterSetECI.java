package org.homeward.passage.camera;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Stands for ZXing's class of this name on the phone, where there are no other character sets. See {@link PhoneClasses}. */
public final class CharacterSetECI {

    private static final int UTF_8 = 26;
    private static final CharacterSetECI ONLY = new CharacterSetECI();

    private CharacterSetECI() {}

    public static @Nullable CharacterSetECI getCharacterSetECIByValue(int value) {
        return value == UTF_8 ? ONLY : null;
    }

    public Charset getCharset() {
        return StandardCharsets.UTF_8;
    }
}
