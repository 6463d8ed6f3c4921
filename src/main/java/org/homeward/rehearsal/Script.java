package org.homeward.rehearsal;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.homeward.household.Household;
import org.homeward.household.Person;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The happenings of a scenario while it is played: each happens once, to the family of its number. */
class Script {

    private final List<Happening> happenings;
    private final Set<Happening> happened = new HashSet<>();
    private final JdbcClient jdbc;

    Script(List<Happening> happenings, JdbcClient jdbc) {
        this.happenings = happenings;
        this.jdbc = jdbc;
    }

    /** What happens to this household at this step, if anything does; from then on it has happened. */
    Optional<Happening> take(String step, Household household) {
        Optional<Happening> next = next(step, household);
        next.ifPresent(happened::add);
        return next;
    }

    /** As {@link #take}, for a line about one person. */
    Optional<Happening> takeOf(String step, Household household, Person person) {
        Optional<Happening> next = happenings.stream()
                .filter(happening -> happening.isOf(step) && isFor(happening, household))
                .filter(happening -> !happened.contains(happening))
                .filter(happening -> happening.person() == null || isAbout(happening, person))
                .findFirst();
        next.ifPresent(happened::add);
        return next;
    }

    private Optional<Happening> next(String step, Household household) {
        return happenings.stream()
                .filter(happening -> happening.isOf(step) && isFor(happening, household))
                .filter(happening -> !happened.contains(happening))
                .findFirst();
    }

    /** What happens to this household at a checkpoint; all of it, since several members may have their own line. */
    List<Happening> at(String checkpoint, Household household) {
        return happenings.stream()
                .filter(happening -> checkpoint.equals(happening.checkpoint()) && isFor(happening, household))
                .toList();
    }

    /** The first time this is asked about a line it answers true. */
    boolean firstTime(Happening happening) {
        return happened.add(happening);
    }

    boolean hasHappened(Happening happening) {
        return happened.contains(happening);
    }

    /** Exits that open or close. */
    List<Happening> exits() {
        return happenings.stream().filter(happening -> happening.isOf("exit")).toList();
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
        return members.stream()
                .filter(member -> happening.person() == null || isAbout(happening, member))
                .toList();
    }

    private boolean isAbout(Happening happening, Person person) {
        String said = String.valueOf(happening.person());
        if (said.matches("\\d+")) {
            return Integer.parseInt(said) == person.position();
        }
        return said.equalsIgnoreCase(person.name()) || said.equalsIgnoreCase(person.latinName());
    }

    /** After a restart, what is on record has happened already. */
    void remember() {
        Set<String> onRecord = jdbc.sql("""
                select household.list_family || ' ' || absence.checkpoint from absence
                  join household on household.id = absence.household_id where list_family is not null""").query(String.class).list().stream().collect(Collectors.toSet());
        happenings.stream()
                .filter(happening -> onRecord.contains(happening.family() + " " + happening.checkpoint()))
                .forEach(happened::add);
    }
}
