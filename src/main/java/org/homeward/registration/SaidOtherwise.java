package org.homeward.registration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.homeward.household.Document;
import org.homeward.household.Household;
import org.homeward.household.NewDocument;
import org.homeward.household.NewPerson;
import org.homeward.household.Person;
import org.homeward.people.DocumentNumber;
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
        return String.join("; ", parts(said, household));
    }

    /** The same, and what it says otherwise of a person on record. */
    String remark(Reading.Request said, Household household, NewPerson member, Person known, List<Document> documents) {
        List<String> parts = parts(said, household);
        if (!member.sex().equals("unknown") && !member.sex().equals(known.sex())) {
            parts.add(labelled(Field.SEX, text("sex." + member.sex())));
        }
        if (!known.nationalities().containsAll(member.nationalities())) {
            parts.add(labelled(Field.NATIONALITY, String.join("/", member.nationalities())));
        }
        if (!known.needs().containsAll(member.needs())
                || member.pregnancyWeeks() != null && !member.pregnancyWeeks().equals(known.pregnancyWeeks())) {
            parts.add(labelled(Field.NEEDS, needs(member)));
        }
        if (!member.relation().equals("other") && !member.relation().equals(known.relation())) {
            parts.add(labelled(Field.RELATION, text("relation." + member.relation())));
        }
        member.documents().stream()
                .filter(document -> document.expires() != null && !isOnRecord(document, documents))
                .forEach(document -> parts.add(labelled(Field.EXPIRES, String.valueOf(document.expires()))));
        if (!member.fatherConsent().equals("unknown") && !member.fatherConsent().equals(known.fatherConsent())) {
            parts.add(labelled(Field.CONSENT, text("consent." + member.fatherConsent())));
        }
        return String.join("; ", parts);
    }

    private static boolean isOnRecord(NewDocument said, List<Document> documents) {
        return documents.stream()
                .anyMatch(known -> DocumentNumber.key(known.number()).equals(DocumentNumber.key(said.number()))
                        && (known.neverExpires() || Objects.equals(known.expires(), said.expires())));
    }

    private List<String> parts(Reading.Request said, Household household) {
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
        return parts;
    }

    private String needs(NewPerson member) {
        String needs = member.needs().stream().map(need -> text("need." + need)).collect(Collectors.joining(", "));
        return member.pregnancyWeeks() == null
                ? needs
                : needs + " " + messages.getMessage("need.weeks", new Object[] {member.pregnancyWeeks()}, language());
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
