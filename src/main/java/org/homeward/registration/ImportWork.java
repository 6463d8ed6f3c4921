package org.homeward.registration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.homeward.household.Households;
import org.homeward.household.NewHousehold;
import org.homeward.household.Registered;
import org.homeward.registration.ListedBefore.Known;
import org.homeward.registration.list.EmbassyList;
import org.homeward.registration.list.Field;
import org.homeward.registration.list.Flaw;
import org.homeward.registration.list.ListRow;
import org.homeward.registration.list.PersonReader;
import org.homeward.registration.list.Reading;
import org.homeward.registration.list.UnreadableList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The work on an import: first every row is read and put down, in one transaction; then households are registered, a few
 * in each transaction together with what has become of their rows. Whoever takes up the work after a crash finds exactly
 * the rows that still wait. Households come in one transaction at a time on all nodes, so that two lists with the same
 * people notice each other.
 */
@Component
class ImportWork {

    private static final Logger log = LoggerFactory.getLogger(ImportWork.class);
    private static final int HOUSEHOLDS_AT_ONCE = 40;
    private static final int ROWS_AT_ONCE = 500;
    private static final int ROWS_OF_A_HOUSEHOLD = 8;
    private static final long ONE_AT_A_TIME = 0x494d504f5254L; // "IMPORT"

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final ObjectMapper json;
    private final Households households;
    private final Intake intake;
    private final ListedBefore listedBefore;

    ImportWork(
            JdbcClient jdbc,
            JdbcTemplate batches,
            TransactionTemplate transaction,
            Clock clock,
            ObjectMapper json,
            Households households,
            Intake intake,
            ListedBefore listedBefore) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.transaction = transaction;
        this.clock = clock;
        this.json = json;
        this.households = households;
        this.intake = intake;
        this.listedBefore = listedBefore;
    }

    /** What there is to do after a step. */
    enum After {
        MORE,
        NOTHING,
        ANOTHER_NODE
    }

    /** Works until nothing is left, waiting for other nodes where they are at work. */
    void finish(UUID id) {
        work(id, "for update");
    }

    /** Works until nothing is left or another node is found at work. */
    void finishUnlessAnotherNodeDoes(UUID id) {
        work(id, "for update skip locked");
    }

    private void work(UUID id, String lock) {
        int atOnce = HOUSEHOLDS_AT_ONCE;
        After after = putDown(id, lock);
        while (after == After.MORE && !Thread.currentThread().isInterrupted()) {
            try {
                after = register(id, lock, atOnce);
                atOnce = Math.min(HOUSEHOLDS_AT_ONCE, atOnce * 2);
            } catch (RuntimeException e) {
                if (passes(e)) {
                    throw e;
                }
                if (atOnce == 1) {
                    setAside(id, e);
                }
                atOnce = 1;
            }
        }
    }

    /** Reads the whole file and puts down each row, all or none. */
    After putDown(UUID id, String lock) {
        try {
            return inTransaction(() -> {
                Optional<Begun> begun = lock(id, lock);
                if (begun.isEmpty()) {
                    return After.ANOTHER_NODE;
                }
                if (begun.get().rowsPutDown() || !begun.get().running()) {
                    return After.MORE;
                }
                byte[] content = jdbc.sql("select content from import where id = :id")
                        .param("id", id)
                        .query(byte[].class)
                        .single();
                putDown(id, EmbassyList.open(content));
                return After.MORE;
            });
        } catch (RuntimeException e) {
            if (passes(e)) {
                throw e;
            }
            fail(id, e);
            return After.NOTHING;
        }
    }

    private void putDown(UUID id, EmbassyList list) {
        PersonReader reader = intake.reader();
        List<ListRow> some = new ArrayList<>(ROWS_AT_ONCE);
        int[] counted = new int[2];
        list.forEachRow(reader, row -> {
            counted[0]++;
            counted[1] += row.outcome().equals("waiting") ? 0 : 1;
            some.add(row);
            if (some.size() == ROWS_AT_ONCE) {
                insert(id, some, reader);
                some.clear();
            }
        });
        insert(id, some, reader);
        repeatCorrections(id);
        jdbc.sql("update import set row_count = :rows, done = :done where id = :id")
                .param("rows", counted[0])
                .param("done", counted[1])
                .param("id", id)
                .update();
    }

    /** What officers made of these very rows when the same file came before, they need not do again. */
    private void repeatCorrections(UUID id) {
        jdbc.sql("""
                update import_row again
                set outcome = case before.outcome when 'heading' then 'heading' else 'known' end,
                    household_id = before.household_id, person_id = before.person_id, cells = null,
                    doubts = null
                from import_row before
                join import earlier on earlier.id = before.import_id
                join import now on now.digest = earlier.digest and now.id <> earlier.id
                where now.id = :id and again.import_id = :id and again.outcome = 'correction'
                  and again.row_number = before.row_number and before.outcome in ('corrected', 'known', 'heading')""").param("id", id).update();
    }

    private void insert(UUID id, List<ListRow> rows, PersonReader reader) {
        batches.batchUpdate(
                """
                insert into import_row (import_id, row_number, outcome, reason, doubts, cells, family, household_row,
                                        fingerprint)
                values (?, ?, ?, ?, ?, cast(? as jsonb), ?, ?, ?)""",
                rows.stream()
                        .map(row -> new @Nullable Object[] {
                            id,
                            row.number(),
                            row.outcome(),
                            row.flaws().isEmpty() ? null : Flaw.written(row.flaws()),
                            row.doubts().isEmpty() ? null : Flaw.written(row.doubts()),
                            row.written().isEmpty() ? null : json(row.written()),
                            row.family(),
                            row.householdRow(),
                            row.outcome().equals("waiting")
                                    ? Families.fingerprint(row.family(), Families.person(reader.read(row.written())))
                                    : null
                        })
                        .toList());
    }

    /** Registers the next households, and the import is done when there are none. */
    After register(UUID id, String lock, int atOnce) {
        return inTransaction(() -> {
            Optional<Begun> begun = lock(id, lock);
            if (begun.isEmpty()) {
                return After.ANOTHER_NODE;
            }
            if (!begun.get().running()) {
                return After.NOTHING;
            }
            List<Waiting> rows = waiting(id, atOnce);
            if (rows.isEmpty()) {
                end(id, "done", null);
                return After.NOTHING;
            }
            jdbc.sql("select pg_advisory_xact_lock(:key)")
                    .param("key", ONE_AT_A_TIME)
                    .query((row, number) -> number)
                    .list();
            actingAs(begun.get().officer(), () -> register(id, rows));
            jdbc.sql("update import set done = done + :rows where id = :id")
                    .param("rows", rows.size())
                    .param("id", id)
                    .update();
            return After.MORE;
        });
    }

    private void register(UUID id, List<Waiting> rows) {
        Map<Integer, Known> known = listedBefore.among(id, rows);
        WaysHome ways = intake.waysHome();
        Map<Integer, List<Waiting>> byHousehold =
                rows.stream().collect(Collectors.groupingBy(Waiting::householdRow, TreeMap::new, Collectors.toList()));
        List<Became> became = new ArrayList<>();
        for (List<Waiting> household : byHousehold.values()) {
            became.addAll(register(household, known, ways));
        }
        batches.batchUpdate(
                """
                update import_row set outcome = ?, household_id = ?, person_id = ?, cells = null, doubts = ?
                where import_id = ? and row_number = ?""",
                became.stream()
                        .map(row -> new @Nullable Object[] {
                            row.outcome(),
                            row.at().householdId(),
                            row.at().personId(),
                            row.notes().isEmpty() ? null : Flaw.written(row.notes()),
                            id,
                            row.row().number()
                        })
                        .toList());
    }

    /**
     * Registers the rows of one household, leaving out who is known from an earlier list, or from a row above.
     *
     * @param ways which households need not be pointed out as too large
     */
    private List<Became> register(List<Waiting> rows, Map<Integer, Known> known, WaysHome ways) {
        List<Became> became = new ArrayList<>();
        Map<String, Waiting> unknown = new LinkedHashMap<>();
        List<Waiting> repeated = new ArrayList<>();
        for (Waiting row : rows) {
            Known at = known.get(row.number());
            if (at != null) {
                became.add(knownAlready(row, at));
            } else if (unknown.putIfAbsent(row.fingerprint(), row) != null) {
                repeated.add(row);
            }
        }
        Optional<Long> already = became.stream()
                .map(row -> row.at().householdId())
                .filter(household -> households.get(household).canTakeIn())
                .findFirst();
        if (already.isPresent()) {
            became.addAll(join(already.get(), unknown.values(), ways));
        } else if (!unknown.isEmpty()) {
            became.addAll(registerAnew(List.copyOf(unknown.values()), ways));
        }
        for (Waiting row : repeated) {
            became.stream()
                    .filter(same -> same.row().fingerprint().equals(row.fingerprint()))
                    .findFirst()
                    .ifPresent(same -> became.add(knownAlready(row, same.at())));
        }
        return became;
    }

    private List<Became> join(long household, Collection<Waiting> rows, WaysHome ways) {
        List<Became> became = new ArrayList<>();
        for (Waiting row : rows) {
            long person = intake.join(household, row.reading());
            List<Flaw> notes = new ArrayList<>(row.reading().doubts());
            became.add(new Became(row, "imported", new Known(household, person), notes));
        }
        if (!became.isEmpty() && ways.tooLarge(intake.needs(household)).isPresent()) {
            became.get(0).notes().add(Intake.TOO_LARGE);
        }
        return became;
    }

    private Became knownAlready(Waiting row, Known at) {
        List<Flaw> notes = at.saysNothingNew()
                ? List.of()
                : intake.hearAgain(at, row.reading()).stream().toList();
        return new Became(row, "known", at, notes);
    }

    private List<Became> registerAnew(List<Waiting> rows, WaysHome ways) {
        List<Waiting> inOrder = rows.stream()
                .sorted(Comparator.comparing(row -> !Families.isApplicant(row.reading())))
                .toList();
        NewHousehold household = Families.household(
                inOrder.stream().map(Waiting::reading).toList(), rows.get(0).family());
        Registered registered = intake.register(household);
        List<Became> became = new ArrayList<>();
        for (int i = 0; i < inOrder.size(); i++) {
            long person = registered.personIds().get(i);
            intake.keepWhatIsSaidOtherwise(
                    registered.id(), person, inOrder.get(i).reading());
            List<Flaw> notes = new ArrayList<>(inOrder.get(i).reading().doubts());
            if (i == 0 && ways.tooLarge(intake.needs(registered.id())).isPresent()) {
                notes.add(Intake.TOO_LARGE);
            }
            became.add(new Became(inOrder.get(i), "imported", new Known(registered.id(), person), notes));
        }
        return became;
    }

    /** A household that cannot be registered keeps nobody else out: its rows are listed for correction. */
    private void setAside(UUID id, RuntimeException why) {
        log.error("Import {}: a household could not be registered; its rows are listed for correction.", id, why);
        inTransaction(() -> {
            lock(id, "for update");
            List<Waiting> rows = waiting(id, 1);
            batches.batchUpdate(
                    "update import_row set outcome = 'correction', reason = ? where import_id = ? and row_number = ?",
                    rows.stream()
                            .map(row -> new Object[] {new Flaw(Field.FAMILY, "refused").key(), id, row.number()})
                            .toList());
            return jdbc.sql("update import set done = done + :rows where id = :id")
                    .param("rows", rows.size())
                    .param("id", id)
                    .update();
        });
    }

    private void fail(UUID id, RuntimeException why) {
        String failure = why instanceof UnreadableList unreadable ? unreadable.why() : "noSpreadsheet";
        if (!(why instanceof UnreadableList)) {
            log.error("Import {} could not be read to its end.", id, why);
        }
        inTransaction(() -> {
            end(id, "failed", failure);
            return id;
        });
    }

    private void end(UUID id, String state, @Nullable String failure) {
        jdbc.sql("update import set state = :state, failure = :failure, ended_at = :now where id = :id")
                .param("state", state)
                .param("failure", failure)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("id", id)
                .update();
    }

    private Optional<Begun> lock(UUID id, String lock) {
        return jdbc.sql("select officer, state, row_count is not null from import where id = :id " + lock)
                .param("id", id)
                .query((row, number) ->
                        new Begun(row.getString(1), row.getString(2).equals("running"), row.getBoolean(3)))
                .optional();
    }

    /** The rows of the next households, each household whole. */
    private List<Waiting> waiting(UUID id, int households) {
        int enough = households * ROWS_OF_A_HOUSEHOLD;
        List<Waiting> next = waiting(id, 0, Integer.MAX_VALUE, enough);
        if (next.isEmpty()) {
            return next;
        }
        int first = next.get(0).householdRow();
        int cutOff =
                next.size() < enough ? Integer.MAX_VALUE : next.get(enough - 1).householdRow();
        if (cutOff == first) {
            return waiting(id, first, first, Integer.MAX_VALUE);
        }
        Set<Integer> chosen = next.stream()
                .map(Waiting::householdRow)
                .filter(row -> row != cutOff)
                .distinct()
                .limit(households)
                .collect(Collectors.toSet());
        return next.stream().filter(row -> chosen.contains(row.householdRow())).toList();
    }

    /** Rows that wait, household by household; the index on them gives the first without looking at the rest. */
    private List<Waiting> waiting(UUID id, int from, int to, int limit) {
        PersonReader reader = intake.reader();
        return jdbc.sql("""
                select row_number, household_row, family, fingerprint, cells from import_row
                where import_id = :id and outcome = 'waiting' and household_row between :from and :to
                order by household_row, row_number limit :limit""")
                .param("id", id)
                .param("from", from)
                .param("to", to)
                .param("limit", limit)
                .query((row, number) -> waiting(row, reader))
                .list();
    }

    private Waiting waiting(ResultSet row, PersonReader reader) throws SQLException {
        return new Waiting(
                row.getInt("row_number"),
                row.getInt("household_row"),
                row.getString("family"),
                row.getString("fingerprint"),
                reader.read(written(row.getString("cells"))));
    }

    private String json(Map<Field, String> written) {
        Map<String, String> cells = new LinkedHashMap<>();
        written.forEach((field, text) -> cells.put(field.key(), text));
        try {
            return json.writeValueAsString(cells);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    Map<Field, String> written(@Nullable String cells) {
        Map<Field, String> written = new EnumMap<>(Field.class);
        if (cells != null) {
            try {
                json.readValue(cells, new TypeReference<Map<String, String>>() {})
                        .forEach((key, text) -> written.put(Field.of(key), text));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
        return written;
    }

    /** The officer who brought the list is on record for what comes of it. */
    private static void actingAs(String officer, Runnable deed) {
        SecurityContext before = SecurityContextHolder.getContext();
        try {
            SecurityContextHolder.setContext(new SecurityContextImpl(
                    UsernamePasswordAuthenticationToken.authenticated(officer, null, List.of())));
            deed.run();
        } finally {
            SecurityContextHolder.setContext(before);
        }
    }

    private <T> T inTransaction(Supplier<T> deed) {
        return java.util.Objects.requireNonNull(transaction.execute(status -> deed.get()));
    }

    /** Whether it is worth trying again later: the database was away, or somebody else was in the way. */
    private static boolean passes(RuntimeException e) {
        return e instanceof TransientDataAccessException
                || e instanceof DataAccessResourceFailureException
                || e instanceof TransactionException;
    }

    private record Begun(String officer, boolean running, boolean rowsPutDown) {}

    /** A row that is to be registered. */
    record Waiting(int number, int householdRow, @Nullable String family, String fingerprint, Reading reading) {}

    /** @param notes what an officer should look at */
    private record Became(Waiting row, String outcome, Known at, List<Flaw> notes) {}
}
