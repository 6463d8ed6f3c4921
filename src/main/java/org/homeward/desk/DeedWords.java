package org.homeward.desk;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * What the record of deeds says, in words for people. It is kept in codes ({@code consent: no consent of the father}), for
 * who will read it, and in which language, is known only then.
 */
@Component
class DeedWords {

    /** A code in a detail: numbers of documents and cases are none. */
    private static final Pattern CODE = Pattern.compile("\\b[a-z][A-Za-z]*(?:[ -][a-z][A-Za-z]*)*\\b");

    /** Where the texts stand for what is recorded of an action; of all others they stand under {@code deed.detail}. */
    private static final Map<String, List<String>> TEXTS = Map.ofEntries(
            Map.entry("stage", List.of("ended.")),
            Map.entry("willingness", List.of("willingness.")),
            Map.entry("stays because", List.of("stays.")),
            Map.entry("change recorded", List.of("change.")),
            Map.entry("concern raised", List.of("concern.", "concern.reason.")),
            Map.entry("concern decided", List.of("concern.", "concern.outcome.")),
            Map.entry("father consent", List.of("consent.")),
            Map.entry("place", List.of("place.")),
            Map.entry("appeal decided", List.of("dossier.appeal.")),
            Map.entry("absence", List.of("checkpoint.", "passage.decision.")),
            Map.entry("incident", List.of("checkpoint.", "convoy.incident.")),
            Map.entry("died", List.of("checkpoint.")),
            Map.entry("born on the way", List.of("checkpoint.")),
            Map.entry("reception", List.of("reception.")),
            Map.entry("refused", List.of("checkpoint.", "passage.reason.")),
            Map.entry("document added", List.of("document.")),
            Map.entry("document corrected", List.of("document.")),
            Map.entry("guardian recorded", List.of("guardian.", "evidence.")),
            Map.entry("guardian withdrawn", List.of("guardian.", "evidence.")));

    private final MessageSource messages;

    DeedWords(MessageSource messages) {
        this.messages = messages;
    }

    /** What was done; the code itself where there is no text for it. */
    String action(String action, Locale language) {
        return Objects.requireNonNullElse(text("deed.", action, language), action);
    }

    /** What else is on record of it, each code in words; null if nothing is. */
    @Nullable
    String detail(String action, @Nullable String detail, Locale language) {
        return detail == null
                ? null
                : CODE.matcher(detail)
                        .replaceAll(code -> Matcher.quoteReplacement(word(action, code.group(), language)));
    }

    /** Which row it was: the record knows the list by its id, officers know it by its file. */
    String rowOfList(String row, String file, Locale language) {
        return messages.getMessage("deed.row-of-list", new Object[] {row, file}, language);
    }

    private String word(String action, String code, Locale language) {
        return Stream.concat(TEXTS.getOrDefault(action, List.of()).stream(), Stream.of("deed.detail."))
                .map(texts -> text(texts, code, language))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(code);
    }

    private @Nullable String text(String texts, String code, Locale language) {
        String asItIs = messages.getMessage(texts + code, null, null, language);
        return asItIs != null ? asItIs : messages.getMessage(texts + code.replace(' ', '-'), null, null, language);
    }
}
