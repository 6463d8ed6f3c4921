package org.homeward.vetting.watchlist;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.PlainText;
import org.homeward.access.Wording;
import org.homeward.audit.Audit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The lists on record, version by version. Of each kind the latest is the one that counts. */
@Component
public class WatchLists {

    private static final int AT_A_TIME = 500;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final ObjectMapper json;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final Audit audit;

    WatchLists(
            JdbcClient jdbc,
            JdbcTemplate batches,
            ObjectMapper json,
            Clock clock,
            CurrentOfficer officer,
            Audit audit) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.json = json;
        this.clock = clock;
        this.officer = officer;
        this.audit = audit;
    }

    /** @param known whether this very version was the current one already; then nothing has changed */
    public record Loaded(Version version, boolean known) {}

    /**
     * Takes files as the new version of a list, whole or not at all.
     *
     * @param source where they come from, as it is shown
     * @param dated the list's own date, where the files do not say it
     * @throws org.homeward.access.Refusal if they are not such a list, with file and line
     */
    @Transactional
    public Loaded load(ListKind kind, List<ListFile> files, String source, @Nullable LocalDate dated) {
        String digest = digest(files);
        // One load of a kind at a time, on all nodes.
        jdbc.sql("select pg_advisory_xact_lock(hashtext('watch-list ' || :kind))")
                .param("kind", kind.code())
                .query((row, number) -> 0)
                .single();
        Optional<Long> same = jdbc.sql("""
                select id from watch_list_version where kind = :kind and digest = :digest
                  and id = (select max(id) from watch_list_version where kind = :kind)""")
                .param("kind", kind.code())
                .param("digest", digest)
                .query(Long.class)
                .optional();
        if (same.isPresent()) {
            return new Loaded(version(same.get()), true);
        }
        Reading reading = Reading.of(kind, files);
        long id = insert(kind, reading, digest, source, reading.dated() == null ? dated : reading.dated());
        keep(kind, id, reading.entries());
        audit.recordOf("watch-list", kind.code() + " " + id, reading.entries().size() + " persons");
        return new Loaded(version(id), false);
    }

    private static String digest(List<ListFile> files) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        files.stream()
                .map(file -> Entry.sha256(file.content()))
                .sorted()
                .forEach(one -> all.writeBytes(one.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        return Entry.sha256(all.toByteArray());
    }

    private long insert(ListKind kind, Reading reading, String digest, String source, @Nullable LocalDate dated) {
        return jdbc.sql("""
                insert into watch_list_version (kind, dated, source, digest, loaded_by, loaded_at, persons, not_people,
                                                added, changed, removed, warning, unknown_countries)
                values (:kind, :dated, :source, :digest, :officer, :now, :persons, :notPeople, 0, 0, 0, :warning, :unknown)
                returning id""")
                .param("kind", kind.code())
                .param("dated", dated)
                .param("source", PlainText.of(source))
                .param("digest", digest)
                .param("officer", officer.name())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("persons", reading.entries().size())
                .param("notPeople", reading.notPeople())
                .param("warning", reading.warning())
                .param("unknown", reading.unknownCountries().toArray(String[]::new))
                .query(Long.class)
                .single();
    }

    private record Kept(long id, String entry, String digest, String body) {}

    /** Ends what is no longer on the list or says otherwise, and adds what is new. */
    private void keep(ListKind kind, long version, List<Entry> entries) {
        Map<String, Kept> before = jdbc
                .sql(
                        "select id, entry, digest, body::text as body from watch_list_entry where kind = :kind and until_version is null")
                .param("kind", kind.code())
                .query(Kept.class)
                .list()
                .stream()
                .collect(Collectors.toMap(Kept::entry, kept -> kept, (one, other) -> one, HashMap::new));
        int known = before.size();
        List<Object[]> fresh = new ArrayList<>();
        List<Long> ended = new ArrayList<>();
        int changed = 0;
        for (Entry entry : entries) {
            Kept kept = before.remove(entry.id());
            if (kept != null && entry.equals(entry(kept.body()))) {
                continue;
            }
            if (kept != null) {
                ended.add(kept.id());
                changed++;
            }
            fresh.add(new Object[] {kind.code(), entry.id(), entry.digest(), written(entry), version});
        }
        int removed = before.size();
        before.values().forEach(gone -> ended.add(gone.id()));
        jdbc.sql("update watch_list_entry set until_version = :version where id = any(:ended)")
                .param("version", version)
                .param("ended", ended.toArray(Long[]::new))
                .update();
        batches.batchUpdate(
                "insert into watch_list_entry (kind, entry, digest, body, since_version) values (?, ?, ?, ?::jsonb, ?)",
                fresh,
                AT_A_TIME,
                (statement, row) -> {
                    for (int at = 0; at < row.length; at++) {
                        statement.setObject(at + 1, row[at]);
                    }
                });
        jdbc.sql("update watch_list_version set added = :added, changed = :changed, removed = :removed where id = :id")
                .param("added", entries.size() - (known - removed))
                .param("changed", changed)
                .param("removed", removed)
                .param("id", version)
                .update();
    }

    /** Versions against which everyone is to be screened once more since Homeward compares more; each is given once. */
    @Transactional
    public List<Long> takeThoseToScreenAgain() {
        return jdbc.sql("update watch_list_version set screen_again = false where screen_again returning id")
                .query(Long.class)
                .list();
    }

    /** The newest 200 versions and those that count, the newest first. */
    public List<Version> versions() {
        return versions("""
                where version.id in (select max(id) from watch_list_version group by kind
                                     union (select id from watch_list_version order by id desc limit 200))
                order by version.id desc""", 0);
    }

    Version version(long id) {
        return versions("where version.id = :id", id).get(0);
    }

    /** What is under way or found is counted without households that this officer may not know of. */
    private List<Version> versions(String which, long id) {
        return jdbc.sql("""
                select version.*,
                       not exists (select from watch_list_version later where later.kind = version.kind
                                   and later.id > version.id) as current,
                       case when screened_at is null then (
                         select count(*) from person join household on household.id = person.household_id
                         where person.id <= screened_to and (not restricted or :cleared)) else 0 end as screened,
                       case when screened_at is null then (
                         select count(*) from person join household on household.id = person.household_id
                         where not restricted or :cleared) else 0 end as to_screen,
                       (select count(*) from watch_list_hit hit
                          join person on person.id = hit.person_id
                          join household on household.id = person.household_id
                        where version_id = version.id and (not restricted or :cleared)) as new_hits
                from watch_list_version version\s""" + which)
                .param("cleared", officer.cleared())
                .param("id", id)
                .query(WatchLists::read)
                .list();
    }

    private static Version read(ResultSet row, int number) throws SQLException {
        String warning = row.getString("warning");
        var screenedAt = row.getTimestamp("screened_at");
        return new Version(
                row.getLong("id"),
                row.getString("kind"),
                row.getObject("dated", LocalDate.class),
                row.getString("source"),
                row.getString("loaded_by"),
                row.getTimestamp("loaded_at").toInstant(),
                row.getInt("persons"),
                row.getInt("not_people"),
                row.getInt("added"),
                row.getInt("changed"),
                row.getInt("removed"),
                warning == null ? null : Wording.of(warning),
                List.of((String[]) row.getArray("unknown_countries").getArray()),
                row.getBoolean("current"),
                screenedAt == null ? null : screenedAt.toInstant(),
                row.getLong("screened"),
                row.getLong("to_screen"),
                row.getLong("new_hits"));
    }

    // who is on them now
    // ---------------------------------------------------------------------------------------------------------------

    /** An entry as it is on record. */
    record Listed(long id, String kind, Entry entry, String digest) {}

    /** The versions that count now, one of each kind that has been loaded, as a mark that changes when one does. */
    String mark() {
        return jdbc.sql("""
                select coalesce(string_agg(id || ' ' || digest || ' ' || loaded_at, ', ' order by id), '')
                from watch_list_version
                where id in (select max(id) from watch_list_version group by kind)""").query(String.class).single();
    }

    List<Listed> current() {
        return jdbc
                .sql("select id, kind, digest, body::text as body from watch_list_entry where until_version is null")
                .query((row, number) -> new Listed(
                        row.getLong("id"),
                        row.getString("kind"),
                        entry(row.getString("body")),
                        row.getString("digest")))
                .list()
                .stream()
                .sorted(Comparator.comparing(Listed::id))
                .toList();
    }

    private Entry entry(String body) {
        try {
            return json.readValue(body, Entry.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private String written(Entry entry) {
        try {
            return json.writeValueAsString(entry);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
