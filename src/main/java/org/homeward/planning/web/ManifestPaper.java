package org.homeward.planning.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.homeward.access.Paper;
import org.homeward.movement.Movement;
import org.homeward.planning.CheckIn;
import org.homeward.planning.Manifests.Issue;
import org.homeward.planning.Manifests.TravelDocument;
import org.homeward.planning.Manifests.Traveller;
import org.homeward.situation.Exits;
import org.homeward.situation.Towns;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/** A manifest on paper for whoever leads the movement, to tick off who is there: template {@code manifest.html}. */
@Component
class ManifestPaper {

    private final Exits exits;
    private final Towns towns;
    private final CheckIn checkIn;
    private final MessageSource texts;
    private final ITemplateEngine templates;

    ManifestPaper(Exits exits, Towns towns, CheckIn checkIn, MessageSource texts, ITemplateEngine templates) {
        this.exits = exits;
        this.towns = towns;
        this.checkIn = checkIn;
        this.texts = texts;
        this.templates = templates;
    }

    /** A household as it is printed, or the guests of somebody for whom places are kept. */
    record Party(String name, boolean guests, List<Line> lines) {}

    /** Somebody as they are printed. @param marks what the leader has to know: the seat, a child, a place that is no seat, needs */
    record Line(
            int number,
            @Nullable String name,
            @Nullable String latinName,
            String sex,
            String born,
            List<String> marks,
            @Nullable String document,
            @Nullable String documentNumber,
            @Nullable String expires) {}

    byte[] of(Issue manifest, Locale language) {
        Movement movement = manifest.movement();
        Context context = new Context(language);
        context.setVariable("movement", movement);
        context.setVariable("origin", towns.name(movement.origin(), language));
        context.setVariable("destination", towns.name(movement.destination(), language));
        context.setVariable("exit", exit(movement, language));
        context.setVariable("departs", time(movement.departs(), manifest, language));
        context.setVariable("written", time(manifest.writtenAt(), manifest, language));
        context.setVariable("zone", manifest.zone().getId());
        context.setVariable("version", manifest.version());
        context.setVariable("persons", manifest.travellers().size());
        context.setVariable("children", manifest.children());
        context.setVariable("seats", manifest.in("seat"));
        context.setVariable("wheelchairs", manifest.in("wheelchair"));
        context.setVariable("stretchers", manifest.in("stretcher"));
        List<Party> parties = parties(manifest, language);
        context.setVariable("parties", parties);
        context.setVariable(
                "households", parties.stream().filter(party -> !party.guests()).count());
        context.setVariable("guests", manifest.guests());
        context.setVariable("taker", manifest.taker());
        return Paper.print(templates.process("manifest", context));
    }

    private @Nullable String exit(Movement movement, Locale language) {
        return movement.exit() == null
                ? null
                : exits.find(movement.exit()).map(exit -> exit.name(language)).orElse(movement.exit());
    }

    private List<Party> parties(Issue manifest, Locale language) {
        List<Party> parties = new ArrayList<>();
        Map<Long, String> seats = checkIn.seats(manifest.movement().id());
        int number = 0;
        for (var household : manifest.households().entrySet()) {
            List<Line> lines = new ArrayList<>();
            for (Traveller traveller : household.getValue()) {
                number++;
                lines.add(line(
                        number,
                        traveller,
                        traveller.guest() ? null : seats.get(traveller.number()),
                        manifest.day(),
                        language));
            }
            boolean guests = household.getValue().get(0).guest();
            parties.add(new Party(
                    guests
                            ? texts.getMessage("manifest.guestsOf", new Object[] {household.getKey()}, language)
                            : household.getKey(),
                    guests,
                    lines));
        }
        return parties;
    }

    private Line line(int number, Traveller traveller, @Nullable String seat, LocalDate day, Locale language) {
        TravelDocument document = traveller.document();
        Object born = ManifestTable.born(traveller);
        return new Line(
                number,
                traveller.name(),
                traveller.latinName(),
                text("manifest.sex." + traveller.sex(), language),
                born instanceof LocalDate date ? day(date, language) : born == null ? "–" : born.toString(),
                marks(traveller, seat, day, language),
                document == null ? null : text("document." + document.kind().replace(' ', '-'), language),
                document == null ? null : document.number(),
                document == null || document.expires() == null ? null : day(document.expires(), language));
    }

    private List<String> marks(Traveller traveller, @Nullable String seat, LocalDate day, Locale language) {
        List<String> marks = new ArrayList<>();
        if (seat != null) {
            marks.add(seat);
        }
        if (traveller.minorOn(day)) {
            Integer age = traveller.ageOn(day);
            marks.add(text("manifest.child", language) + (age == null ? "" : ", " + age));
        }
        if (!traveller.place().equals("seat")) {
            marks.add(text("place." + traveller.place(), language));
        }
        traveller.needs().stream()
                .filter(need -> !need.equals(traveller.place()))
                .forEach(need -> marks.add(text("need." + need, language)));
        return marks;
    }

    private String day(LocalDate day, Locale language) {
        return DateTimeFormatter.ofPattern(text("format.day", language), language)
                .format(day);
    }

    private static String time(Instant instant, Issue manifest, Locale language) {
        return DateTimeFormatter.ofPattern("EEE d MMM yyyy, HH:mm", language).format(instant.atZone(manifest.zone()));
    }

    private String text(String key, Locale language) {
        return texts.getMessage(key, null, language);
    }
}
