package org.homeward.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.runtimeService;
import static org.homeward.registration.list.Lists.HEADINGS;
import static org.homeward.registration.list.Lists.line;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.homeward.HomewardTest;
import org.homeward.household.Households;
import org.homeward.household.Person;
import org.homeward.movement.Movements;
import org.homeward.movement.TestMovements;
import org.homeward.registration.list.Field;
import org.homeward.registration.list.Flaw;
import org.homeward.registration.list.Lists;
import org.homeward.registration.list.UnreadableList;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

@HomewardTest
class ImportsTest {

    @Autowired
    private Movements movements;

    @Autowired
    private Clock clock;

    @Autowired
    Imports imports;

    @Autowired
    ImportWork work;

    @Autowired
    Corrections corrections;

    @Autowired
    Households households;

    @Autowired
    Registration registration;

    @Autowired
    JdbcClient jdbc;

    private static final byte[] LIST = list(
            "1 | Рябинина Вера | RIABININA VERA | 04.03.1981 | ж | RUS | 53 1000001 | 01.02.2030 | заявитель | 0933111222 | Homs | | | да | Тверь | ",
            " | Салех Карим | SALEH KARIM | 1979 | м | SYR | | | муж | | | инвалидная коляска | | | | ждёт визу",
            " | | | 01.01.2010 | м | RUS | | | сын | | | | | | | ",
            " | | | | | | | | | | | | | | | ",
            "2 | Дроздова Инна | | 12/11/70 | ж | RUS | 53 1000002 | | заявитель | | Дамаск | | | думает | | ",
            "Итого: | 4 | | | | | | | | | | | | | | ");

    private static byte[] list(String... rows) {
        List<List<Object>> all = new ArrayList<>();
        all.add(line("Консульство, список"));
        all.add(HEADINGS);
        for (String row : rows) {
            all.add(line(row));
        }
        return Lists.csv(all);
    }

    private Imports.Progress brought(byte[] content) {
        UUID id = imports.take("list.csv", content);
        imports.finish(id);
        return imports.progress(id);
    }

    @Test
    void everyRowOfAListIsAccountedFor() {
        var progress = brought(LIST);

        assertThat(progress.file().state()).isEqualTo("done");
        assertThat(progress.file().rows()).isEqualTo(6);
        assertThat(progress.file().done()).isEqualTo(6);
        assertThat(progress.counts()).isEqualTo(new Imports.Counts(3, 2, 1, 1, 0, 0));
        assertThat(progress.corrections()).hasSize(1);
        assertThat(progress.corrections().get(0).row()).isEqualTo(5);
        assertThat(progress.corrections().get(0).flaws())
                .extracting(flaw -> flaw.key())
                .containsExactly("name.missing");
    }

    @Test
    void eachHouseholdStartsOneEvacuationUnderItsCaseNumber() {
        brought(LIST);

        List<String> cases = jdbc.sql("select case_number from household order by id")
                .query(String.class)
                .list();
        assertThat(cases).hasSize(2);
        for (String caseNumber : cases) {
            assertThat(runtimeService()
                            .createProcessInstanceQuery()
                            .processDefinitionKey("evacuation")
                            .processInstanceBusinessKey(caseNumber)
                            .count())
                    .isOne();
        }
    }

    @Test
    void aHouseholdIsWhatItsRowsSay() {
        brought(LIST);

        var household = households.get(1);
        assertThat(household.governorate()).isEqualTo("SY04");
        assertThat(household.phone()).isEqualTo("+963933111222");
        assertThat(household.wish()).isEqualTo("yes");
        assertThat(household.destinationCity()).isEqualTo("Тверь");
        assertThat(household.listFamily()).isEqualTo("1");
        var members = households.members(1);
        assertThat(members).extracting(person -> person.name()).containsExactly("Рябинина Вера", "Салех Карим");
        assertThat(members.get(1).bornEstimated()).isTrue();
        assertThat(members.get(1).born()).hasToString("1979-01-01");
        assertThat(members.get(1).place()).isEqualTo("wheelchair");
        assertThat(jdbc.sql("select text from remark").query(String.class).list())
                .containsExactly("ждёт визу");
    }

    @Test
    void theOfficerWhoBroughtTheListIsOnRecord() {
        SecurityContextHolder.getContext()
                .setAuthentication(new TestingAuthenticationToken("consular", null, "ROLE_consular"));
        UUID id = imports.take("list.csv", LIST);
        SecurityContextHolder.clearContext();
        imports.finish(id);

        assertThat(jdbc.sql("select distinct officer from audit")
                        .query(String.class)
                        .list())
                .containsExactly("consular");
    }

    @Test
    void theSameFileTwiceAddsNothing() {
        brought(LIST);
        var again = brought(LIST);

        assertThat(again.counts().knownAlready()).isEqualTo(3);
        assertThat(again.counts().persons()).isZero();
        assertThat(again.counts().households()).isZero();
        assertThat(again.corrections()).hasSize(1);
        assertThat(jdbc.sql("select count(*) from person").query(Integer.class).single())
                .isEqualTo(3);
        assertThat(runtimeService()
                        .createProcessInstanceQuery()
                        .processDefinitionKey("evacuation")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void someoneAddedToAKnownFamilyJoinsIt() {
        brought(LIST);
        var again = brought(list(
                "2 | Дроздова Инна | | 12.11.1970 | ж | RUS | 53 1000002 | | заявитель | | | | | | | ",
                " | Дроздов Пётр | | 05.05.2005 | м | RUS | | | сын | | | | | | | "));

        assertThat(again.counts()).isEqualTo(new Imports.Counts(1, 1, 0, 0, 0, 1));
        assertThat(households.members(2)).hasSize(2);
        assertThat(runtimeService()
                        .createVariableInstanceQuery()
                        .variableName("partySize")
                        .variableValueEquals("partySize", 2)
                        .count())
                .isPositive();
    }

    @Test
    void aLaterListFillsInWhatIsNotKnownAndKeepsWhatElseItSaysAsARemarkOnce() {
        brought(LIST);
        String[] rows = {
            "1 | Рябинина Вера | RIABININA VERA | 04.03.1981 | ж | RUS/SYR | 53 1000001 | 01.02.2030 | заявитель | 0944222333 | Homs | инсулин | | да | Тверь | звонить вечером",
            " | Салех Карим | SALEH KARIM | 1979 | м | SYR | | | муж | | | инвалидная коляска | | | | ждёт визу",
            "2 | Дроздова Инна | | 12/11/70 | ж | RUS | 53 1000002 | 05.05.2031 | заявитель | 0933111999 | Дамаск | | | думает | | "
        };
        LocaleContextHolder.setLocale(Locale.ENGLISH);
        try {
            var again = brought(list(rows));

            assertThat(again.counts()).isEqualTo(new Imports.Counts(0, 0, 0, 0, 0, 3));
            assertThat(households.get(1).phone()).isEqualTo("+963933111222");
            assertThat(households.get(2).phone()).isEqualTo("+963933111999");
            assertThat(remarks())
                    .containsExactly(
                            "ждёт визу",
                            "Telephone: +963944222333; Nationality: RUS/SYR; Needs: insulin",
                            "звонить вечером",
                            "Document valid until: 2031-05-05");
            assertThat(imports.doubtful(again.file().id()))
                    .extracting(Imports.Became::row, Imports.Became::doubts)
                    .containsExactly(
                            tuple(3, List.of(new Flaw(Field.REMARK, "anew"))),
                            tuple(5, List.of(new Flaw(Field.REMARK, "anew"))));

            var third = brought(list(rows[0], rows[1], rows[2], " | | | | | | | | | | | | | | | "));

            assertThat(third.counts().knownAlready()).isEqualTo(3);
            assertThat(remarks()).hasSize(4);
            assertThat(imports.doubtful(third.file().id())).isEmpty();
        } finally {
            LocaleContextHolder.resetLocaleContext();
        }
    }

    @Test
    void theSameFileAgainDoesNotBringBackWhatAnOfficerHasCorrected() {
        brought(LIST);
        jdbc.sql("update household set phone = '+963955000111'").update();

        var again = brought(LIST);

        assertThat(again.counts().knownAlready()).isEqualTo(3);
        assertThat(remarks()).containsExactly("ждёт визу");
        assertThat(imports.doubtful(again.file().id())).isEmpty();
    }

    @Test
    void aFamilyLargerThanAnyMovementIsToBeLookedAtAndItsDoubtsToo() {
        movements.plan(TestMovements.flight("FL-1", clock.instant().plus(Duration.ofDays(3)), 1));
        jdbc.sql("update movement set stretchers = 0, wheelchairs = 0").update();

        UUID id = brought(list(
                        "7 | Осина Вера | | 28.02.1980 | ж | RUS | | | заявитель | | Atlantis | | | да | | ",
                        "7 | Осина Яна | | 28.02.2005 | ж | RUS | | | дочь | | Homs | | | да | | ",
                        "8 | Грачёва Ия | | 28.02.1950 | ж | RUS | | | заявитель | | Homs | | | да | | "))
                .file()
                .id();

        assertThat(imports.doubtful(id))
                .extracting(Imports.Became::row, Imports.Became::doubts)
                .containsExactly(tuple(
                        3, List.of(new Flaw(Field.GOVERNORATE, "unreadable"), new Flaw(Field.FAMILY, "tooLarge"))));
    }

    @Test
    void aFamilyThatALaterListMakesTooLargeIsToBeLookedAt() {
        movements.plan(TestMovements.flight("FL-1", clock.instant().plus(Duration.ofDays(3)), 1));
        jdbc.sql("update movement set stretchers = 0, wheelchairs = 0").update();
        String vera =
                "7 | Осина Вера | | 28.02.1980 | ж | RUS | 53 1000009 | 01.02.2030 | заявитель | | Homs | | | да | | ";
        assertThat(imports.doubtful(brought(list(vera)).file().id())).isEmpty();

        UUID later = brought(list(
                        vera,
                        "7 | Осина Яна | | 28.02.2005 | ж | RUS | | | дочь | | | | | | | ",
                        "7 | Осина Ева | | 28.02.2007 | ж | RUS | | | дочь | | | | | | | "))
                .file()
                .id();

        assertThat(imports.doubtful(later))
                .extracting(Imports.Became::row, Imports.Became::doubts)
                .containsExactly(tuple(4, List.of(new Flaw(Field.FAMILY, "tooLarge"))));
    }

    @Test
    void aFamilyThatACorrectedRowMakesTooLargeIsToBeLookedAt() {
        movements.plan(TestMovements.flight("FL-1", clock.instant().plus(Duration.ofDays(3)), 1));
        jdbc.sql("update movement set stretchers = 0, wheelchairs = 0").update();
        UUID id = brought(list(
                        "7 | Осина Вера | | 28.02.1980 | ж | RUS | | | заявитель | | Homs | | | да | | ",
                        "7 | | | 28.02.2005 | ж | RUS | | | дочь | | | | | | | "))
                .file()
                .id();
        assertThat(imports.doubtful(id)).isEmpty();
        Corrections.Row row = corrections.row(id, 4);
        row.written().put(Field.NAME, "Осина Яна");

        corrections.correct(id, 4, row.written());

        assertThat(imports.doubtful(id))
                .extracting(Imports.Became::row, Imports.Became::doubts)
                .containsExactly(tuple(4, List.of(new Flaw(Field.FAMILY, "tooLarge"))));
    }

    @Test
    void aLaterListPointsOutWhoseCaseHasEndedButNotToWhoMayNotKnowOfIt() {
        brought(LIST);
        runtimeService()
                .deleteProcessInstance(
                        runtimeService()
                                .createProcessInstanceQuery()
                                .processInstanceBusinessKey(households.get(2).caseNumber())
                                .processDefinitionKey("evacuation")
                                .singleResult()
                                .getId(),
                        "ended");
        households.ends(2, "stays");

        UUID again = brought(list(
                        "2 | Дроздова Инна | | 12/11/70 | ж | RUS | 53 1000002 | | заявитель | | Дамаск | | | да | | "))
                .file()
                .id();

        assertThat(imports.progress(again).counts().knownAlready()).isOne();
        assertThat(imports.doubtful(again))
                .extracting(Imports.Became::row, Imports.Became::doubts)
                .containsExactly(tuple(3, List.of(new Flaw(Field.FAMILY, "ended"))));
        jdbc.sql("update household set restricted = true where id = 2").update();
        SecurityContextHolder.getContext()
                .setAuthentication(new TestingAuthenticationToken("consular", null, "ROLE_consular"));
        try {
            assertThat(imports.doubtful(again)).isEmpty();
            assertThat(imports.rows(again).get(0).doubts()).isEmpty();
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    @Test
    void whatALaterListSaysOfSomebodySplitOffIsKeptInTheirOwnCase() {
        brought(LIST);
        long husband = households.members(1).get(1).id();
        long own = households.split(1, List.of(husband), "decided").id();
        registration.open(own);

        var again = brought(list(
                "1 | Салех Карим | SALEH KARIM | 1979 | м | SYR | | | муж | | | инвалидная коляска | | | | звонить брату",
                " | Рябинина Вера | RIABININA VERA | 04.03.1981 | ж | RUS | 53 1000001 | 01.02.2030 | заявитель | 0933111222 | Homs | | | да | Тверь | ",
                " | Салех Мира | SALEH MIRA | 01.02.2026 | ж | RUS | | | дочь | | | | | | | "));

        assertThat(again.counts()).isEqualTo(new Imports.Counts(1, 1, 0, 0, 0, 2));
        assertThat(households.members(own)).hasSize(1);
        assertThat(households.members(1)).extracting(Person::latinName).contains("SALEH MIRA");
        assertThat(imports.rows(again.file().id()).get(0).caseNumber())
                .isEqualTo(households.get(own).caseNumber());
        assertThat(jdbc.sql("select household_id from remark where text = 'звонить брату'")
                        .query(Long.class)
                        .list())
                .containsExactly(own);
    }

    private List<String> remarks() {
        return jdbc.sql("select text from remark order by id")
                .query(String.class)
                .list();
    }

    @Test
    void anImportGoesOnWhereACrashStoppedIt() {
        List<List<Object>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        for (int family = 1; family <= 10; family++) {
            rows.add(line(family + " | Берёзова Анна " + family
                    + " | | 01.02.1980 | ж | RUS | | | заявитель | | | | | да | | "));
        }
        UUID id = imports.take("list.csv", Lists.csv(rows));
        work.putDown(id, "for update");
        work.register(id, "for update", 3);
        assertThat(imports.progress(id).file().state()).isEqualTo("running");
        assertThat(imports.progress(id).counts().persons()).isEqualTo(3);

        imports.finish(id);

        var progress = imports.progress(id);
        assertThat(progress.file().state()).isEqualTo("done");
        assertThat(progress.file().done()).isEqualTo(10);
        assertThat(progress.counts().persons()).isEqualTo(10);
        assertThat(jdbc.sql("select count(*) from person").query(Integer.class).single())
                .isEqualTo(10);
    }

    @Test
    void twoListsWithTheSamePeopleAtOnceRegisterThemOnce() {
        List<UUID> ids = List.of(imports.take("one.csv", LIST), imports.take("two.csv", LIST));

        ids.stream()
                .map(id -> CompletableFuture.runAsync(() -> imports.finish(id)))
                .toList()
                .forEach(CompletableFuture::join);

        assertThat(jdbc.sql("select count(*) from person").query(Integer.class).single())
                .isEqualTo(3);
        assertThat(ids)
                .allSatisfy(
                        id -> assertThat(imports.progress(id).file().state()).isEqualTo("done"));
    }

    @Test
    void aChildWithoutPapersIsNotTakenForTheChildOfAnotherListsFamilyWithTheSameNumber() {
        brought(list(
                "1 | Борисова Ольга | | 1980 | ж | RUS | 53 1000011 | | заявитель | | Aleppo | | | да | | ",
                " | Хассан Али | | 2010 | м | RUS | | | сын | | | | | | | "));
        var other = brought(list(
                "1 | Панфилова Ирина | | 1982 | ж | RUS | 53 1000012 | | заявитель | 0933111333 | Damascus | | | да | | ",
                " | Хассан Али | | 2010 | м | RUS | | | сын | | | | | | | "));

        assertThat(other.counts().persons()).isEqualTo(2);
        assertThat(other.counts().households()).isOne();
        assertThat(households.get(2).phone()).isEqualTo("+963933111333");
        assertThat(households.members(2))
                .extracting(person -> person.name())
                .containsExactly("Панфилова Ирина", "Хассан Али");
    }

    @Test
    void aFamilyWithoutPapersIsKnownAgainByItsMembersTogetherAndALoneOneByTheDayOfBirth() {
        brought(list(
                "1 | Борисова Ольга | | 1980 | ж | RUS | | | заявитель | | Aleppo | | | да | | ",
                " | Хассан Али | | 2010 | м | RUS | | | сын | | | | | | | ",
                "2 | Сомова Анна | | 05.06.1971 | ж | RUS | | | заявитель | | Aleppo | | | да | | ",
                "3 | Сомов Пётр | | 1971 | м | RUS | | | заявитель | | Aleppo | | | да | | "));
        var again = brought(list(
                "1 | Борисова Ольга | | 1980 | ж | RUS | | | заявитель | | Aleppo | | | да | | ",
                " | Хассан Али | | 2010 | м | RUS | | | сын | | | | | | | ",
                " | Хассан Лина | | 2011 | ж | RUS | | | дочь | 0933111444 | | | | | | ",
                "2 | Сомова Анна | | 05.06.1971 | ж | RUS | | | заявитель | | Aleppo | | | да | | ",
                "3 | Сомов Пётр | | 1971 | м | RUS | | | заявитель | | Homs | | | да | | "));

        assertThat(again.counts().knownAlready()).isEqualTo(3);
        assertThat(again.counts().persons()).isEqualTo(2);
        assertThat(households.members(1))
                .extracting(person -> person.name())
                .containsExactly("Борисова Ольга", "Хассан Али", "Хассан Лина");
        assertThat(households.get(1).phone()).isEqualTo("+963933111444");
        assertThat(jdbc.sql("select text from remark where household_id = 1")
                        .query(String.class)
                        .list())
                .isEmpty();
    }

    @Test
    void aLoneOneWithoutPapersIsNotKnownByTheNameOrByAFirstOfJanuaryAlone() {
        brought(list(
                "1 | Иванов Иван | | неизвестно | м | RUS | | | заявитель | | Aleppo | | | да | | ",
                "2 | Сомов Пётр | | 01.01.1971 | м | RUS | | | заявитель | | Aleppo | | | да | | "));
        var other = brought(list(
                "1 | Иванов Иван | | неизвестно | м | RUS | | | заявитель | 0933111555 | Homs | | | да | | ",
                "2 | Сомов Пётр | | 01.01.1971 | м | RUS | | | заявитель | 0933111666 | Homs | | | да | | "));

        assertThat(other.counts().knownAlready()).isZero();
        assertThat(other.counts().households()).isEqualTo(2);
    }

    @Test
    void twoNodesOnOneImportDoNothingTwice() {
        List<List<Object>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        for (int family = 1; family <= 120; family++) {
            rows.add(line(family + " | Ольхова Анна " + family
                    + " | | 01.02.1980 | ж | RUS | | | заявитель | | | | | да | | "));
        }
        UUID id = imports.take("list.csv", Lists.csv(rows));

        var nodes = List.of(
                CompletableFuture.runAsync(() -> imports.finish(id)),
                CompletableFuture.runAsync(() -> imports.finish(id)));
        nodes.forEach(CompletableFuture::join);

        assertThat(imports.progress(id).counts()).isEqualTo(new Imports.Counts(120, 120, 0, 0, 0, 0));
        assertThat(imports.progress(id).file().done()).isEqualTo(120);
        assertThat(jdbc.sql("select count(*) from person").query(Integer.class).single())
                .isEqualTo(120);
    }

    @Test
    void aFamilyOfMoreRowsThanAreTakenAtOnceStaysOneHousehold() {
        List<List<Object>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        rows.add(line("1 | Ольхова Вера | | 01.02.1980 | ж | RUS | | | заявитель | | | | | да | | "));
        for (int i = 0; i < 400; i++) {
            rows.add(line((i == 0 ? "2" : "") + " | Ольхова Анна | | " + (1 + i % 28) + "." + (1 + i / 28 % 12) + "."
                    + (1980 + i / 336) + " | ж | RUS | | | другое | | | | | | | "));
        }
        rows.add(line("3 | Ольхова Ия | | 01.02.1980 | ж | RUS | | | заявитель | | | | | да | | "));

        var progress = brought(Lists.csv(rows));

        assertThat(progress.counts()).isEqualTo(new Imports.Counts(402, 3, 0, 0, 0, 0));
    }

    @Test
    void aWorkbookThatDropsTheZerosOfFamilyNumbersBringsTheSameFamilies() {
        List<Object> rest = List.of("Ольхова Анна", "", "01.02.1980", "ж", "RUS", "51 7654321", "", "заявитель");
        List<Object> written = new ArrayList<>(List.of("007"));
        written.addAll(rest);
        List<Object> counted = new ArrayList<>(List.of(7));
        counted.addAll(rest);
        brought(Lists.csv(List.of(HEADINGS, written)));

        assertThat(brought(Lists.xlsx(List.of(HEADINGS, counted))).counts().knownAlready())
                .isOne();
    }

    @Test
    void aRowCorrectedJoinsItsFamily() {
        var progress = brought(LIST);
        UUID id = progress.file().id();
        var row = corrections.row(id, 5);
        row.written().put(Field.NAME, "Салех Адам");

        corrections.correct(id, 5, row.written());

        assertThat(households.members(1)).hasSize(3);
        var after = imports.progress(id);
        assertThat(after.corrections()).isEmpty();
        assertThat(after.counts().persons()).isEqualTo(4);
        assertThat(after.counts().households()).isEqualTo(2);
        assertThatThrownBy(() -> corrections.correct(id, 5, row.written())).hasMessageContaining("already");
    }

    @Test
    void aRowThatIsCorrectedLaterFillsInWhatItsHouseholdDoesNotHaveYet() {
        UUID id = brought(list(
                        "1 | Осина Вера | | 31.02.1980 | ж | RUS | | | заявитель | 0933111222 | Damascus | | | да | Тверь | ",
                        " | Осина Ирина | | 12.11.1950 | ж | RUS | | | мать | | | | | | | "))
                .file()
                .id();
        assertThat(households.get(1).governorate()).isNull();
        var row = corrections.row(id, 3);
        row.written().put(Field.BORN, "28.02.1980");

        corrections.correct(id, 3, row.written());

        var household = households.get(1);
        assertThat(household.phone()).isEqualTo("+963933111222");
        assertThat(household.governorate()).isEqualTo("SY01");
        assertThat(household.wish()).isEqualTo("yes");
        assertThat(household.destinationCity()).isEqualTo("Тверь");
        assertThat(jdbc.sql("select text from remark").query(String.class).list())
                .isEmpty();
        assertThat(jdbc.sql("select detail from audit where action = 'contact filled in'")
                        .query(String.class)
                        .list())
                .containsExactly("phone, governorate, city, wish");
        assertThat(runtimeService()
                        .createProcessInstanceQuery()
                        .processInstanceBusinessKey(household.caseNumber())
                        .variableValueEquals("governorate", "SY01")
                        .count())
                .isEqualTo(2); // the spine and its registration
    }

    @Test
    void whatARowSaysOtherwiseThanItsHouseholdIsARemarkInWords() {
        UUID id = brought(list(
                        "1 | Осина Вера | | 28.02.1980 | ж | RUS | | | заявитель | 0933111222 | Damascus | | | да | Тверь | ",
                        " | Осина Ирина | | 31.02.1950 | ж | RUS | | | мать | 0944222333 | Homs | | | нет | Тверь | "))
                .file()
                .id();
        var row = corrections.row(id, 4);
        row.written().put(Field.BORN, "28.02.1950");
        LocaleContextHolder.setLocale(Locale.ENGLISH);
        try {
            corrections.correct(id, 4, row.written());
        } finally {
            LocaleContextHolder.resetLocaleContext();
        }

        assertThat(households.get(1).governorate()).isEqualTo("SY01");
        assertThat(jdbc.sql("select text from remark").query(String.class).list())
                .containsExactly("Wishes to leave: no; Governorate: Homs; Telephone: +963944222333");
    }

    @Test
    void aRowCorrectedInOneImportIsKnownWhenTheFileComesAgain() {
        var progress = brought(LIST);
        var row = corrections.row(progress.file().id(), 5);
        row.written().put(Field.NAME, "Салех Адам");
        corrections.correct(progress.file().id(), 5, row.written());

        var again = brought(LIST);

        assertThat(again.corrections()).isEmpty();
        assertThat(again.counts().knownAlready()).isEqualTo(4);
    }

    @Test
    void whatIsStillWrongInACorrectionIsNamed() {
        UUID id = brought(LIST).file().id();
        var row = corrections.row(id, 5);
        row.written().put(Field.BORN, "31.02.1999");

        assertThatThrownBy(() -> corrections.correct(id, 5, row.written()))
                .isInstanceOfSatisfying(
                        StillWrong.class,
                        wrong -> assertThat(wrong.flaws())
                                .extracting(flaw -> flaw.key())
                                .containsExactly("name.missing", "born.impossible"));
        assertThat(imports.progress(id).corrections()).hasSize(1);
    }

    @Test
    void aRowThatIsNobodyIsLeftOut() {
        UUID id = brought(LIST).file().id();

        corrections.leaveOut(id, 5);

        var after = imports.progress(id);
        assertThat(after.corrections()).isEmpty();
        assertThat(after.counts().headings()).isOne();
    }

    @Test
    void aFamilyOfWhichNoRowCouldBeReadBeginsWithItsFirstCorrection() {
        UUID id = brought(list("7 | | | 01.01.1980 | ж | RUS | | | заявитель | | Хомс | | | да | | "))
                .file()
                .id();
        var row = corrections.row(id, 3);
        row.written().put(Field.NAME, "Осина Вера");

        corrections.correct(id, 3, row.written());

        assertThat(households.get(1).governorate()).isEqualTo("SY04");
        assertThat(imports.progress(id).counts().households()).isOne();
    }

    @Test
    void whatIsNoListIsRefusedAndNotKept() {
        assertThatThrownBy(() -> imports.take("x.csv", new byte[0]))
                .isInstanceOfSatisfying(
                        UnreadableList.class, e -> assertThat(e.why()).isEqualTo("empty"));
        assertThat(imports.latest()).isEmpty();
    }
}
