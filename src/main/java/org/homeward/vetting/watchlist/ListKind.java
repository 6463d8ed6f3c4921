package org.homeward.vetting.watchlist;

import java.util.Arrays;
import java.util.Locale;
import org.homeward.access.Refusal;
import org.jspecify.annotations.Nullable;

/** The lists that Homeward reads. */
public enum ListKind {
    /** The United Nations Security Council's consolidated list, XML. */
    UN,
    /** Specially designated nationals of the Office of Foreign Assets Control: SDN, ALT and ADD, three CSV files. */
    OFAC,
    /** A list of one's own, CSV. */
    NATIONAL;

    /** {@code un}, {@code ofac} or {@code national}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws Refusal if there is no such list */
    public static ListKind of(@Nullable String code) {
        return Arrays.stream(values())
                .filter(kind -> kind.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new Refusal("The kind of a watch-list is un, ofac or national.", "kind"));
    }
}
