package org.homeward.registration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.homeward.household.Household;
import org.homeward.registration.list.Field;
import org.homeward.registration.list.Flaw;
import org.homeward.registration.list.Reading;
import org.homeward.situation.Governorates;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** What a row of a list says otherwise than its household, or what of it is not understood, in words under headings. */
@Component
class SaidOtherwise {

    private final MessageSource messages;
    private final Governorates governorates;

    SaidOtherwise(MessageSource messages, Governorates governorates) {
        this.messages = messages;
        this.governorates = governorates;
    }

    /** As a remark; empty if it says nothing else. */
    String remark(Reading.Request said, Household household) {
        List<String> parts = new ArrayList<>();
        if (differs(said.wish(), household.wish())) {
            parts.add(labelled(Field.WISH, text("wish." + said.wish())));
        }
        if (differs(said.governorate(), household.governorate())) {
            parts.add(labelled(Field.GOVERNORATE, governorate(said.governorate())));
        }
        if (differs(said.phone(), household.phone())) {
            parts.add(labelled(Field.PHONE, said.phone()));
        }
        if (differs(said.email(), household.email())) {
            parts.add(labelled(Field.EMAIL, said.email()));
        }
        if (differs(said.city(), household.destinationCity())) {
            parts.add(labelled(Field.CITY, said.city()));
        }
        return String.join("; ", parts);
    }

    /** Adds what was not understood of a row to its remark, in its own words, unless the remark says it already. */
    void keepAsRemark(List<Flaw> doubts, Map<Field, String> written) {
        for (Flaw doubt : doubts) {
            String said = written.getOrDefault(doubt.field(), "");
            if (!written.getOrDefault(Field.REMARK, "").contains(said)) {
                written.merge(Field.REMARK, labelled(doubt.field(), said), (before, more) -> before + "; " + more);
            }
        }
    }

    private static boolean differs(@Nullable String said, @Nullable String known) {
        return said != null && !said.equals(known);
    }

    private String labelled(Field field, @Nullable String said) {
        return text("registration.field." + field.key()) + ": " + said;
    }

    private @Nullable String governorate(@Nullable String pcode) {
        return governorates.all().stream()
                .filter(one -> one.pcode().equals(pcode))
                .map(one -> one.name(language()))
                .findFirst()
                .orElse(pcode);
    }

    private String text(String key) {
        return Objects.requireNonNull(messages.getMessage(key, null, language()));
    }

    private static Locale language() {
        return LocaleContextHolder.getLocale();
    }
}
