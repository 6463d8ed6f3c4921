package org.homeward.planning;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.situation.CapAlert;
import org.homeward.situation.CapReader;
import org.homeward.situation.CapWriter;
import org.homeward.situation.Exit;
import org.homeward.situation.Exits;
import org.homeward.situation.Governorates;
import org.homeward.situation.SituationChange;
import org.homeward.situation.SituationChanges.Report;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Alerts of others. Each area that is one of our governorates or exits becomes a change that is reported, and that a manager
 * decides on like any other; an area that is neither waits until somebody says what it is.
 */
@Component
public class Alerts {

    /** How severe it is where all is clear, whatever it was: a manager still decides. */
    private static final String ALL_CLEAR = "Minor";

    /** Alerts on the page. */
    static final int PAGE = 50;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final Audit audit;
    private final Exits exits;
    private final Governorates governorates;
    private final Disruptions disruptions;
    private final Set<String> accepted;

    Alerts(
            JdbcClient jdbc,
            Clock clock,
            CurrentOfficer officer,
            Audit audit,
            Exits exits,
            Governorates governorates,
            Disruptions disruptions,
            @Value("${homeward.cap.accepts}") Set<String> accepted) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.officer = officer;
        this.audit = audit;
        this.exits = exits;
        this.governorates = governorates;
        this.disruptions = disruptions;
        this.accepted = accepted;
    }

    /**
     * An alert that was taken.
     *
     * @param known whether it had been taken before
     */
    public record Taken(
            long id,
            String identifier,
            String sender,
            OffsetDateTime sent,
            String msgType,
            OffsetDateTime receivedAt,
            boolean known,
            List<Area> areas) {}

    /**
     * One of its areas.
     *
     * @param change the number of the change that is reported of it
     * @param why no change is reported: {@code unknown place}, {@code unknown severity}, {@code already so}, {@code left out} or
     *     {@code withdrawn}, by an alert that arrived before it
     */
    public record Area(
            long id,
            String name,
            String severity,
            @Nullable Long change,
            @Nullable String why) {

        /** Whether somebody still has to say what it is. */
        public boolean open() {
            return change == null && why != null && why.startsWith("unknown");
        }

        /** What people call its change. */
        public @Nullable String changeName() {
            return change == null ? null : SituationChange.name(change);
        }
    }

    /** A governorate, an exit or neither that an alert speaks of. */
    private record Said(
            String area, @Nullable String exit, @Nullable String governorate, String severity, boolean clear) {

        private String key() {
            return exit != null ? exit : governorate != null ? governorate : area;
        }

        /** Of two that say the same in two languages, or of two dangers, the worse: it is not clear unless both say so. */
        private Said or(Said other) {
            if (clear != other.clear) {
                return clear ? other : this;
            }
            return Danger.of(other.severity).orElse(0) > Danger.of(severity).orElse(0) ? other : this;
        }
    }

    /**
     * Takes an alert; the same again is recognised and changes nothing. One that updates or cancels earlier ones withdraws what
     * is reported of them and not decided yet, also if they arrive after it; what was made of them already is undone by hand.
     *
     * @param xml CAP 1.2
     * @throws Refusal naming the element that is wrong, or if it is no longer in force or only an exercise
     * @throws Refusal.Conflict if its sender has given its number to another alert
     */
    @Transactional
    public Taken take(byte[] xml) {
        CapAlert alert = CapReader.read(xml);
        String digest = digest(xml);
        Optional<Taken> known = known(alert, digest);
        if (known.isPresent()) {
            return known.get();
        }
        check(alert);
        Optional<Long> id = jdbc.sql("""
                insert into alert (sender, identifier, sent, msg_type, refers_to, digest, received_at, received_by)
                values (:sender, :identifier, :sent, :msgType, :refersTo, :digest, :now, :officer)
                on conflict (sender, identifier) do nothing returning id""")
                .param("sender", alert.sender())
                .param("identifier", alert.identifier())
                .param("sent", alert.sent())
                .param("msgType", alert.msgType())
                .param("refersTo", alert.references())
                .param("digest", digest)
                .param("now", now())
                .param("officer", officer.name())
                .query(Long.class)
                .optional();
        if (id.isEmpty()) {
            return known(alert, digest).orElseThrow();
        }
        audit.recordOf("alert taken", alert.identifier(), alert.msgType());
        if (Set.of("Update", "Cancel").contains(alert.msgType())) {
            reportedOf(alert).forEach(change -> disruptions.discard(change));
        }
        if (Set.of("Alert", "Update").contains(alert.msgType())) {
            boolean withdrawn = isWithdrawn(alert);
            said(alert).forEach(said -> {
                if (withdrawn) {
                    add(id.get(), said, null, "withdrawn");
                } else {
                    propose(id.get(), said);
                }
            });
        }
        return taken(id.get(), false);
    }

    private Optional<Taken> known(CapAlert alert, String digest) {
        return jdbc.sql("select id, digest from alert where sender = :sender and identifier = :identifier")
                .param("sender", alert.sender())
                .param("identifier", alert.identifier())
                .query((row, number) -> {
                    if (!row.getString("digest").equals(digest)) {
                        throw new Refusal.Conflict(
                                "Another alert of this sender with the number " + alert.identifier()
                                        + " has been taken: each has its own.",
                                "identifier");
                    }
                    return taken(row.getLong("id"), true);
                })
                .optional();
    }

    private void check(CapAlert alert) {
        if (!accepted.contains(alert.status())) {
            throw new Refusal(
                    "Its <status> is " + alert.status() + ": here only such are taken that are "
                            + String.join(", ", accepted) + ".",
                    "status");
        }
        List<CapAlert.Info> infos = alert.infos();
        if (!infos.isEmpty() && infos.stream().allMatch(this::isOver)) {
            OffsetDateTime last = infos.stream()
                    .map(CapAlert.Info::expires)
                    .filter(expires -> expires != null)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            throw new Refusal(
                    "It has been over since " + CapWriter.time(last) + ": ask its sender for one that is in force.",
                    "expires");
        }
    }

    private boolean isOver(CapAlert.Info info) {
        return info.expires() != null && info.expires().isBefore(now());
    }

    /** Whether an update or a cancellation of it has arrived before it. */
    private boolean isWithdrawn(CapAlert alert) {
        return jdbc.sql("""
                select exists (
                  select from alert, regexp_split_to_table(refers_to, '\\s+') as reference
                  where msg_type in ('Update', 'Cancel') and split_part(reference, ',', 1) = :sender
                    and split_part(reference, ',', 2) = :identifier)""")
                .param("sender", alert.sender())
                .param("identifier", alert.identifier())
                .query(Boolean.class)
                .single();
    }

    /** Changes that are reported of the alerts it refers to, and wait for a word. */
    private List<Long> reportedOf(CapAlert alert) {
        return Stream.of(String.valueOf(alert.references()).split("\\s+"))
                .map(reference -> reference.split(","))
                .filter(parts -> parts.length == 3)
                .flatMap(
                        parts -> jdbc
                                .sql("""
                        select change.id from alert
                          join alert_area on alert_area.alert_id = alert.id
                          join situation_change change on change.id = alert_area.change_id
                        where sender = :sender and identifier = :identifier and change.state = 'reported'
                        order by change.id""")
                                .param("sender", parts[0])
                                .param("identifier", parts[1])
                                .query(Long.class)
                                .list()
                                .stream())
                .distinct()
                .toList();
    }

    /** Each place once, whatever it is called in each language, by what is in force. */
    private List<Said> said(CapAlert alert) {
        Governorates.Names names = governorates.names();
        List<Exit> known = exits.all();
        Map<String, Said> places = new LinkedHashMap<>();
        for (CapAlert.Info info : alert.infos()) {
            if (isOver(info)) {
                continue;
            }
            boolean clear = "AllClear".equals(info.responseType());
            for (CapAlert.Area area : info.areas()) {
                List<String> written = Stream.concat(
                                area.geocodes().stream().map(CapAlert.Geocode::value), Stream.of(area.description()))
                        .toList();
                String exit = written.stream()
                        .flatMap(word -> exitCalled(word, known).stream())
                        .findFirst()
                        .orElse(null);
                String governorate = written.stream()
                        .flatMap(word -> names.pcodeOf(word).stream())
                        .findFirst()
                        .orElse(null);
                Said said = new Said(area.description(), exit, governorate, clear ? ALL_CLEAR : info.severity(), clear);
                places.merge(said.key(), said, Said::or);
            }
        }
        return List.copyOf(places.values());
    }

    /** By its code only in capitals: TARTUS is a port, Tartus a governorate. */
    private static Optional<String> exitCalled(String written, List<Exit> known) {
        return known.stream()
                .filter(exit -> exit.code().equals(written)
                        || Stream.of(exit.nameEn(), exit.nameRu(), exit.nameAr())
                                .anyMatch(written::equalsIgnoreCase))
                .map(Exit::code)
                .findFirst();
    }

    private void propose(long alertId, Said said) {
        if (said.exit != null) {
            boolean alreadySo = exits.isOpen(said.exit) == said.clear;
            add(
                    alertId,
                    said,
                    alreadySo ? null : new Report(said.clear ? "exitOpens" : "exitCloses", said.exit, null),
                    "already so");
        } else if (said.governorate == null) {
            add(alertId, said, null, "unknown place");
        } else if (Danger.of(said.severity).isEmpty()) {
            add(alertId, said, null, "unknown severity");
        } else {
            int danger = Danger.of(said.severity).getAsInt();
            boolean alreadySo = governorates.risk(said.governorate) == danger;
            add(alertId, said, alreadySo ? null : new Report("riskChanges", said.governorate, danger), "already so");
        }
    }

    private void add(long alertId, Said said, @Nullable Report report, String whyNone) {
        Long change = report == null ? null : disruptions.report(report);
        jdbc.sql("""
                insert into alert_area (alert_id, name, severity, change_id, why)
                values (:alert, :name, :severity, :change, :why)""")
                .param("alert", alertId)
                .param("name", said.area)
                .param("severity", said.severity)
                .param("change", change)
                .param("why", report == null ? whyNone : null)
                .update();
    }

    /**
     * Says what an area is that nobody has made out: what is known of it is reported.
     *
     * @param subject an exit's code, which closes, or a governorate by P-code or name
     * @param danger of a governorate, 1 to 4; null: as severe as the alert says
     * @return the number of the change that is reported
     * @throws Refusal naming the field that is wrong
     */
    @Transactional
    public long correct(long areaId, @Nullable String subject, @Nullable Integer danger) {
        Area area = open(areaId);
        Optional<String> exit = exitCalled(PlainText.of(subject), exits.all());
        long change = disruptions.report(
                exit.isPresent()
                        ? new Report("exitCloses", exit.get(), null)
                        : new Report("riskChanges", subject, danger != null ? danger : danger(area)));
        jdbc.sql("update alert_area set change_id = :change where id = :id")
                .param("change", change)
                .param("id", areaId)
                .update();
        return change;
    }

    private static @Nullable Integer danger(Area area) {
        OptionalInt said = Danger.of(area.severity);
        return said.isPresent() ? said.getAsInt() : null;
    }

    /** Nothing is to be made of an area. */
    @Transactional
    public void leaveOut(long areaId) {
        open(areaId);
        jdbc.sql("update alert_area set why = 'left out' where id = :id")
                .param("id", areaId)
                .update();
    }

    private Area open(long areaId) {
        Area area = jdbc.sql("""
                select id, name, severity, change_id as change, why from alert_area where id = :id for update""")
                .param("id", areaId)
                .query(Area.class)
                .optional()
                .orElseThrow(() -> new Refusal.NotFound("There is no such area of an alert."));
        if (!area.open()) {
            throw new Refusal.Conflict("Somebody has said already what this area is.", "area");
        }
        return area;
    }

    /** The newest alerts, and what has become of each area. */
    public List<Taken> newest() {
        return taken(
                jdbc.sql("select id from alert order by id desc limit :page")
                        .param("page", PAGE)
                        .query(Long.class)
                        .list(),
                false);
    }

    private Taken taken(long id, boolean known) {
        return taken(List.of(id), known).get(0);
    }

    /** Of these alerts, the newest first. */
    private List<Taken> taken(List<Long> ids, boolean known) {
        Map<Long, List<Area>> areas = new HashMap<>();
        jdbc.sql("""
                select id, name, severity, change_id, why, alert_id from alert_area
                where alert_id = any(:ids) order by id""").param("ids", ids.toArray(Long[]::new)).query(row -> {
            areas.computeIfAbsent(row.getLong("alert_id"), alert -> new ArrayList<>())
                    .add(new Area(
                            row.getLong("id"),
                            row.getString("name"),
                            row.getString("severity"),
                            row.getObject("change_id", Long.class),
                            row.getString("why")));
        });
        return jdbc.sql("""
                select id, identifier, sender, sent, msg_type, received_at from alert
                where id = any(:ids) order by id desc""")
                .param("ids", ids.toArray(Long[]::new))
                .query((row, number) -> new Taken(
                        row.getLong("id"),
                        row.getString("identifier"),
                        row.getString("sender"),
                        row.getObject("sent", OffsetDateTime.class),
                        row.getString("msg_type"),
                        row.getObject("received_at", OffsetDateTime.class),
                        known,
                        areas.getOrDefault(row.getLong("id"), List.of())))
                .list();
    }

    private static String digest(byte[] xml) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(xml));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
