package org.homeward.access;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What was asked cannot be done, and why, in one plain sentence for the person who asked. Nothing has changed. */
public class Refusal extends RuntimeException {

    private final @Nullable String field;

    public Refusal(String sentence) {
        this(sentence, null);
    }

    /** @param field the name of the field that is wrong, as the person or program sent it */
    public Refusal(String sentence, @Nullable String field) {
        super(sentence);
        this.field = field;
    }

    /** The field that is wrong, if it is one field. */
    public @Nullable String field() {
        return field;
    }

    /** The sentence in the language of whoever is being answered. */
    public String sentence() {
        return Wording.of(String.valueOf(getMessage()));
    }

    /** What was asked for does not go together with what is there already: answered with 409. */
    public static final class Conflict extends Refusal {

        /** @param field the name of the field that is taken */
        public Conflict(String sentence, String field) {
            super(sentence, field);
        }
    }

    /** What was sent cannot be read as what it should be: answered with 400. */
    public static final class Unreadable extends Refusal {

        public Unreadable(String sentence) {
            super(sentence);
        }
    }

    /** Not for whoever asks, or not from there: answered with 403. */
    public static final class NotAllowed extends Refusal {

        public NotAllowed(String sentence) {
            super(sentence);
        }
    }

    /** More was sent than is taken in this time: answered with 429, and when to send it again. */
    public static final class TooMany extends Refusal {

        private final Duration again;

        /** @param again after what time it is taken */
        public TooMany(String sentence, Duration again) {
            super(sentence);
            this.again = again;
        }

        Duration again() {
            return again;
        }
    }

    /** What was asked for does not exist, or not for this officer: answered with 404. */
    public static final class NotFound extends Refusal {

        /** @param sentence the same for what is unknown and for what is restricted */
        public NotFound(String sentence) {
            super(sentence);
        }
    }
}
