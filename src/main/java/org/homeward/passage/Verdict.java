package org.homeward.passage;

import org.homeward.access.Wording;
import org.jspecify.annotations.Nullable;

/**
 * What became of a scan.
 *
 * @param id the scan's
 * @param result {@code taken}; {@code known}: this person was counted here before; {@code conflict}: kept, but it does
 *     not fit what else is known
 * @param why the sentence for a conflict
 */
public record Verdict(String id, String result, @Nullable String why) {

    /** The same, worded for whoever is being answered. */
    public Verdict worded() {
        return why == null ? this : new Verdict(id, result, Wording.of(why));
    }

    static Verdict taken(String id) {
        return new Verdict(id, "taken", null);
    }

    static Verdict known(String id) {
        return new Verdict(id, "known", null);
    }

    static Verdict conflict(String id, String why) {
        return new Verdict(id, "conflict", why);
    }
}
