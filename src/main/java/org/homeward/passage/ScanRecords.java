package org.homeward.passage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.homeward.access.CurrentOfficer;
import org.homeward.passage.Entry.Circumstances;
import org.homeward.passage.Entry.Member;
import org.homeward.passage.Entry.Vehicle;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The scans on record: rows are added and weighed anew, never taken away. */
@Component
class ScanRecords {

    private static final String FIND = """
            select id, person_given, movement_given, checkpoint, verdict, why, resolved_at, device, sequence from scan
            """;

    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate batches;
    private final CurrentOfficer officer;

    ScanRecords(JdbcClient jdbc, NamedParameterJdbcTemplate batches, CurrentOfficer officer) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.officer = officer;
    }

    /** What those of these scans count that are on record already, by id. @param countsAnother the id is of another scan */
    record OnRecord(String result, @Nullable String why, boolean settled, boolean countsAnother) {}

    /** @param numberUsed ids of scans whose number their device has given to another scan */
    record Found(Map<String, OnRecord> byId, Set<String> numberUsed) {}

    private record Number(String device, long sequence) {}

    /** Looks these scans up by id and, where a device numbers them, by number. */
    Found find(Map<String, Scan> scans) {
        Map<Number, Scan> numbered = new LinkedHashMap<>();
        Set<String> used = new HashSet<>();
        for (Scan scan : scans.values()) {
            Number number = number(scan);
            Scan first = number == null ? null : numbered.putIfAbsent(number, scan);
            if (first != null && !first.countsAs(scan)) {
                used.add(scan.id());
            }
        }
        Map<String, OnRecord> byId = new HashMap<>();
        var query = numbered.isEmpty()
                ? jdbc.sql(FIND + "where id = any(:ids)")
                : jdbc.sql(FIND + """
                where id = any(:ids)
                union
                select scan.id, person_given, movement_given, checkpoint, verdict, why, resolved_at, device, sequence
                from unnest(:devices, :sequences) given (device, sequence) join scan using (device, sequence)""")
                        .param(
                                "devices",
                                numbered.keySet().stream().map(Number::device).toArray(String[]::new))
                        .param(
                                "sequences",
                                numbered.keySet().stream().map(Number::sequence).toArray(Long[]::new));
        query.param("ids", scans.keySet().toArray(String[]::new)).query((ResultSet row) -> {
            Scan same = scans.get(row.getString("id"));
            if (same != null) {
                byId.put(same.id(), onRecord(same, row));
                return;
            }
            Scan other = numbered.get(new Number(row.getString("device"), row.getLong("sequence")));
            if (other != null && !countsAs(other, row)) {
                used.add(other.id());
            }
        });
        return new Found(byId, used);
    }

    private static @Nullable Number number(Scan scan) {
        return scan.device() == null || scan.sequence() == null ? null : new Number(scan.device(), scan.sequence());
    }

    private static OnRecord onRecord(Scan scan, ResultSet row) throws SQLException {
        return new OnRecord(
                row.getString("verdict"),
                row.getString("why"),
                row.getTimestamp("resolved_at") != null,
                !countsAs(scan, row));
    }

    private static boolean countsAs(Scan scan, ResultSet row) throws SQLException {
        return scan.countsAs(
                row.getString("person_given"), row.getString("movement_given"), row.getString("checkpoint"));
    }

    /** All of a household's that are to be weighed: not those that an officer has found to be mistakes. */
    List<Entry> of(long household) {
        return jdbc.sql("""
                select scan.id, person_id, person_given, device, sequence, movement_id, code, kind, state = 'cancelled' cancelled,
                       planned_at, checkpoint, at, sent_at, received_at, verdict, why, sequence_used, from_signed_out,
                       resolution is not distinct from 'counts' on_officers_word
                from person
                join scan on person_id = person.id and resolution is distinct from 'mistake'
                join movement on movement.id = movement_id
                where household_id = :household""")
                .param("household", household)
                .query((row, number) -> new Entry(
                        scan(row),
                        new Member(row.getLong("person_id"), household),
                        Scans.vehicle(row),
                        new Circumstances(
                                row.getTimestamp("received_at").toInstant(),
                                1,
                                null,
                                row.getBoolean("sequence_used"),
                                row.getBoolean("from_signed_out"),
                                row.getBoolean("on_officers_word")),
                        new Verdict(row.getString("id"), row.getString("verdict"), row.getString("why"))))
                .list();
    }

    private static Scan scan(ResultSet row) throws SQLException {
        var sent = row.getTimestamp("sent_at");
        return new Scan(
                row.getString("id"),
                row.getString("device"),
                row.getObject("sequence", Long.class),
                row.getString("person_given"),
                false,
                row.getString("code"),
                Checkpoint.called(row.getString("checkpoint")).orElseThrow(),
                row.getTimestamp("at").toInstant(),
                sent == null ? null : sent.toInstant());
    }

    /** @throws OptimisticLockingFailureException if one came on another way at the same moment: look again */
    void add(Collection<Entry> entries) {
        int[] added = batches.batchUpdate("""
                insert into scan (id, person_id, pass_of, person_given, device, sequence, movement_id, movement_given, checkpoint, at,
                                  sent_at, received_at, officer, verdict, why, sequence_used, from_signed_out)
                values (:id, :person, :passOf, :personGiven, :device, :sequence, :movement, :movementGiven, :checkpoint, :at,
                        :sent, :received, :officer, :verdict, :why, :sequenceUsed, :fromSignedOut)
                on conflict (id) do nothing""", entries.stream().map(this::row).toArray(SqlParameterSource[]::new));
        if (Arrays.stream(added).anyMatch(rows -> rows == 0)) {
            throw new OptimisticLockingFailureException("A scan with the same id came at the same moment.");
        }
    }

    private SqlParameterSource row(Entry entry) {
        Scan scan = entry.scan();
        Member member = entry.member();
        Vehicle vehicle = entry.vehicle();
        Circumstances circumstances = entry.circumstances();
        return new MapSqlParameterSource("id", scan.id())
                .addValue("person", member == null ? null : member.person(), Types.BIGINT)
                .addValue("passOf", circumstances.passOf(), Types.BIGINT)
                .addValue("personGiven", scan.person())
                .addValue("device", scan.device(), Types.VARCHAR)
                .addValue("sequence", scan.sequence(), Types.BIGINT)
                .addValue("movement", vehicle == null ? null : vehicle.id(), Types.BIGINT)
                .addValue("movementGiven", scan.movement())
                .addValue("checkpoint", scan.checkpoint().word())
                .addValue("at", at(scan.at()))
                .addValue("sent", scan.sentAt() == null ? null : at(scan.sentAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                .addValue("received", at(circumstances.received()))
                .addValue("officer", officer.name())
                .addValue("verdict", entry.verdict().result())
                .addValue("why", entry.verdict().why(), Types.VARCHAR)
                .addValue("sequenceUsed", circumstances.sequenceUsed())
                .addValue("fromSignedOut", circumstances.fromSignedOut());
    }

    /** First what no longer counts, then what does instead: one scan at a place is taken, never two. */
    void correct(Collection<Entry> onRecord) {
        SqlParameterSource[] changed = onRecord.stream()
                .filter(Entry::hasChanged)
                .sorted(Comparator.comparing(entry -> !entry.wasTaken()))
                .map(entry -> new MapSqlParameterSource("id", entry.scan().id())
                        .addValue("verdict", entry.verdict().result())
                        .addValue("why", entry.verdict().why(), Types.VARCHAR))
                .toArray(SqlParameterSource[]::new);
        if (changed.length > 0) {
            batches.batchUpdate("update scan set verdict = :verdict, why = :why where id = :id", changed);
        }
    }

    /** Whether a scan of the household, or of its pass, does not fit and nobody has decided on it. */
    boolean hasConflicts(long household) {
        return jdbc.sql("""
                select exists (select from person join scan on person_id = person.id
                               where household_id = :household and verdict = 'conflict' and resolved_at is null)
                    or exists (select from scan
                               where pass_of = :household and verdict = 'conflict' and resolved_at is null)""").param("household", household).query(Boolean.class).single();
    }

    private static OffsetDateTime at(Instant instant) {
        return Objects.requireNonNull(instant).atOffset(ZoneOffset.UTC);
    }
}
