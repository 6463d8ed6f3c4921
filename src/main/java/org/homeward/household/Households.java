package org.homeward.household;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.people.DocumentNumber;
import org.homeward.people.NameKey;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** All cases: registering them, finding them, and moving them from stage to stage with a record of it. */
@Component("household")
public class Households {

    private static final String COLUMNS = """
            select id, case_number, stage, end_reason, stage_since, willingness, deferred_until, wish, governorate,
                   restricted, language, phone, email, destination_city, list_family, priority, ready_since,
                   registered_at, split_from, merged_into
            from household""";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final Audit audit;
    private final PersonTraits traits;
    private final ApplicationEventPublisher news;

    Households(
            JdbcClient jdbc,
            Clock clock,
            CurrentOfficer officer,
            Audit audit,
            PersonTraits traits,
            ApplicationEventPublisher news) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.officer = officer;
        this.audit = audit;
        this.traits = traits;
        this.news = news;
    }

    /** Makes a case of a household that asks to leave; its process is started by the caller in the same transaction. */
    @Transactional
    public Registered register(NewHousehold household) {
        if (household.members().isEmpty()) {
            throw new Refusal("A household needs at least one person.", "members");
        }
        String caseNumber = nextCaseNumber();
        long id = jdbc.sql("""
                insert into household (case_number, stage_since, registered_at, wish, governorate, restricted,
                                       language, phone, email, destination_city, list_family)
                values (:caseNumber, :now, :now, :wish, :governorate, :restricted, :language, :phone, :email, :city,
                        :listFamily)
                returning id""")
                .param("caseNumber", caseNumber)
                .param("now", now())
                .param("wish", household.wish())
                .param("governorate", household.governorate())
                .param("restricted", household.restricted())
                .param("language", household.language())
                .param("phone", household.phone())
                .param("email", household.email())
                .param("city", household.destinationCity())
                .param("listFamily", household.listFamily())
                .query(Long.class)
                .single();
        audit.recordStage(id, null, "registered", null);
        List<Long> personIds = new ArrayList<>();
        for (NewPerson member : household.members()) {
            personIds.add(addMember(id, personIds.size() + 1, member));
        }
        return new Registered(id, caseNumber, household.governorate(), household.restricted(), personIds);
    }

    /** Adds one more person to a case: a corrected row of a list, a birth, a late joiner. @return the person's id */
    @Transactional
    public long addMember(long householdId, NewPerson member) {
        int last = jdbc.sql("select coalesce(max(position), 0) from person where household_id = :id")
                .param("id", householdId)
                .query(Integer.class)
                .single();
        long personId = addMember(householdId, last + 1, member);
        audit.recordOfPerson("member added", householdId, personId, null);
        return personId;
    }

    private long addMember(long householdId, int position, NewPerson member) {
        if (member.name() == null && member.latinName() == null) {
            throw new Refusal("A person needs a name, in their own script or in Latin letters.", "name");
        }
        long id = jdbc.sql("""
                insert into person (household_id, position, name, latin_name, name_key, born, born_estimated, sex,
                                    nationalities, relation, father_consent, needs, pregnancy_weeks, pregnancy_weeks_on,
                                    place)
                values (:household, :position, :name, :latinName, :nameKey, :born, :estimated, :sex, :nationalities,
                        :relation, :consent, :needs, :weeks, :weeksOn, :place)
                returning id""")
                .param("household", householdId)
                .param("position", position)
                .param("name", member.name())
                .param("latinName", member.latinName())
                .param("nameKey", NameKey.of(member.name(), member.latinName()))
                .param("born", member.born())
                .param("estimated", member.bornEstimated())
                .param("sex", member.sex())
                .param("nationalities", member.nationalities().toArray(String[]::new))
                .param("relation", member.relation())
                .param("consent", member.fatherConsent())
                .param("needs", member.needs().toArray(String[]::new))
                .param("weeks", member.pregnancyWeeks())
                .param("weeksOn", member.pregnancyWeeks() == null ? null : today(), Types.DATE)
                .param("place", member.place())
                .query(Long.class)
                .single();
        for (NewDocument document : member.documents()) {
            insert(id, document);
        }
        traits.note(id);
        if (member.remark() != null && !member.remark().isBlank()) {
            remark(householdId, id, member.remark());
        }
        return id;
    }

    private void insert(long personId, NewDocument document) {
        jdbc.sql("""
                insert into document (person_id, kind, number, number_key, expires, issued_by, latin_name,
                                      latin_name_key, check_digits_hold)
                values (:person, :kind, :number, :key, :expires, :issuedBy, :latin, :latinKey, :checkDigits)""")
                .param("person", personId)
                .param("kind", document.kind())
                .param("number", document.number())
                .param("key", DocumentNumber.key(document.number()))
                .param("expires", document.expires())
                .param("issuedBy", document.issuedBy())
                .param("latin", document.latinName())
                .param("latinKey", document.latinName() == null ? null : NameKey.of(null, document.latinName()))
                .param("checkDigits", document.checkDigitsHold(), java.sql.Types.BOOLEAN)
                .update();
    }

    /** Adds a remark to the dossier, signed by whoever acts. @param personId the person it is about, if it is one */
    @Transactional
    public void remark(long householdId, @Nullable Long personId, String text) {
        jdbc.sql("""
                insert into remark (household_id, person_id, at, officer, text)
                values (:household, :person, :now, :officer, :text)""")
                .param("household", householdId)
                .param("person", personId)
                .param("now", now())
                .param("officer", officer.name())
                .param("text", text.replace("\0", "").strip())
                .update();
    }

    /**
     * Adds a remark unless it says nothing, or the very same stands there about the same person.
     *
     * @return whether it was added
     */
    @Transactional
    public boolean remarkOnce(long householdId, @Nullable Long personId, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return false;
        }
        boolean there = jdbc.sql("""
                select exists (select from remark where household_id = :household and text = :text
                                 and person_id is not distinct from cast(:person as bigint))""")
                .param("household", householdId)
                .param("person", personId)
                .param("text", text.strip())
                .query(Boolean.class)
                .single();
        if (!there) {
            remark(householdId, personId, text);
        }
        return !there;
    }

    /** Finds a case by its number. A restricted one does not exist for an officer who is not cleared. */
    public Optional<Household> find(String caseNumber) {
        return jdbc.sql(COLUMNS + " where case_number = :caseNumber and (not restricted or :cleared)")
                .param("caseNumber", PlainText.of(caseNumber).toUpperCase(Locale.ROOT))
                .param("cleared", officer.cleared())
                .query(Households::household)
                .optional();
    }

    /** The case with this number. @throws Refusal in the same words whether it is unknown or restricted */
    public Household named(String caseNumber) {
        return find(caseNumber)
                .orElseThrow(
                        () -> new Refusal.NotFound("There is no case with this number. Check it letter by letter."));
    }

    /** A case by its id, for models and rooms; rights have been checked by whoever holds the id. */
    public Household get(long householdId) {
        return jdbc.sql(COLUMNS + " where id = :id")
                .param("id", householdId)
                .query(Households::household)
                .single();
    }

    /** Those of these cases that there are. */
    public List<Household> get(Collection<Long> householdIds) {
        return jdbc.sql(COLUMNS + " where id = any(:ids)")
                .param("ids", householdIds.toArray(Long[]::new))
                .query(Households::household)
                .list();
    }

    /** As {@link #get(long)}, and nobody else changes the case until this transaction ends. */
    public Household lock(long householdId) {
        return jdbc.sql(COLUMNS + " where id = :id for update")
                .param("id", householdId)
                .query(Households::household)
                .single();
    }

    /** The members who count, in order; those found to be the same person as another are left out. */
    public List<Person> members(long householdId) {
        return members(List.of(householdId)).getOrDefault(householdId, List.of());
    }

    /** The same of many, by household; who has none is not in it. */
    public Map<Long, List<Person>> members(Collection<Long> householdIds) {
        return jdbc.sql("""
                select id, household_id, position, name, latin_name, name_key, born, born_estimated, sex,
                       nationalities, relation, father_consent, needs, pregnancy_weeks, pregnancy_weeks_on,
                       place, token
                from person where household_id = any(:ids) and merged_into is null order by household_id, position""").param("ids", householdIds.toArray(Long[]::new)).query(this::person).list().stream()
                .collect(Collectors.groupingBy(Person::householdId));
    }

    /** How many members count. */
    public int partySize(long householdId) {
        return jdbc.sql("select count(*) from person where household_id = :id and merged_into is null")
                .param("id", householdId)
                .query(Integer.class)
                .single();
    }

    /** The documents of the members who count, oldest record first. */
    public List<Document> documents(long householdId) {
        return jdbc.sql("""
                select document.id, person_id, kind, number, expires, issued_by, never_expires, check_digits_hold
                from document join person on person.id = person_id
                where household_id = :id and merged_into is null and replaced_by is null order by document.id""")
                .param("id", householdId)
                .query((row, number) -> new Document(
                        row.getLong("id"),
                        row.getLong("person_id"),
                        row.getString("kind"),
                        row.getString("number"),
                        row.getObject("expires", java.time.LocalDate.class),
                        row.getString("issued_by"),
                        row.getBoolean("never_expires"),
                        row.getObject("check_digits_hold", Boolean.class)))
                .list();
    }

    /** Records in which place a person travels. @param place {@code seat}, {@code wheelchair} or {@code stretcher} */
    @Transactional
    public void travelsIn(long personId, String place) {
        setOfPerson(personId, "place", place);
    }

    /** Records whether a child's father lets it leave. @param consent {@code given}, {@code refused} or {@code unknown} */
    @Transactional
    public void setFatherConsent(long personId, String consent) {
        setOfPerson(personId, "father_consent", consent);
    }

    private void setOfPerson(long personId, String column, String value) {
        long householdId = jdbc.sql("update person set " + column + " = :value where id = :id returning household_id")
                .param("value", value)
                .param("id", personId)
                .query(Long.class)
                .single();
        audit.recordOfPerson(column.replace('_', ' '), householdId, personId, value);
    }

    /**
     * Moves a case to a stage of design §2 (not to {@code ended}: see {@link #ends}); nothing happens if it is there, and then
     * it is not locked either.
     */
    @Transactional
    public void enters(long householdId, String stage) {
        enter(List.of(householdId), stage);
    }

    /** As {@link #enters}, many at once. */
    @Transactional
    public void enter(Collection<Long> householdIds, String stage) {
        move(householdIds, stage, null);
    }

    /** Ends a case otherwise than at home. @param reason one of table household's end reasons */
    @Transactional
    public void ends(long householdId, String reason) {
        move(List.of(householdId), "ended", reason);
    }

    private void move(Collection<Long> householdIds, String stage, @Nullable String endReason) {
        Map<Long, String> before = new LinkedHashMap<>();
        jdbc.sql("""
                with moving as (
                  select id, stage from household where id = any(:ids) and stage <> :stage order by id for update)
                update household set stage = :stage, end_reason = :reason, stage_since = :now,
                                     stage_tx = pg_current_xact_id()
                from moving where household.id = moving.id
                returning household.id, moving.stage as before""")
                .param("ids", householdIds.toArray(Long[]::new))
                .param("stage", stage)
                .param("reason", endReason, Types.VARCHAR)
                .param("now", now())
                .query(row -> {
                    before.put(row.getLong("id"), row.getString("before"));
                });
        if (!before.isEmpty()) {
            audit.recordStages(before, stage, endReason);
            news.publishEvent(new StageChanged(before.keySet(), stage));
        }
    }

    /** Records what the household wants. @param until when a deferred one is asked again */
    @Transactional
    public void setWillingness(long householdId, String willingness, @Nullable Instant until) {
        jdbc.sql("update household set willingness = :willingness, deferred_until = :until where id = :id")
                .param("willingness", willingness)
                .param("until", until == null ? null : until.atOffset(ZoneOffset.UTC))
                .param("id", householdId)
                .update();
        audit.record("willingness", householdId, willingness);
    }

    /** Records how urgent the case is: 1 first, 4 last. */
    @Transactional
    public void setPriority(long householdId, int priority) {
        jdbc.sql("update household set priority = :priority where id = :id")
                .param("priority", priority)
                .param("id", householdId)
                .update();
        audit.record("priority", householdId, String.valueOf(priority));
    }

    /** Has them wait for seats, in the stage {@code ready}; one that lost its seats keeps its place in the queue. */
    @Transactional
    public void joinQueue(Collection<Long> householdIds) {
        jdbc.sql("update household set ready_since = :now where id = any(:ids) and ready_since is null")
                .param("now", now())
                .param("ids", householdIds.toArray(Long[]::new))
                .update();
        enter(householdIds, "ready");
    }

    /**
     * Takes persons out of a household into a new one, by a decision on record. The new case has the same contact,
     * governorate and wish; its process is started by the caller.
     *
     * @param personIds some, but not all, of the members
     * @param reason a code, no free text
     */
    @Transactional
    public Registered split(long householdId, List<Long> personIds, String reason) {
        Household from = lock(householdId);
        List<Long> members = members(householdId).stream().map(Person::id).toList();
        if (personIds.isEmpty() || !members.containsAll(personIds)) {
            throw new Refusal("Choose the persons of this household who stay behind.");
        }
        if (personIds.size() == members.size()) {
            throw new Refusal("A household cannot be split when nobody would remain.");
        }
        String caseNumber = nextCaseNumber();
        long id = jdbc.sql("""
                insert into household (case_number, stage_since, registered_at, wish, willingness, governorate,
                                       restricted, language, phone, email, destination_city, list_family, priority,
                                       split_from)
                select :caseNumber, :now, registered_at, wish, willingness, governorate, restricted, language, phone, email,
                       destination_city, list_family, priority, id
                from household where id = :from
                returning id""")
                .param("caseNumber", caseNumber)
                .param("now", now())
                .param("from", householdId)
                .query(Long.class)
                .single();
        jdbc.sql("update person set household_id = :id where id = any(:persons)")
                .param("id", id)
                .param("persons", personIds.toArray(Long[]::new))
                .update();
        jdbc.sql("""
                insert into household_split (household_id, from_household_id, decided_by, at, reason)
                values (:id, :from, :officer, :now, :reason)""")
                .param("id", id)
                .param("from", householdId)
                .param("officer", officer.name())
                .param("now", now())
                .param("reason", reason)
                .update();
        audit.recordStage(id, null, "registered", "split");
        audit.record("split", householdId, caseNumber);
        news.publishEvent(new HouseholdSplit(householdId, id, List.copyOf(personIds)));
        return new Registered(id, caseNumber, from.governorate(), from.restricted(), List.copyOf(personIds));
    }

    private String nextCaseNumber() {
        String operation =
                jdbc.sql("select code from operation").query(String.class).single();
        long sequence =
                jdbc.sql("select nextval('case_sequence')").query(Long.class).single();
        return CaseNumber.printable(operation, sequence) ? CaseNumber.of(operation, sequence) : nextCaseNumber();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Household household(ResultSet row, int number) throws SQLException {
        return new Household(
                row.getLong("id"),
                row.getString("case_number"),
                row.getString("stage"),
                row.getString("end_reason"),
                row.getTimestamp("stage_since").toInstant(),
                row.getString("willingness"),
                instant(row, "deferred_until"),
                row.getString("wish"),
                row.getString("governorate"),
                row.getBoolean("restricted"),
                row.getString("language"),
                row.getString("phone"),
                row.getString("email"),
                row.getString("destination_city"),
                row.getString("list_family"),
                (Integer) row.getObject("priority", Integer.class),
                instant(row, "ready_since"),
                row.getTimestamp("registered_at").toInstant(),
                row.getObject("split_from", Long.class),
                row.getObject("merged_into", Long.class));
    }

    private Person person(ResultSet row, int number) throws SQLException {
        return new Person(
                row.getLong("id"),
                row.getLong("household_id"),
                row.getInt("position"),
                row.getString("name"),
                row.getString("latin_name"),
                row.getString("name_key"),
                row.getObject("born", LocalDate.class),
                row.getBoolean("born_estimated"),
                row.getString("sex"),
                List.of((String[]) row.getArray("nationalities").getArray()),
                row.getString("relation"),
                row.getString("father_consent"),
                List.of((String[]) row.getArray("needs").getArray()),
                weeksByNow(row),
                row.getString("place"),
                row.getObject("token", UUID.class));
    }

    /** A pregnancy goes on since the day on which its weeks were said. */
    private @Nullable Integer weeksByNow(ResultSet row) throws SQLException {
        Integer weeks = row.getObject("pregnancy_weeks", Integer.class);
        LocalDate on = row.getObject("pregnancy_weeks_on", LocalDate.class);
        if (weeks == null || on == null) {
            return weeks;
        }
        return (int) Math.min(45, weeks + Math.max(0, ChronoUnit.WEEKS.between(on, today())));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
