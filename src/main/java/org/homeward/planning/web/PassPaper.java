package org.homeward.planning.web;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.homeward.access.Paper;
import org.homeward.contact.Enclosure;
import org.homeward.contact.Messages;
import org.homeward.contact.Messages.InLanguage;
import org.homeward.contact.Messages.Words;
import org.homeward.movement.Movement;
import org.homeward.planning.Passes;
import org.homeward.planning.Passes.Leg;
import org.homeward.planning.Passes.Pass;
import org.homeward.planning.Planning;
import org.homeward.situation.Towns;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/**
 * A pass on one page, in the language of its household: template {@code pass.html}. It has the case number and the number
 * of persons on it but no names, since it may be lost; its square code holds the token alone. Mailed with the joining
 * instructions.
 */
@Component
class PassPaper implements Enclosure {

    private static final List<String> RIGHT_TO_LEFT = List.of("ar");

    private final Passes passes;
    private final Messages messages;
    private final Towns towns;
    private final ITemplateEngine templates;
    private final String telephone;

    PassPaper(
            Passes passes,
            Messages messages,
            Towns towns,
            ITemplateEngine templates,
            @Value("${homeward.telephone}") String telephone) {
        this.passes = passes;
        this.messages = messages;
        this.towns = towns;
        this.templates = templates;
        this.telephone = telephone;
    }

    /** A movement as it is printed. */
    record Stretch(String what, String where, String beThere, String departs) {}

    @Override
    public String kind() {
        return Planning.JOINING_INSTRUCTIONS;
    }

    @Override
    public Optional<Pdf> of(long householdId) {
        return passes.of(householdId).map(this::of);
    }

    Pdf of(Pass pass) {
        Locale language = Locale.forLanguageTag(pass.language());
        Context context = new Context(language);
        context.setVariable("direction", RIGHT_TO_LEFT.contains(language.getLanguage()) ? "rtl" : "ltr");
        context.setVariable("caseNumber", pass.caseNumber());
        context.setVariable("persons", say(language, "pass.persons", String.valueOf(pass.persons())));
        context.setVariable("square", QrCode.of(pass.codes().token()));
        context.setVariable("shortCode", pass.codes().shortCode());
        context.setVariable(
                "stretches",
                pass.legs().stream().map(leg -> stretch(leg, language)).toList());
        context.setVariable("telephone", telephone);
        for (String text : List.of("title", "caseNumber", "localTime", "call", "show", "secret")) {
            context.setVariable(text + "Text", say(language, "pass." + text));
        }
        context.setVariable(
                "rules", List.of(say(language, "bring"), say(language, "baggage"), say(language, "comeTogether")));
        return new Pdf("pass-" + pass.caseNumber() + ".pdf", Paper.print(templates.process("pass", context)));
    }

    private Stretch stretch(Leg leg, Locale language) {
        Movement movement = leg.movement();
        InLanguage origin = in -> towns.name(movement.origin(), in);
        InLanguage destination = in -> towns.name(movement.destination(), in);
        return new Stretch(
                say(language, "pass." + movement.kind(), movement.code(), origin, destination),
                say(language, "pass.where", origin),
                say(language, "pass.beThere", leg.beThere()),
                say(language, "pass.departs", movement.departs()));
    }

    private String say(Locale language, String text, Object... details) {
        return messages.say(new Words(text, details), language);
    }
}
