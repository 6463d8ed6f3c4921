package org.homeward.vetting;

import org.homeward.access.Refusal;
import org.jspecify.annotations.Nullable;

/** What an officer answers in a form: one of the answers that there are. */
final class Answer {

    private Answer() {}

    /** @throws Refusal if it is none of those allowed */
    static String among(@Nullable String decision, String field, String... allowed) {
        for (String word : allowed) {
            if (word.equals(decision)) {
                return word;
            }
        }
        throw new Refusal("Choose one of the answers: " + String.join(", ", allowed) + ".", field);
    }
}
