package org.homeward.rehearsal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.homeward.audit.Audit;
import org.homeward.household.Household;
import org.homeward.household.Person;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The happenings of a scenario while it is played: each happens once, to the family of its number. What has happened is
 * on record in the same transaction as what it caused, so that a rehearsal that was cut off repeats nothing.
 */
class Script {

    private static final String ON_RECORD = "rehearsed";
    private static final int TRIES = 5;

    private final List<Happening> happenings;
    private final Set<Happening> happened = ConcurrentHashMap.newKeySet();

    /** Each officer writes down what happened in the own deed. */
    private final ThreadLocal<List<Happening>> unwritten = ThreadLocal.withInitial(ArrayList::new);

    private final JdbcClient jdbc;
    private final Audit audit;
    private final TransactionTemplate transaction;

    Script(List<Happening> happenings, JdbcClient jdbc, Audit audit, TransactionTemplate transaction) {
        this.happenings = new ArrayList<>(happenings);
        this.jdbc = jdbc;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** As {@link #onRecord(Supplier)}, for a deed without a result. */
    void onRecord(Runnable deed) {
        onRecord(() -> {
            deed.run();
            return true;
        });
    }

    /** Does a deed and records what has happened by it, both or neither; again if others were in the way. */
    <T> T onRecord(Supplier<T> deed) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(deed);
            } catch (RuntimeException e) {
                if (attempt == TRIES || !Lanes.inEachOthersWay(e)) {
                    throw e;
                }
            }
        }
    }

    private <T> T once(Supplier<T> deed) {
        T result = transaction.execute(status -> {
            T done = deed.get();
            unwritten.get().forEach(happening -> audit.recordOf(ON_RECORD, happening.place(), null));
            return done;
        });
        unwritten.get().clear();
        return Objects.requireNonNull(result);
    }

    /** After a restart, what is on record has happened already. */
    void remember() {
        Set<String> onRecord = new HashSet<>(jdbc.sql("select subject from audit where action = :action")
                .param("action", ON_RECORD)
                .query(String.class)
                .list());
        happenings.stream()
                .filter(happening -> onRecord.contains(happening.place()))
                .forEach(happened::add);
    }

    /** Takes out what is about nobody and nothing in this operation. @return a sentence for each such line */
    List<String> withoutObject() {
        List<String> sentences = new ArrayList<>();
        happenings.removeIf(happening -> {
            String why = happened.contains(happening) ? null : missing(happening);
            if (why != null) {
                sentences.add(happening.place() + ": " + why);
            }
            return why != null;
        });
        return sentences;
    }

    private @Nullable String missing(Happening happening) {
        if (happening.isOf("exit") || happening.isOf("movement")) {
            String table = happening.isOf("exit") ? "exit" : "movement";
            return jdbc.sql("select not exists (select from " + table + " where upper(code) = upper(:code))")
                            .param("code", happening.code())
                            .query(Boolean.class)
                            .single()
                    ? "there is no " + table + " '" + happening.code() + "'."
                    : null;
        }
        List<Boolean> family = jdbc.sql("""
                        select position, name, latin_name from person join household on household.id = household_id
                        where list_family = :family and split_from is null""")
                .param("family", happening.family())
                .query((row, number) -> isAbout(happening, row.getInt(1), row.getString(2), row.getString(3)))
                .list();
        if (family.isEmpty()) {
            return "there is no family " + happening.family() + " on the list.";
        }
        return family.contains(true)
                ? null
                : "nobody is number or name '%s' in family %s.".formatted(happening.person(), happening.family());
    }

    /** What happens to this household at this step, if anything does; from then on it has happened. */
    Optional<Happening> take(String step, Household household) {
        return taken(happenings.stream()
                .filter(happening -> happening.isOf(step) && isFor(happening, household))
                .filter(happening -> !happened.contains(happening))
                .findFirst());
    }

    /** As {@link #take}, for a line about one person. */
    Optional<Happening> takeOf(String step, Household household, Person person) {
        return taken(happenings.stream()
                .filter(happening -> happening.isOf(step) && isFor(happening, household))
                .filter(happening -> !happened.contains(happening))
                .filter(happening -> isAbout(happening, person))
                .findFirst());
    }

    private Optional<Happening> taken(Optional<Happening> next) {
        next.ifPresent(this::firstTime);
        return next;
    }

    /** Whether a line says that the household cannot be reached at this step, however often it is called. */
    boolean isNeverReached(String step, Household household) {
        List<Happening> lines = happenings.stream()
                .filter(happening -> happening.isOf(step) && isFor(happening, household))
                .filter(happening -> happening.what().equals("unreachable"))
                .toList();
        lines.forEach(this::firstTime);
        return !lines.isEmpty();
    }

    /** What happens to this household at a checkpoint; all of it, since several members may have their own line. */
    List<Happening> at(String checkpoint, Household household) {
        return happenings.stream()
                .filter(happening -> checkpoint.equals(happening.checkpoint()) && isFor(happening, household))
                .toList();
    }

    /** The first time this is asked about a line it answers true. */
    boolean firstTime(Happening happening) {
        boolean first = happened.add(happening);
        if (first) {
            unwritten.get().add(happening);
        }
        return first;
    }

    boolean hasHappened(Happening happening) {
        return happened.contains(happening);
    }

    /** Exits that open or close, movements that change. */
    List<Happening> ofTheOperation() {
        return happenings.stream()
                .filter(happening -> happening.isOf("exit") || happening.isOf("movement"))
                .toList();
    }

    /** Lines that never came to happen. */
    List<Happening> left() {
        return happenings.stream()
                .filter(happening -> !happened.contains(happening))
                .toList();
    }

    private static boolean isFor(Happening happening, Household household) {
        // A household that was split off lives its own life.
        return household.splitFrom() == null && Objects.equals(happening.family(), household.listFamily());
    }

    /** Who of the household a line is about: everybody, the person at that place, or of that name. */
    List<Person> about(Happening happening, List<Person> members) {
        return members.stream().filter(member -> isAbout(happening, member)).toList();
    }

    private static boolean isAbout(Happening happening, Person person) {
        return isAbout(happening, person.position(), person.name(), person.latinName());
    }

    private static boolean isAbout(
            Happening happening, int position, @Nullable String name, @Nullable String latinName) {
        String said = happening.person();
        return said == null
                || said.equals(String.valueOf(position))
                || said.equalsIgnoreCase(name)
                || said.equalsIgnoreCase(latinName);
    }
}
