package org.homeward.household.web;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Paper;
import org.homeward.access.Refusal;
import org.homeward.access.Rights;
import org.homeward.household.Copies;
import org.homeward.household.Documents;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.Person;
import org.homeward.household.PrintedCertificates;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/** The return certificate on one page, to be printed, signed and stamped: template {@code certificate.html}. */
@Component
class Certificate {

    private static final Locale RUSSIAN = Locale.forLanguageTag("ru");

    private final Households households;
    private final Copies copies;
    private final PrintedCertificates printed;
    private final CurrentOfficer officer;
    private final ITemplateEngine templates;

    Certificate(
            Households households,
            Copies copies,
            PrintedCertificates printed,
            CurrentOfficer officer,
            ITemplateEngine templates) {
        this.households = households;
        this.copies = copies;
        this.printed = printed;
        this.officer = officer;
        this.templates = templates;
    }

    /**
     * The PDF of a certificate on record: as a consular officer has printed it first, the same each time.
     *
     * @throws Refusal if it has not been printed yet, and the officer is no consular one, there is no photo of its bearer,
     *     or they are no longer a member
     */
    byte[] of(Household household, Documents.OnRecord document) {
        return printed.of(document.id()).orElseGet(() -> {
            if (!officer.in(Rights.CONSULAR)) {
                throw new Refusal("A consular officer prints this certificate first.");
            }
            return printed.keep(document.id(), printedNow(household, document));
        });
    }

    private byte[] printedNow(Household household, Documents.OnRecord document) {
        Person bearer = households.members(household.id()).stream()
                .filter(person -> person.id() == document.personId())
                .findFirst()
                .orElseThrow(() -> new Refusal.NotFound("This person is no longer in the household."));
        Copies.Content photo = copies.photo(bearer.id())
                .orElseThrow(() -> new Refusal(
                        "Add a photo of the bearer to one of their documents first: it is part of the certificate.",
                        "file"));
        String state = String.valueOf(document.entry().issuedBy());
        Context context = new Context(Locale.ENGLISH);
        context.setVariable("bearer", bearer);
        context.setVariable("number", document.entry().number());
        context.setVariable("issued", LocalDate.ofInstant(Objects.requireNonNull(document.issuedAt()), ZoneOffset.UTC));
        context.setVariable("expires", document.entry().expires());
        context.setVariable("officer", document.officer());
        context.setVariable("post", document.post());
        context.setVariable("caseNumber", household.caseNumber());
        context.setVariable("stateInEnglish", country(state, Locale.ENGLISH));
        context.setVariable("stateInRussian", country(state, RUSSIAN));
        context.setVariable(
                "photo",
                "data:" + photo.mediaType() + ";base64," + Base64.getEncoder().encodeToString(photo.bytes()));
        return Paper.print(templates.process("certificate", context));
    }

    private static String country(String alpha3, Locale language) {
        for (String alpha2 : Locale.getISOCountries()) {
            Locale country = new Locale.Builder().setRegion(alpha2).build();
            if (country.getISO3Country().equals(alpha3)) {
                return country.getDisplayCountry(language);
            }
        }
        return alpha3;
    }
}
