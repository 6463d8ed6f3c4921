package org.homeward.planning;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Manifests as they are handed to those who carry people, from the time the first version has gone out. */
@Component
public class Manifests {

    /** The lines of all versions that the officer may know of; a person may be of another household by now. */
    private static final String LINES = """
            manifest_line line
              join household on household.id = line.household_id
              join person on person.id = line.person_id
              join household now_of on now_of.id = person.household_id
            where line.movement_id = :movement and (not (household.restricted or now_of.restricted) or :cleared)""";

    private final Movements movements;
    private final JdbcClient jdbc;
    private final CurrentOfficer officer;
    private final Audit audit;

    Manifests(Movements movements, JdbcClient jdbc, CurrentOfficer officer, Audit audit) {
        this.movements = movements;
        this.jdbc = jdbc;
        this.officer = officer;
        this.audit = audit;
    }

    /**
     * The newest version, as far as this officer may know of those on it: a version in which nobody else has come or gone
     * does not count.
     *
     * @param sentVersion the version that went out; an older one if people have come or gone since
     */
    public record Manifest(int version, Instant writtenAt, int sentVersion, Instant sentAt) {

        public boolean changedSince() {
            return version > sentVersion;
        }
    }

    /** Somebody on it. @param born with {@code bornEstimated}: only the year is known */
    public record Traveller(
            String caseNumber,
            @Nullable String name,
            @Nullable String latinName,
            @Nullable LocalDate born,
            boolean bornEstimated,
            String sex,
            String place) {}

    /** What there is to take; empty as long as none has gone out. */
    public Optional<Manifest> newest(long movementId) {
        return jdbc.sql("""
                with known as (
                  select version, written_at, sent_at,
                         (select array_agg(line.person_id || ' ' || line.place order by line.person_id)
                          from %s and line.version = manifest.version) as people
                  from manifest where movement_id = :movement),
                compared as (
                  select *, version = 1 or people is distinct from lag(people) over (order by version) as changed
                  from known),
                numbered as (
                  select *, count(*) filter (where changed) over (order by version) as number from compared)
                select max(number) as version, max(written_at) filter (where changed) as written_at,
                       max(number) filter (where sent_at is not null) as sent_version, max(sent_at) as sent_at
                from numbered having max(sent_at) is not null""".formatted(LINES))
                .param("movement", movementId)
                .param("cleared", officer.cleared())
                .query(Manifest.class)
                .optional();
    }

    /**
     * Who is on the newest version, by case number; reading it is on record.
     *
     * @throws Refusal.NotFound if there is no such movement, or its manifest has not gone out
     */
    @Transactional
    public List<Traveller> read(String code) {
        Movement movement = movements.named(code);
        Manifest manifest = newest(movement.id())
                .orElseThrow(() -> new Refusal.NotFound("The manifest of this movement has not gone out yet."));
        audit.recordOf("read", movement.code(), "manifest, version " + manifest.version());
        return jdbc.sql("""
                select household.case_number, person.name, person.latin_name, person.born, person.born_estimated,
                       person.sex, line.place
                from %s and line.version = (select max(version) from manifest where movement_id = :movement)
                order by household.case_number, person.position""".formatted(LINES))
                .param("movement", movement.id())
                .param("cleared", officer.cleared())
                .query(Traveller.class)
                .list();
    }
}
