package org.homeward.rehearsal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.task.Task;
import org.homeward.access.Refusal;
import org.homeward.household.Guardians;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.Person;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.passage.Checkpoint;
import org.homeward.registration.Registration;
import org.homeward.vetting.Vetting;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Simulated officers at their desks: they claim what their group may do and decide as list and script suggest. */
@Component
class TaskWork {

    private static final int AT_A_TIME = 200;

    /** What is decided as a matter of routine, by task: no line of a script says otherwise. */
    private static final Map<String, Map<String, Object>> ROUTINE = Map.ofEntries(
            Map.entry("task_decideAppeal", Map.of("appealDecision", "upheld")),
            Map.entry("task_issueReturnCertificate", Map.of("certificateDecision", "issued")),
            Map.entry("task_adjudicateHit", Map.of("hitDecision", "notTheSame")),
            Map.entry("task_secondAdjudication", Map.of("secondHitDecision", "notTheSame")),
            Map.entry("task_decideConfirmedHit", Map.of("confirmedHitDecision", "mayLeave")),
            Map.entry("task_seeToHeldBackAbroad", Map.of("heldBackAbroadDecision", "destinationTold")),
            Map.entry("task_checkFitnessAgain", Map.of("fitnessAgain", "asBefore")),
            Map.entry("task_lookAtLongWait", Map.of("longWaitDecision", "noted")),
            Map.entry("task_recordHouseholdChange", Map.of("householdChange", "joined")),
            Map.entry("task_settlePapers", Map.of("papersDecision", "settled")),
            Map.entry("task_arrangeLodging", Map.of("lodgingDecision", "centre")),
            Map.entry("task_seeToMedicalNeeds", Map.of("medicalDecision", "seenTo")),
            Map.entry("task_arrangeOnwardTravel", Map.of("onwardTravelDecision", "train")),
            Map.entry("task_closeCase", Map.of("destinationConfirmed", true)),
            Map.entry("task_followUpCall", Map.of("followUpDecision", "settled")));

    private final TaskService tasks;
    private final FormService forms;
    private final Households households;
    private final Guardians guardians;
    private final Movements movements;
    private final Registration registration;
    private final Vetting vetting;
    private final Moments moments;
    private final Cast cast;
    private final Lanes lanes;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final Set<String> countAgain = ConcurrentHashMap.newKeySet();
    private final Set<String> leftOpen = ConcurrentHashMap.newKeySet();

    TaskWork(
            TaskService tasks,
            FormService forms,
            Households households,
            Guardians guardians,
            Movements movements,
            Registration registration,
            Vetting vetting,
            Moments moments,
            Cast cast,
            Lanes lanes,
            JdbcClient jdbc,
            Clock clock) {
        this.tasks = tasks;
        this.forms = forms;
        this.households = households;
        this.guardians = guardians;
        this.movements = movements;
        this.registration = registration;
        this.vetting = vetting;
        this.moments = moments;
        this.cast = cast;
        this.lanes = lanes;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The codes of the movements on which people are to be counted again, since somebody was waited for or left behind. */
    Set<String> toCountAgain() {
        Set<String> codes = Set.copyOf(countAgain);
        countAgain.removeAll(codes);
        return codes;
    }

    /** Every officer works through the tasks of the own group. @return whether any task was completed */
    boolean work(Script script, Instant firstDeparture) {
        boolean any = false;
        for (String officer : cast.officers()) {
            List<Task> open = cast.atDesk(officer, () -> openFor(officer));
            Map<String, String> cases = casesOf(open);
            any |= lanes.any(open, task -> laneOf(task, cases), task -> attend(officer, task, script, firstDeparture));
        }
        return any;
    }

    /** Two cases that may be the same are settled one pair after the other. */
    private static String laneOf(Task task, Map<String, String> cases) {
        String key = task.getTaskDefinitionKey();
        return key.equals("task_settleDuplicate") ? key : cases.getOrDefault(task.getId(), task.getId());
    }

    /** The process instance that each task belongs to in the end, by the task's id. */
    private Map<String, String> casesOf(List<Task> open) {
        Map<String, String> cases = new HashMap<>();
        jdbc.sql("""
                select task.id_, root_proc_inst_id_ from act_ru_task task
                  join act_ru_execution execution on execution.id_ = task.execution_id_
                where task.id_ = any(:ids)""")
                .param("ids", open.stream().map(Task::getId).toArray(String[]::new))
                .query(row -> {
                    cases.put(row.getString(1), row.getString(2));
                });
        return cases;
    }

    private List<Task> openFor(String officer) {
        // A task that is claimed is completed in the same transaction: none is left with its officer.
        return tasks.createTaskQuery()
                .active()
                .taskCandidateGroup(cast.groupOf(officer))
                .orderByTaskPriority()
                .desc()
                .orderByTaskCreateTime()
                .asc()
                .listPage(0, AT_A_TIME);
    }

    private boolean attend(String officer, Task task, Script script, Instant firstDeparture) {
        if (leftOpen.contains(task.getId())) {
            return false;
        }
        List<Map<String, Object>> choices = cast.as(officer, () -> choices(task, script, firstDeparture));
        String key = task.getTaskDefinitionKey();
        boolean resolves = key.startsWith("task_resolve") || key.equals("task_decideIncident");
        List<String> concerned = resolves ? stillAhead(task) : List.of();
        for (Map<String, Object> choice : choices) {
            try {
                script.onRecord(() -> cast.atDesk(officer, () -> complete(officer, task, choice)));
                countAgain.addAll(concerned);
                return true;
            } catch (RuntimeException refused) {
                if (isGone(refused)) {
                    return false; // another decision has ended it in the meantime
                }
                if (refusal(refused).isEmpty()) {
                    throw refused;
                }
            }
        }
        if (resolves) {
            leftOpen.add(task.getId()); // who never comes after take-off is waited for, and asked about no more
        }
        return false;
    }

    /** The household's movements from the one on which somebody is not through a checkpoint. */
    private List<String> stillAhead(Task task) {
        Checkpoint here = Checkpoint.called(checkpoint(task)).orElseThrow();
        return movements.itinerary(householdOf(task).id()).stream()
                .flatMap(itinerary -> itinerary.legs().stream())
                .dropWhile(leg -> !here.isOn(leg.kind()))
                .map(Movement::code)
                .toList();
    }

    private boolean complete(String officer, Task task, Map<String, Object> choice) {
        tasks.claim(task.getId(), officer);
        forms.submitTaskForm(task.getId(), choice);
        return true;
    }

    private static boolean isGone(RuntimeException refused) {
        return refused instanceof NullValueException;
    }

    /** Why the domain has refused something, looking through the engine's wrappers. */
    static Optional<Refusal> refusal(@org.jspecify.annotations.Nullable Throwable thrown) {
        if (thrown == null) {
            return Optional.empty();
        }
        return thrown instanceof Refusal refusal ? Optional.of(refusal) : refusal(thrown.getCause());
    }

    /** The decisions to try, the likeliest first; the domain may refuse one. None: it is too early, or for people to decide. */
    private List<Map<String, Object>> choices(Task task, Script script, Instant firstDeparture) {
        Map<String, Object> ids = tasks.getVariables(task.getId(), List.of("movementId", "householdId"));
        if (ids.get("householdId") instanceof Long id) {
            return householdChoices(task, households.get(id), script, firstDeparture);
        }
        if (ids.get("movementId") instanceof Long id) {
            return movementChoices(task.getTaskDefinitionKey(), movements.get(id));
        }
        return List.of(); // a seating plan, or a change that somebody else has reported
    }

    private List<Map<String, Object>> householdChoices(
            Task task, Household household, Script script, Instant firstDeparture) {
        String key = task.getTaskDefinitionKey();
        return switch (key) {
            case "task_settleDuplicate" -> duplicate(script, household);
            case "task_contactHousehold" -> contact(script, household, firstDeparture);
            case "task_reconfirm" -> reconfirm(script, household);
            case "task_resolveMissingMember" -> missing(script, household, checkpoint(task));
            case "task_resolveRefusal" -> refused(script, household, checkpoint(task));
            case "task_decideIncident" -> afterIncident(household);
            case "task_decideHousehold" -> family(script, household);
            case "task_assessFitness" -> fitness(task, script, household);
            case "task_reviewDocuments" -> documents(task, script, household);
            case "task_reviewEligibility" -> eligibility(task, script, household);
            case "task_obtainConsent" -> consent(task, script, household);
            case "task_convenePanel" -> panel(task, script, household);
            case "task_arrangeCare" -> care(task, household);
            case "task_secondPanel" -> one("secondPanelDecision", panelsFirstWord(task)); // no quarrels in a rehearsal
            default -> Optional.ofNullable(ROUTINE.get(key)).map(List::of).orElse(List.of());
        };
    }

    private List<Map<String, Object>> movementChoices(String key, Movement movement) {
        return switch (key) {
            case "task_confirmDeparture" -> isTime(movement, Moment.DEPARTS) ? one("departure", "departed") : List.of();
            case "task_confirmArrival" -> isTime(movement, Moment.ARRIVES) ? one("arrival", "arrived") : List.of();
            case "task_lookIntoOverdue" -> one("overdueDecision", "onTheWay");
            case "task_explainBoarding" -> one("boardingDecision", "neverAboard");
            case "task_explainDifference" -> one("differenceDecision", "countMissed");
            case "task_leadOnTheRoad" -> one("roadDecision", "goesOn");
            default -> List.of();
        };
    }

    private boolean isTime(Movement movement, String deed) {
        return moments.all().stream()
                .anyMatch(moment -> moment.movement().equals(movement.code())
                        && moment.deed().equals(deed)
                        && !moment.at().isAfter(clock.instant()));
    }

    private Household householdOf(Task task) {
        return households.get((Long) Objects.requireNonNull(tasks.getVariable(task.getId(), "householdId")));
    }

    private String checkpoint(Task task) {
        return String.valueOf(tasks.getVariable(task.getId(), "checkpoint"));
    }

    private List<Map<String, Object>> duplicate(Script script, Household household) {
        boolean allKnown =
                jdbc.sql("""
                select not exists (select from person where household_id = :id and merged_into is null and not exists (
                  select from possible_duplicate
                  where possible_duplicate.person_id = person.id and state = 'open'))""").param("id", household.id()).query(Boolean.class).single();
        String said = script.take("duplicate", household).map(Happening::what).orElse(allKnown ? "merge" : "apart");
        Map<String, Object> apart = Map.of("duplicateDecision", "keepApart");
        return said.equals("merge") ? List.of(Map.of("duplicateDecision", "merge"), apart) : List.of(apart);
    }

    private List<Map<String, Object>> contact(Script script, Household household, Instant firstDeparture) {
        String said = script.take("contact", household).map(Happening::what).orElseGet(() -> suggested(household));
        return switch (said) {
            case "stays" -> List.of(answer("stays", null, "family"));
            case "deferred" -> List.of(answer("deferred", askAgain(firstDeparture), null));
            case "unreachable" -> one("willingness", "noAnswer");
            case "withdraws", "leaves" -> goesNoFurther(script, household, said);
            default -> List.of(answer("willing", null, null));
        };
    }

    /** Its case ends, and with it the task: there is nothing to decide. */
    private List<Map<String, Object>> goesNoFurther(Script script, Household household, String said) {
        String caseNumber = household.caseNumber();
        script.onRecord(() -> {
            if (said.equals("leaves")) {
                registration.leftByOwnMeans(caseNumber);
            } else {
                registration.withdraw(caseNumber);
            }
        });
        return List.of();
    }

    /** What the list says: yes, undecided (deferred once) or no. */
    private String suggested(Household household) {
        if (household.wish().equals("no")) {
            return "stays";
        }
        boolean undecided = household.wish().equals("undecided")
                && jdbc.sql("select not exists (select from contact_attempt where household_id = :id)")
                        .param("id", household.id())
                        .query(Boolean.class)
                        .single();
        return undecided ? "deferred" : "willing";
    }

    private String askAgain(Instant firstDeparture) {
        Duration left = Duration.between(clock.instant(), firstDeparture).dividedBy(10);
        Duration wait = left.compareTo(Duration.ofMinutes(5)) < 0 ? Duration.ofMinutes(5) : left;
        return clock.instant().plus(wait).toString();
    }

    private static Map<String, Object> answer(
            String willingness, @Nullable String until, @Nullable String staysReason) {
        Map<String, Object> answer = new HashMap<>();
        answer.put("willingness", willingness);
        answer.put("deferredUntil", until);
        answer.put("staysReason", staysReason);
        return answer;
    }

    private List<Map<String, Object>> reconfirm(Script script, Household household) {
        if (script.isNeverReached("reconfirm", household)) {
            return List.of();
        }
        String said = script.take("reconfirm", household).map(Happening::what).orElse("confirms");
        return switch (said) {
            case "stays" -> one("reconfirmation", "declined");
            case "deferred" -> one("reconfirmation", "putOff");
            case "withdraws", "leaves" -> goesNoFurther(script, household, said);
            default -> one("reconfirmation", "confirmed");
        };
    }

    /**
     * Who comes late is waited for. Of who never comes: nobody of the family is there, a no-show; somebody is, the others go
     * on if the domain lets them, else all step off. After take-off nobody can: there the task stays open.
     */
    private List<Map<String, Object>> missing(Script script, Household household, String checkpoint) {
        List<Person> members = households.members(household.id());
        Set<Person> neverCome = script.at(checkpoint, household).stream()
                .filter(happening -> happening.what().equals("absent"))
                .flatMap(happening -> script.about(happening, members).stream())
                .collect(Collectors.toSet());
        if (neverCome.isEmpty() || !neverCome.containsAll(notCounted(members, checkpoint))) {
            return one("missingDecision", "wait"); // they are late, and counted as soon as they come
        }
        if (checkpoint.equals("reception")) {
            households.remarkOnce(household.id(), null, "Who is missing is known to be with relatives.");
            return one("missingDecision", "leftByThemselves");
        }
        return Stream.of(neverCome.size() == members.size() ? "noShow" : "goOnWithout", "stepOff")
                .map(decision -> Map.<String, Object>of("missingDecision", decision))
                .toList();
    }

    private List<Person> notCounted(List<Person> members, String checkpoint) {
        return members.stream()
                .filter(member -> jdbc.sql("""
                        select not exists (select from scan where person_id = :person and checkpoint = :checkpoint
                                             and verdict = 'taken')""")
                        .param("person", member.id())
                        .param("checkpoint", checkpoint)
                        .query(Boolean.class)
                        .single())
                .toList();
    }

    private List<Map<String, Object>> refused(Script script, Household household, String checkpoint) {
        boolean onlySome = script.at(checkpoint, household).stream()
                .anyMatch(happening -> happening.what().equals("refused") && happening.person() != null);
        Map<String, Object> turnBack = Map.of("refusalDecision", "turnBack");
        return onlySome ? List.of(Map.of("refusalDecision", "goOnWithout"), turnBack) : List.of(turnBack);
    }

    /** Who was hurt goes on, as do the others after a death; who is kept somewhere follows later, or the family stays. */
    private List<Map<String, Object>> afterIncident(Household household) {
        boolean kept = jdbc.sql("""
                select exists (select from absence where household_id = :household and decision is null
                                 and kind in ('hospital', 'detained'))""")
                .param("household", household.id())
                .query(Boolean.class)
                .single();
        return (kept ? Stream.of("goOnWithout", "takenOver", "leaveJourney") : Stream.of("goesOn", "leaveJourney"))
                .map(this::incidentDecision)
                .toList();
    }

    private Map<String, Object> incidentDecision(String decision) {
        Map<String, Object> answer = new HashMap<>();
        answer.put("incidentDecision", decision);
        answer.put("incidentPlace", null);
        return answer;
    }

    /** Where the family is split, all its grown-ups agree first. */
    private List<Map<String, Object>> family(Script script, Household household) {
        List<Map<String, Object>> choices = scripted(
                script.take("family", household),
                "familyDecision",
                Map.of("waits", "wait", "deferred", "putOff", "splits", "split", "refused", "refuse"),
                "split",
                "refuse",
                "putOff");
        if (choices.stream().anyMatch(choice -> choice.containsValue("split"))) {
            LocalDate today = LocalDate.now(clock);
            Map<Long, String> allAgree = households.members(household.id()).stream()
                    .filter(person -> !person.minorOn(today))
                    .collect(Collectors.toMap(Person::id, person -> "agrees"));
            vetting.agreeToSplit(household.caseNumber(), new Vetting.FamilysWord(allAgree, "Rehearsed", null));
        }
        return choices;
    }

    private List<Map<String, Object>> documents(Task task, Script script, Household household) {
        return scripted(
                ofPerson(task, script, "documents", household),
                "documentsDecision",
                Map.of("valid", "valid", "certificate", "returnCertificate", "invalid", "notValid"),
                "returnCertificate",
                "valid",
                "notValid");
    }

    private List<Map<String, Object>> eligibility(Task task, Script script, Household household) {
        return scripted(
                ofPerson(task, script, "eligibility", household),
                "eligibilityDecision",
                Map.of("eligible", "eligible", "refused", "notEligible"),
                "eligible");
    }

    /** Unless the script says otherwise the child may leave, but not where the father refuses. */
    private List<Map<String, Object>> panel(Task task, Script script, Household household) {
        return scripted(
                ofPerson(task, script, "panel", household),
                "consentPanelDecision",
                Map.of("allows", "mayLeave", "refused", "mayNot"),
                fatherRefuses(task) ? "mayNot" : "mayLeave");
    }

    private boolean fatherRefuses(Task task) {
        return jdbc.sql("select father_consent = 'refused' from person where id = :id")
                .param("id", personOf(task))
                .query(Boolean.class)
                .single();
    }

    private List<Map<String, Object>> fitness(Task task, Script script, Household household) {
        Object concern = tasks.getVariable(task.getId(), "concernId");
        Optional<Person> person = households.members(household.id()).stream()
                .filter(member -> jdbc.sql("select person_id = :person from concern where id = :concern")
                        .param("person", member.id())
                        .param("concern", concern)
                        .query(Boolean.class)
                        .single())
                .findFirst();
        String place = person.map(Person::place).orElse("seat");
        String said = person.flatMap(member -> script.takeOf("fitness", household, member))
                .map(Happening::what)
                .orElse(place.equals("seat") ? "fit" : place);
        return one("fitnessDecision", said);
    }

    /** Where the father consents, his permission is recorded first. */
    private List<Map<String, Object>> consent(Task task, Script script, Household household) {
        List<Map<String, Object>> choices = scripted(
                ofPerson(task, script, "consent", household),
                "consentDecision",
                Map.of("obtained", "obtained", "refused", "refused", "unreachable", "unreachable"),
                "obtained");
        if (choices.get(0).containsValue("obtained")) {
            guardians.add(
                    household.id(),
                    personOf(task),
                    new Guardians.Entry("permission", null, "Rehearsed father", "notary", "0", LocalDate.now(clock)),
                    RehearsedPaper.PDF);
        }
        return choices;
    }

    /** What the script says about the person whom the task is about. */
    private Optional<Happening> ofPerson(Task task, Script script, String step, Household household) {
        long person = personOf(task);
        return households.members(household.id()).stream()
                .filter(member -> member.id() == person)
                .findFirst()
                .flatMap(member -> script.takeOf(step, household, member));
    }

    private long personOf(Task task) {
        return jdbc.sql("select person_id from concern where id = :id")
                .param("id", tasks.getVariable(task.getId(), "concernId"))
                .query(Long.class)
                .single();
    }

    private List<Map<String, Object>> care(Task task, Household household) {
        long child = personOf(task);
        vetting.recordCare(
                household.caseNumber(),
                child,
                new Vetting.Care("Rehearsed receiver", "+0", "relative", null, "Rehearsed companion", null));
        return one("careDecision", "arranged");
    }

    private String panelsFirstWord(Task task) {
        return jdbc.sql("select outcome from concern where id = :id")
                .param("id", tasks.getVariable(task.getId(), "concernId"))
                .query(String.class)
                .single();
    }

    private static List<Map<String, Object>> scripted(
            Optional<Happening> happening, String variable, Map<String, String> words, String... usual) {
        Optional<String> said = happening.map(happened -> words.get(happened.what()));
        List<Map<String, Object>> choices = new ArrayList<>();
        said.ifPresent(word -> choices.add(Map.of(variable, word)));
        for (String word : usual) {
            choices.add(Map.of(variable, word));
        }
        return choices;
    }

    private static List<Map<String, Object>> one(String variable, Object value) {
        return List.of(Map.of(variable, value));
    }
}
