package org.homeward.vetting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.access.CurrentOfficer;
import org.homeward.audit.Audit;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.Person;
import org.homeward.household.PersonTraits;
import org.homeward.people.Traits;
import org.homeward.vetting.watchlist.Entry;
import org.homeward.vetting.watchlist.Screening;
import org.homeward.vetting.watchlist.Screening.Match;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Hits of our people on watch-lists, each with a concern of its own. What was decided about one stands while neither the
 * person nor the entry changes in what is compared.
 */
@Component
class Hits {

    /** Persons screened again in one transaction, about. */
    private static final int AT_A_TIME = 500;

    private final Households households;
    private final PersonTraits persons;
    private final Concerns concerns;
    private final Screening screening;
    private final VettingProcess process;
    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final Audit audit;

    Hits(
            Households households,
            PersonTraits persons,
            Concerns concerns,
            Screening screening,
            VettingProcess process,
            JdbcClient jdbc,
            ObjectMapper json,
            Clock clock,
            CurrentOfficer officer,
            Audit audit) {
        this.households = households;
        this.persons = persons;
        this.concerns = concerns;
        this.screening = screening;
        this.process = process;
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
        this.officer = officer;
        this.audit = audit;
    }

    /** A hit on record whose concern counts. */
    private record Known(
            long id,
            long concernId,
            long personId,
            String kind,
            String entry,
            String entryDigest,
            String personDigest,
            String state,
            @Nullable String secondedBy,
            boolean apart) {

        boolean on(Match match) {
            return kind.equals(match.list()) && entry.equals(match.entry());
        }

        boolean of(Match match, String person) {
            return on(match) && entryDigest.equals(match.entryDigest()) && personDigest.equals(person);
        }

        /** Two officers have confirmed it in the household's vetting, which looks again once a manager has decided. */
        boolean waitsForManager() {
            return state.equals("open") && secondedBy != null && !apart;
        }

        /** It holds somebody back, and the lists say nothing of them any more. */
        boolean findsNobodyOf(List<Match> found) {
            return !state.equals("cleared") && found.stream().noneMatch(this::on);
        }

        /** Officers still weigh it. */
        boolean weighed() {
            return state.equals("open") && secondedBy == null;
        }
    }

    /** At vetting: raises what is new, and drops what holds nobody back any more. */
    void update(long householdId) {
        update(householdId, false);
    }

    /** On the way: as {@link #update}, but what is new is adjudicated beside the case. */
    void updateApart(Household household) {
        update(household.id(), true).forEach(concern -> process.adjudicateApart(household, concern));
    }

    private List<Long> update(long householdId, boolean apart) {
        screening.refresh();
        Map<Long, Traits> members = traits(householdId);
        List<Known> known = known(members.keySet());
        List<Long> raised = new ArrayList<>();
        members.forEach((person, traits) -> {
            List<Match> found = hits(traits);
            raised.addAll(raise(householdId, person, traits, found, known, null, apart));
            known.stream()
                    .filter(hit -> hit.personId() == person && hit.findsNobodyOf(found))
                    .forEach(hit -> drop(householdId, hit));
        });
        return raised;
    }

    /** Who is being weighed is weighed as they are now: a first opinion on what they were is taken back. */
    void renew(long householdId) {
        Map<Long, Traits> members = traits(householdId);
        List<Known> weighed =
                known(members.keySet()).stream().filter(Known::weighed).toList();
        if (weighed.isEmpty()) {
            return;
        }
        screening.refresh();
        members.forEach((person, traits) -> {
            String digest = Entry.digest(traits);
            hits(traits)
                    .forEach(match -> weighed.stream()
                            .filter(hit -> hit.personId() == person && hit.on(match) && !hit.of(match, digest))
                            .forEach(hit -> renew(hit, match, digest)));
        });
    }

    /** Whether the lists say something else of the members as they are now than what is on record. */
    boolean outdated(long householdId) {
        screening.refresh();
        Map<Long, Traits> members = traits(householdId);
        List<Known> known = known(members.keySet());
        return members.entrySet().stream()
                .anyMatch(member -> outdated(
                        member.getValue(),
                        known.stream()
                                .filter(hit -> hit.personId() == member.getKey())
                                .toList()));
    }

    private boolean outdated(Traits traits, List<Known> known) {
        String digest = Entry.digest(traits);
        List<Match> found = hits(traits);
        return found.stream().anyMatch(match -> known.stream().noneMatch(hit -> hit.of(match, digest)))
                || known.stream().anyMatch(hit -> hit.findsNobodyOf(found));
    }

    /** A hit counts no more; whoever still weighs it beside the case need not. */
    private void drop(long householdId, Known hit) {
        concerns.supersede(hit.concernId());
        audit.recordOfPerson("hit gone", householdId, hit.personId(), hit.kind());
        if (hit.apart() && hit.state().equals("open")) {
            process.endAdjudication(households.get(householdId).caseNumber(), hit.concernId());
        }
    }

    /** @param overtaken households with a hit that the lists say nothing of any more */
    record Screened(boolean more, Set<Long> overtaken) {}

    /** The next persons, after those whom this version's screening has seen; those before vetting are screened there. */
    Screened screenMore(long versionId) {
        boolean current =
                jdbc.sql("""
                select not exists (select from watch_list_version later
                                   where later.kind = version.kind and later.id > version.id)
                from watch_list_version version where id = :version""").param("version", versionId).query(Boolean.class).single();
        List<Row> rows = current ? next(versionId) : List.of();
        if (rows.isEmpty()) {
            jdbc.sql("update watch_list_version set screened_at = :now where id = :version")
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .param("version", versionId)
                    .update();
            return new Screened(false, Set.of());
        }
        screening.refresh();
        List<Row> travelling = rows.stream().filter(Row::travels).toList();
        Map<Long, Traits> known =
                persons.asOthersKnowThem(travelling.stream().map(Row::personId).toList());
        Map<Long, List<Known>> onRecord =
                known(known.keySet()).stream().collect(Collectors.groupingBy(Known::personId));
        Map<Long, Map<Long, List<Match>>> found = new LinkedHashMap<>();
        Set<Long> overtaken = new TreeSet<>();
        for (Row row : travelling) {
            Traits traits = known.get(row.personId());
            List<Match> hits = traits == null ? List.of() : hits(traits);
            if (!hits.isEmpty()) {
                found.computeIfAbsent(row.householdId(), household -> new LinkedHashMap<>())
                        .put(row.personId(), hits);
            }
            if (onRecord.getOrDefault(row.personId(), List.of()).stream().anyMatch(hit -> hit.findsNobodyOf(hits))) {
                overtaken.add(row.householdId());
            }
        }
        found.forEach((household, persons) -> raiseApart(household, persons, versionId));
        jdbc.sql("update watch_list_version set screened_to = :person where id = :version")
                .param("person", rows.get(rows.size() - 1).personId())
                .param("version", versionId)
                .update();
        return new Screened(true, overtaken);
    }

    /** Under the household's lock, so that its own vetting does not raise the same. */
    private void raiseApart(long householdId, Map<Long, List<Match>> found, long versionId) {
        Household household = households.lock(householdId);
        Map<Long, Traits> members = traits(householdId);
        List<Known> known = known(members.keySet());
        found.forEach((person, hits) -> {
            Traits traits = members.get(person);
            if (traits != null) {
                raise(householdId, person, traits, hits, known, versionId, true)
                        .forEach(concern -> process.adjudicateApart(household, concern));
            }
        });
    }

    /**
     * @param versionId whose screening found it, if one did
     * @param apart whether it is adjudicated beside the case
     * @return the concerns raised
     */
    private List<Long> raise(
            long householdId,
            long person,
            Traits traits,
            List<Match> found,
            List<Known> known,
            @Nullable Long versionId,
            boolean apart) {
        String digest = Entry.digest(traits);
        return found.stream()
                .flatMap(match -> {
                    List<Known> before = known.stream()
                            .filter(hit -> hit.personId() == person && hit.on(match))
                            .toList();
                    if (before.stream().anyMatch(hit -> hit.of(match, digest))
                            || apart && before.stream().anyMatch(Known::waitsForManager)) {
                        return Stream.empty();
                    }
                    if (before.stream().anyMatch(Known::weighed)) {
                        before.stream().filter(Known::weighed).forEach(hit -> renew(hit, match, digest));
                        return Stream.empty();
                    }
                    before.forEach(hit -> drop(householdId, hit));
                    long concern = concerns.raise(householdId, new Finding(person, "watch-list", match.list()));
                    insert(concern, person, match, digest, versionId, apart);
                    return Stream.of(concern);
                })
                .toList();
    }

    private void insert(
            long concern, long person, Match match, String digest, @Nullable Long versionId, boolean apart) {
        jdbc.sql("""
                insert into watch_list_hit (concern_id, person_id, kind, entry, entry_id, entry_digest, person_digest,
                                            score, reasons, version_id, apart)
                values (:concern, :person, :kind, :entry, :entryId, :entryDigest, :digest, :score, :reasons::jsonb,
                        :version, :apart)""")
                .param("concern", concern)
                .param("person", person)
                .param("kind", match.list())
                .param("entry", match.entry())
                .param("entryId", match.entryId())
                .param("entryDigest", match.entryDigest())
                .param("digest", digest)
                .param("score", match.likeness().score())
                .param("reasons", reasons(match))
                .param("version", versionId)
                .param("apart", apart)
                .update();
    }

    /** Person or entry changed while officers weigh it: they see it as it is now, and a first opinion is taken back. */
    private void renew(Known hit, Match match, String digest) {
        jdbc.sql("""
                update watch_list_hit set entry_id = :entryId, entry_digest = :entryDigest, person_digest = :digest,
                                          score = :score, reasons = :reasons::jsonb
                where id = :id""")
                .param("entryId", match.entryId())
                .param("entryDigest", match.entryDigest())
                .param("digest", digest)
                .param("score", match.likeness().score())
                .param("reasons", reasons(match))
                .param("id", hit.id())
                .update();
        concerns.forgetOpinion(hit.concernId());
    }

    private String reasons(Match match) {
        try {
            return json.writeValueAsString(match.likeness().reasons().stream()
                    .map(reason ->
                            Map.of("code", reason.code(), "arguments", reason.arguments(), "against", reason.against()))
                    .toList());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Ends what is weighed beside this case about persons who leave it: their new case finds it again. What two officers
     * have confirmed goes along, and a manager decides there.
     */
    void leave(long householdId, List<Long> persons) {
        known(Set.copyOf(persons)).stream()
                .filter(hit -> hit.apart() && hit.state().equals("open"))
                .forEach(hit -> {
                    if (hit.weighed()) {
                        drop(householdId, hit);
                    } else {
                        goesAlong(householdId, hit);
                    }
                });
    }

    private void goesAlong(long householdId, Known hit) {
        jdbc.sql("update watch_list_hit set apart = false where id = :id")
                .param("id", hit.id())
                .update();
        audit.recordOfPerson("hit goes along", householdId, hit.personId(), hit.kind());
        process.endAdjudication(households.get(householdId).caseNumber(), hit.concernId());
    }

    /** The concerns about hits of this household that are weighed beside it and not settled. */
    List<Long> apartAndOpen(long householdId) {
        return jdbc.sql("""
                select concern.id from concern join watch_list_hit hit on hit.concern_id = concern.id
                where household_id = :household and apart and state = 'open'""").param("household", householdId).query(Long.class).list();
    }

    /** Records what a manager decided on a confirmed hit. */
    void decided(long concernId, String decision) {
        jdbc.sql("""
                update watch_list_hit set decision = :decision, decided_by = :officer, decided_at = :now
                where concern_id = :concern""")
                .param("decision", decision)
                .param("officer", officer.name())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("concern", concernId)
                .update();
    }

    private List<Match> hits(Traits traits) {
        return screening.matches(traits).stream().filter(Match::hit).toList();
    }

    private List<Known> known(Set<Long> persons) {
        return jdbc.sql("""
                select hit.id, concern_id, hit.person_id, hit.kind, entry, entry_digest, person_digest, state, seconded_by,
                       apart
                from watch_list_hit hit join concern on concern.id = hit.concern_id
                where hit.person_id = any(:persons) and state <> 'superseded'
                order by hit.id""")
                .param("persons", persons.toArray(Long[]::new))
                .query(Known.class)
                .list();
    }

    private Map<Long, Traits> traits(long householdId) {
        return persons.asOthersKnowThem(
                households.members(householdId).stream().map(Person::id).toList());
    }

    /** @param travels whether the household is past the beginning of its vetting and not yet home */
    private record Row(long personId, long householdId, boolean travels) {}

    private List<Row> next(long versionId) {
        return jdbc.sql("""
                select person.id as person_id, household_id,
                       stage not in ('registered', 'deferred', 'home', 'ended') as travels
                from person join household on household.id = household_id
                where person.merged_into is null
                  and person.id > (select screened_to from watch_list_version where id = :version)
                order by person.id limit :some""")
                .param("version", versionId)
                .param("some", AT_A_TIME)
                .query(Row.class)
                .list();
    }
}
