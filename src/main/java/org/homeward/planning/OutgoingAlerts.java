package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.homeward.access.CannotStart;
import org.homeward.access.Refusal;
import org.homeward.movement.Movements;
import org.homeward.situation.CapAlert;
import org.homeward.situation.CapAlert.Area;
import org.homeward.situation.CapAlert.Geocode;
import org.homeward.situation.CapAlert.Info;
import org.homeward.situation.CapWriter;
import org.homeward.situation.Exits;
import org.homeward.situation.Governorates;
import org.homeward.situation.SituationChange;
import org.homeward.situation.SituationChanges;
import org.homeward.situation.Towns;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What others are told of a change that has been made: an alert in three languages. It says what has changed and where, never
 * who is affected or how many, for among them may be those who are nobody's business.
 */
@Component
public class OutgoingAlerts {

    private static final List<String> LANGUAGES = List.of("en", "ru", "ar");

    private final SituationChanges changes;
    private final Exits exits;
    private final Governorates governorates;
    private final Movements movements;
    private final Towns towns;
    private final JdbcClient jdbc;
    private final ResourceBundleMessageSource texts = new ResourceBundleMessageSource();
    private final String operation;
    private final String sender;
    private final String status;

    OutgoingAlerts(
            SituationChanges changes,
            Exits exits,
            Governorates governorates,
            Movements movements,
            Towns towns,
            JdbcClient jdbc,
            @Value("${homeward.operation}") String operation,
            @Value("${homeward.cap.sender}") String sender,
            @Value("${homeward.cap.status}") String status) {
        this.changes = changes;
        this.exits = exits;
        this.governorates = governorates;
        this.movements = movements;
        this.towns = towns;
        this.jdbc = jdbc;
        this.operation = operation;
        this.sender = sender;
        this.status = status;
        if (!sender.matches("[^\\s,<&]+")
                || !Set.of("Actual", "Exercise", "Test").contains(status)) {
            throw new CannotStart("HOMEWARD_CAP_SENDER is a name without blanks and commas, and HOMEWARD_CAP_STATUS is"
                    + " Actual, Exercise or Test.");
        }
        texts.setBasename("messages/cap");
        texts.setDefaultEncoding("UTF-8");
        texts.setFallbackToSystemLocale(false);
    }

    /**
     * The alert of a change, or the one that cancels it when it has been undone.
     *
     * @throws Refusal.NotFound if there is no such change, or nothing has been made of it
     */
    public CapAlert of(long changeId) {
        SituationChange change = changes.get(changeId);
        if (Set.of("reported", "discarded").contains(change.state())) {
            throw new Refusal.NotFound("There is no alert of this change: it has not been made.");
        }
        String identifier = operation + "-" + change.name();
        OffsetDateTime made = requireNonNull(change.decidedAt());
        OffsetDateTime undone = change.undoneAt();
        return new CapAlert(
                undone == null ? identifier : identifier + "-undone",
                sender,
                undone == null ? made : undone,
                rehearsed() ? "Exercise" : status,
                undone == null ? "Alert" : "Cancel",
                "Restricted",
                texts.getMessage("cap.restriction", null, Locale.ENGLISH),
                undone == null ? null : sender + "," + identifier + "," + CapWriter.time(made),
                LANGUAGES.stream()
                        .map(language -> info(change, Locale.forLanguageTag(language)))
                        .toList());
    }

    private boolean rehearsed() {
        return jdbc.sql("select exists (select from operation where rehearsal is not null)")
                .query(Boolean.class)
                .single();
    }

    private Info info(SituationChange change, Locale language) {
        boolean undone = change.undoneAt() != null;
        Area area = area(change, language);
        String headline = say(change, "headline", area, language);
        return new Info(
                language.getLanguage(),
                change.kind().equals("riskChanges") ? "Security" : "Transport",
                say(change, "event", area, language),
                undone ? "AllClear" : responseType(change),
                undone ? "Past" : urgency(change),
                severity(change),
                "Observed",
                undone ? null : change.until(),
                undone ? texts.getMessage("cap.undone.headline", new Object[] {headline}, language) : headline,
                undone
                        ? texts.getMessage("cap.undone.description", null, language)
                        : say(change, "description", area, language),
                undone ? null : say(change, "instruction", area, language),
                List.of(area));
    }

    private String say(SituationChange change, String what, Area area, Locale language) {
        Object value = change.value() == null
                ? texts.getMessage("cap.noLimit", null, language)
                : String.valueOf(change.value());
        return texts.getMessage(
                "cap." + change.kind() + "." + what,
                new Object[] {area.description(), value, change.subject()},
                language);
    }

    private static @Nullable String responseType(SituationChange change) {
        return switch (change.kind()) {
            case "exitCloses" -> "Avoid";
            case "exitOpens" -> "AllClear";
            default -> "Monitor";
        };
    }

    private static String urgency(SituationChange change) {
        return Set.of("exitCloses", "movementLost", "roadCut").contains(change.kind()) ? "Immediate" : "Expected";
    }

    private static String severity(SituationChange change) {
        return switch (change.kind()) {
            case "riskChanges" -> Danger.severity(requireNonNull(change.value()));
            case "exitCloses" -> "Severe";
            case "exitOpens" -> "Minor";
            default -> "Moderate";
        };
    }

    private Area area(SituationChange change, Locale language) {
        return Stream.of(exit(change, language), governorate(change, language), movement(change, language))
                .flatMap(List::stream)
                .findFirst()
                .orElseGet(() -> new Area(change.subject(), List.of()));
    }

    private List<Area> exit(SituationChange change, Locale language) {
        return exits.find(change.subject()).stream()
                .map(exit -> new Area(exit.name(language), List.of(new Geocode("exit", exit.code()))))
                .toList();
    }

    private List<Area> governorate(SituationChange change, Locale language) {
        return governorates.all().stream()
                .filter(governorate -> governorate.pcode().equals(change.subject()))
                .map(governorate -> new Area(
                        governorate.name(language),
                        List.of(
                                new Geocode("P-code", governorate.pcode()),
                                new Geocode("ISO 3166-2", governorate.iso()))))
                .toList();
    }

    private List<Area> movement(SituationChange change, Locale language) {
        return movements.find(change.subject()).stream()
                .map(movement -> new Area(
                        towns.name(movement.origin(), language) + " – " + towns.name(movement.destination(), language),
                        List.of()))
                .toList();
    }
}
