package org.homeward.passage;

import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.homeward.access.Rights;
import org.homeward.audit.Audit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The devices that send scans: who has them, how wrong their clocks are, and what of theirs has not arrived yet. */
@Component
public class Devices {

    private static final int MOST_GAPS = 20;

    /** After so long, or by so much of its clock, it is noted again. */
    private static final Duration NEWS = Duration.ofSeconds(10);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final Audit audit;

    Devices(JdbcClient jdbc, Clock clock, CurrentOfficer officer, Audit audit) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.officer = officer;
        this.audit = audit;
    }

    /**
     * A device as officers see it.
     *
     * @param officer who sent last
     * @param clockOff by how much its clock is ahead; negative: behind; null: not known
     * @param last the highest number of its scans that has arrived; 0: it does not number them
     * @param missing numbers below that have not arrived, as {@code 7} or {@code 7–9}, the first {@value Devices#MOST_GAPS}
     */
    public record Device(
            String id,
            Instant firstSeen,
            Instant lastSeen,
            String officer,
            @Nullable Duration clockOff,
            long last,
            List<String> missing,
            @Nullable Instant signedOutAt,
            @Nullable String signedOutBy) {}

    /** What was noted of a device last. */
    private record Noted(
            String id,
            OffsetDateTime lastSeen,
            String officer,
            @Nullable Long clockOff,
            @Nullable OffsetDateTime signedOutAt) {}

    /** Notes which devices have sent these. @return those of them that were signed out from afar */
    Set<String> seen(List<Scan> scans, Instant now) {
        Map<String, Scan> latest = new TreeMap<>(); // in one order, so that two never wait for each other
        for (Scan scan : scans) {
            String device = scan.device();
            if (device != null) {
                latest.put(device, scan);
            }
        }
        if (latest.isEmpty()) {
            return Set.of();
        }
        Set<String> signedOut = new HashSet<>();
        Map<String, Scan> news = new TreeMap<>(latest);
        jdbc.sql("select id, last_seen, officer, clock_off, signed_out_at from device where id = any(:ids)")
                .param("ids", latest.keySet().toArray(String[]::new))
                .query(Noted.class)
                .list()
                .forEach(noted -> {
                    if (noted.signedOutAt() != null) {
                        signedOut.add(noted.id());
                    }
                    if (!isNews(noted, Objects.requireNonNull(latest.get(noted.id())), now)) {
                        news.remove(noted.id());
                    }
                });
        if (!news.isEmpty()) {
            note(news, now);
        }
        return signedOut;
    }

    /** Not each scan is worth a write. */
    private boolean isNews(Noted noted, Scan scan, Instant now) {
        Long ahead = ahead(scan, now);
        return noted.lastSeen().toInstant().isBefore(now.minus(NEWS))
                || !noted.officer().equals(officer.name())
                || ahead != null && (noted.clockOff() == null || Math.abs(ahead - noted.clockOff()) > NEWS.toMillis());
    }

    private void note(Map<String, Scan> news, Instant now) {
        jdbc.sql("""
                insert into device (id, first_seen, last_seen, officer, clock_off)
                select id, :now, :now, :officer, clock_off from unnest(:ids, :clocks) sent (id, clock_off)
                on conflict (id) do update set last_seen = excluded.last_seen, officer = excluded.officer,
                                               clock_off = coalesce(excluded.clock_off, device.clock_off)""")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("officer", officer.name())
                .param("ids", news.keySet().toArray(String[]::new))
                .param(
                        "clocks",
                        news.values().stream().map(scan -> ahead(scan, now)).toArray(Long[]::new))
                .update();
    }

    private static @Nullable Long ahead(Scan scan, Instant now) {
        return scan.sentAt() == null
                ? null
                : Duration.between(now, scan.sentAt()).toMillis();
    }

    public boolean isSignedOut(String device) {
        return jdbc.sql("select exists (select from device where id = :id and signed_out_at is not null)")
                .param("id", named(device))
                .query(Boolean.class)
                .single();
    }

    /** The device shows nothing more and is told so when it next asks; scans that it still holds are taken, and marked. */
    @Transactional
    public void signOut(String device) {
        int known = jdbc.sql("""
                update device set signed_out_at = coalesce(signed_out_at, :now),
                                  signed_out_by = coalesce(signed_out_by, :officer)
                where id = :id""")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("officer", officer.name())
                .param("id", named(device))
                .update();
        if (known == 0) {
            throw new Refusal.NotFound("No device of this name has sent anything yet.");
        }
        audit.recordOf("device signed out", named(device), null);
    }

    /** A device that was found again: it shows what its officer may see, as before. */
    @Transactional
    public void letIn(String device) {
        int signedOut = jdbc.sql("""
                update device set signed_out_at = null, signed_out_by = null where id = :id and signed_out_at is not null""").param("id", named(device)).update();
        if (signedOut == 0) {
            throw new Refusal.NotFound("No device of this name is signed out.");
        }
        audit.recordOf("device let in again", named(device), null);
    }

    /** Those seen last first: all for managers, for others those that they sent from last. */
    public List<Device> list() {
        Map<String, List<String>> missing = missing();
        return jdbc.sql("""
                select device.*, coalesce((select max(sequence) from scan where scan.device = device.id), 0) as last
                from device where officer = :officer or :all
                order by last_seen desc, id""")
                .param("officer", officer.name())
                .param("all", officer.in(Rights.MANAGERS))
                .query((row, number) -> new Device(
                        row.getString("id"),
                        row.getTimestamp("first_seen").toInstant(),
                        row.getTimestamp("last_seen").toInstant(),
                        row.getString("officer"),
                        row.getObject("clock_off") == null ? null : Duration.ofMillis(row.getLong("clock_off")),
                        row.getLong("last"),
                        missing.getOrDefault(row.getString("id"), List.of()),
                        instant(row.getObject("signed_out_at", OffsetDateTime.class)),
                        row.getString("signed_out_by")))
                .list();
    }

    /** As the database can look for it. */
    private static String named(String device) {
        return device.replace("\0", "");
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    /** The numbers between those that have arrived, by device; what comes after the highest nobody knows of. */
    private Map<String, List<String>> missing() {
        Map<String, List<String>> missing = new HashMap<>();
        jdbc.sql("""
                select * from (
                  select device, before + 1 as first, sequence - 1 as last,
                         row_number() over (partition by device order by sequence) as n
                  from (select device, sequence, lag(sequence, 1, 0::bigint) over (partition by device order by sequence) as before
                        from scan where device is not null and sequence is not null) arrived
                  where sequence > before + 1) gap
                where n <= :most order by device, n""").param("most", MOST_GAPS).query((ResultSet row) -> {
            long first = row.getLong("first");
            long last = row.getLong("last");
            missing.computeIfAbsent(row.getString("device"), device -> new ArrayList<>())
                    .add(first == last ? String.valueOf(first) : first + "–" + last);
        });
        return missing;
    }
}
