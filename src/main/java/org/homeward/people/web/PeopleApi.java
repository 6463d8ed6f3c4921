package org.homeward.people.web;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.homeward.access.Refusal;
import org.homeward.people.Comparison;
import org.homeward.people.Likeness;
import org.homeward.people.Traits;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Whether two descriptions may be of one person. Nothing is looked up and nothing is kept. */
@RestController
class PeopleApi {

    private final MessageSource messages;
    private final Clock clock;

    PeopleApi(MessageSource messages, Clock clock) {
        this.messages = messages;
        this.clock = clock;
    }

    /** Two people to compare. */
    record Two(@Nullable SentTraits a, @Nullable SentTraits b) {}

    /** @param score from 0 to 1 @param hit whether an officer should look @param reasons in the language asked for */
    record Compared(double score, boolean hit, List<String> reasons) {}

    @Operation(
            summary = "Compare two people",
            description =
                    "Whether they may be the same person, from 0 to 1, and why. Nothing is looked up and nothing kept.")
    @PostMapping("/api/people/compare")
    Compared compare(@RequestBody Two two, Locale locale) {
        Likeness likeness = Comparison.compare(read(two.a(), "a"), read(two.b(), "b"));
        return new Compared(
                Math.round(likeness.score() * 1000) / 1000.0,
                likeness.hit(),
                likeness.reasons().stream()
                        .map(reason -> messages.getMessage(reason, locale))
                        .toList());
    }

    private Traits read(@Nullable SentTraits sent, String where) {
        if (sent == null) {
            throw new Refusal("'" + where + "' is missing: send {\"a\": {\"name\": …}, \"b\": {\"name\": …}}.", where);
        }
        return sent.read(where, clock);
    }
}
