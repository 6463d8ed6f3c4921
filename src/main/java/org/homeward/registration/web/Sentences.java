package org.homeward.registration.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.homeward.movement.Places;
import org.homeward.people.Birth;
import org.homeward.registration.TooLarge;
import org.homeward.registration.list.Field;
import org.homeward.registration.list.Flaw;
import org.homeward.registration.list.UnreadableList;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** What is wrong with a list or a row, in the officer's language. */
@Component
class Sentences {

    private static final int ENOUGH_TO_RECOGNISE = 40;

    private final MessageSource messages;

    Sentences(MessageSource messages) {
        this.messages = messages;
    }

    /** @param written the whole row */
    String of(Flaw flaw, Map<Field, String> written) {
        Object[] about = {
            field(flaw.field()),
            shortened(written.getOrDefault(flaw.field(), "")),
            flaw.field().longest(),
            Birth.OLDEST
        };
        Locale locale = LocaleContextHolder.getLocale();
        String general = messages.getMessage("registration.flaw." + flaw.what(), about, locale);
        return Objects.requireNonNull(messages.getMessage("registration.flaw." + flaw.key(), about, general, locale));
    }

    String of(List<Flaw> flaws, Map<Field, String> written) {
        return flaws.stream().map(flaw -> of(flaw, written)).collect(Collectors.joining(" "));
    }

    /** What an officer should look at; what was written stands in the dossier only. */
    List<String> notes(List<Flaw> doubts) {
        Locale locale = LocaleContextHolder.getLocale();
        return doubts.stream()
                .map(doubt -> {
                    Object[] about = {field(doubt.field())};
                    String general = messages.getMessage("imports.note", about, locale);
                    String ofField =
                            messages.getMessage("imports.note." + doubt.field().key(), about, general, locale);
                    return Objects.requireNonNull(
                            messages.getMessage("imports.note." + doubt.key(), about, ofField, locale));
                })
                .toList();
    }

    String of(UnreadableList list) {
        return ofFailure(list.why(), list.fields());
    }

    String ofFailure(String why, List<Field> missing) {
        String columns = missing.stream().map(this::field).collect(Collectors.joining(", "));
        return messages.getMessage("imports.refused." + why, new Object[] {columns}, LocaleContextHolder.getLocale());
    }

    String of(TooLarge family) {
        Places needs = family.needs();
        return of(
                "registration.tooLarge." + family.vehicle(),
                needs.persons(),
                needs.seats(),
                needs.stretchers(),
                needs.wheelchairs(),
                needs.baggageKg());
    }

    String of(String key, Object... about) {
        return messages.getMessage(key, about, LocaleContextHolder.getLocale());
    }

    private String field(Field field) {
        return messages.getMessage("registration.field." + field.key(), null, LocaleContextHolder.getLocale());
    }

    private static String shortened(String text) {
        return text.length() <= ENOUGH_TO_RECOGNISE ? text : text.substring(0, ENOUGH_TO_RECOGNISE) + "…";
    }
}
