package org.homeward.registration.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.runtimeService;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.springframework.http.MediaType.APPLICATION_JSON;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrlPattern;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.homeward.HomewardTest;
import org.homeward.household.Households;
import org.homeward.household.Person;
import org.homeward.movement.Movements;
import org.homeward.movement.NewMovement;
import org.homeward.movement.TestMovements;
import org.homeward.people.NameKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

@HomewardTest
class RegistrationWebTest {

    private static final RequestPostProcessor OFFICER = signedIn("consular");
    private static final RequestPostProcessor CLEARED = signedIn("consular", "cleared");

    private static RequestPostProcessor signedIn(String... groups) {
        return request ->
                csrf().postProcessRequest(user("consular").roles(groups).postProcessRequest(request));
    }

    @Autowired
    MockMvc web;

    @Autowired
    Households households;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Movements movements;

    @Autowired
    Clock clock;

    private int cases() {
        return jdbc.sql("select count(*) from household").query(Integer.class).single();
    }

    @Test
    void aProgramRegistersAHouseholdAndItsEvacuationBegins() throws Exception {
        web.perform(post("/api/households")
                        .contentType(APPLICATION_JSON)
                        .content("""
                        {"wish": "yes", "governorate": "حمص", "phone": "0933 111 222", "destinationCity": "Тверь",
                         "members": [
                           {"name": "Клёнова Юлия", "latinName": "KLENOVA IULIIA", "born": "1984-08-19", "sex": "female",
                            "nationalities": ["RUS"], "relation": "applicant",
                            "documents": [{"number": "53 3000001", "expires": "2030-01-01"}, {"kind": "other", "number": "A1"}]},
                           {"name": "Клёнов Марк", "born": "2009", "sex": "male", "nationalities": ["RUS", "SYR"],
                            "relation": "child", "needs": ["wheelchair", "other"], "fatherConsent": "given"}]}""")
                        .with(OFFICER))
                .andExpect(status().isCreated())
                .andExpect(jsonPath("$.caseNumber").isNotEmpty())
                .andExpect(jsonPath("$.personIds.length()").value(2));

        var household = households.get(1);
        assertThat(household.governorate()).isEqualTo("SY04");
        assertThat(household.phone()).isEqualTo("+963933111222");
        Person child = households.members(1).get(1);
        assertThat(child.bornEstimated()).isTrue();
        assertThat(child.nationalities()).containsExactly("RUS", "SYR");
        assertThat(child.needs()).containsExactly("wheelchair", "other");
        assertThat(child.place()).isEqualTo("wheelchair");
        assertThat(jdbc.sql("select count(*) from document")
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
        assertThat(runtimeService()
                        .createProcessInstanceQuery()
                        .processDefinitionKey("evacuation")
                        .processInstanceBusinessKey(household.caseNumber())
                        .count())
                .isOne();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {}                                                                          | members                        | at least one person
                    {"members":[null]}                                                          | members                        | at least one person
                    {"members":[{"born":"1980"}]}                                               | members[0].name                | No name
                    {"members":[{"name":"А Б"}]}                                                | members[0].born                | No date of birth
                    {"members":[{"name":"А Б","born":"1980"},{"name":"В","born":"2999-01-01"}]} | members[1].born                | in the future
                    {"governorate":"Tverskaya","members":[{"name":"А","born":"1980"}]}          | governorate                    | No governorate
                    {"phone":"no","members":[{"name":"А","born":"1980","relation":"xyz"}]}      | members[0].relation            | cannot be read
                    {"phone":"12","members":[{"name":"А","born":"1980"}]}                       | phone                          | not a telephone
                    {"email":"a@b","members":[{"name":"А","born":"1980"}]}                      | email                          | not an e-mail
                    {"language":"fr","members":[{"name":"А","born":"1980"}]}                    | language                       | must be
                    {"members":[{"name":"А","born":"1980","pregnancyWeeks":-5}]}                | members[0].pregnancyWeeks      | 1 to 45
                    {"restricted":true,"members":[{"name":"А","born":"1980"}]}                  | restricted                     | cleared
                    {"members":[{"name":"А","born":"1980","nationalities":["Mars"]}]}           | members[0].nationalities       | not a nationality
                    {"members":[{"name":"А","born":"1980","documents":[{"kind":"x","number":"1"}]}]} | members[0].documents[0].kind | passport
                    {"members":[{"name":"А","born":"1980","documents":[{}]}]}                   | members[0].documents[0].number | needs a number
                    {"members":[{"name":"А","born":"1980","documents":[{"number":"1","expires":"soon"}]}]} | members[0].documents[0].expires | cannot be read""")
    void whatIsWrongIsNamedByFieldAndNothingIsRegistered(String body, String field, String sentence) throws Exception {
        web.perform(post("/api/households")
                        .contentType(APPLICATION_JSON)
                        .content(body)
                        .with(OFFICER))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().contentTypeCompatibleWith("application/problem+json"))
                .andExpect(jsonPath("$.field").value(field))
                .andExpect(jsonPath("$.detail").value(containsString(sentence)));

        assertThat(cases()).isZero();
    }

    @Test
    void aFieldThatIsNotKnownIsNamedRatherThanLost() throws Exception {
        web.perform(post("/api/households")
                        .contentType(APPLICATION_JSON)
                        .content(
                                "{\"members\":[{\"name\":\"А\",\"born\":\"1980\",\"documents\":[{\"nummer\":\"1\"}]}]}")
                        .with(OFFICER))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.field").value("members[0].documents[0].nummer"))
                .andExpect(jsonPath("$.detail")
                        .value("There is no field 'members[0].documents[0].nummer' here. Check its name."));

        assertThat(cases()).isZero();
    }

    @Test
    void aPersonHasAtMostTwentyDocuments() throws Exception {
        for (int documents : new int[] {21, 20}) {
            String given = String.join(",", Collections.nCopies(documents, "{\"number\":\"53 3000001\"}"));
            web.perform(post("/api/households")
                            .contentType(APPLICATION_JSON)
                            .content("{\"members\":[{\"name\":\"А\",\"born\":\"1980\",\"documents\":[" + given + "]}]}")
                            .with(OFFICER))
                    .andExpect(documents == 20 ? status().isCreated() : status().isUnprocessableEntity())
                    .andExpect(
                            documents == 20
                                    ? jsonPath("$.caseNumber").isNotEmpty()
                                    : jsonPath("$.detail").value("A person can have at most 20 documents."));
        }
    }

    @Test
    void aFieldOfTenMegabytesIsRefused() throws Exception {
        String long10 = "А".repeat(5_000_000);
        web.perform(post("/api/households")
                        .contentType(APPLICATION_JSON)
                        .content("{\"members\":[{\"name\":\"" + long10 + "\",\"born\":\"1980\"}]}")
                        .with(OFFICER))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(jsonPath("$.field").value("members[0].name"))
                .andExpect(jsonPath("$.detail").value(containsString("longer than 200 characters")));
    }

    @Test
    void whatIsNoJsonIsRefused() throws Exception {
        web.perform(post("/api/households")
                        .contentType(APPLICATION_JSON)
                        .content("{\"members\": 3")
                        .with(OFFICER))
                .andExpect(status().isBadRequest());
        web.perform(post("/api/households")
                        .contentType(APPLICATION_JSON)
                        .content("{\"members\": [{\"name\": {\"a\": 1}}]}")
                        .with(OFFICER))
                .andExpect(status().isBadRequest());
    }

    @Test
    void unseenCharactersAreNotKept() throws Exception {
        web.perform(post("/api/households")
                .contentType(APPLICATION_JSON)
                .content("{\"members\":[{\"name\":\"Клёнова \\u202EЮлия\\u0000\",\"born\":\"1980\"}]}")
                .with(OFFICER));

        assertThat(households.members(1).get(0).name()).isEqualTo("Клёнова Юлия");
    }

    @Test
    void aClearedOfficerRegistersARestrictedHousehold() throws Exception {
        web.perform(post("/api/households")
                        .contentType(APPLICATION_JSON)
                        .content("{\"restricted\":true,\"members\":[{\"name\":\"Клёнова Юлия\",\"born\":\"1980\"}]}")
                        .with(CLEARED))
                .andExpect(status().isCreated());

        assertThat(households.get(1).restricted()).isTrue();
    }

    @Test
    void anOfficerRegistersSeveralPersonsOnThePage() throws Exception {
        web.perform(get("/registration/new").with(OFFICER))
                .andExpect(status().isOk())
                .andExpect(content()
                        .string(allOf(containsString("Latakia".substring(0, 2)), containsString("persons.0.name"))));
        web.perform(post("/registration/new")
                        .param("action", "add")
                        .param("persons.0.name", "Грабова Ирина")
                        .with(OFFICER))
                .andExpect(status().isOk())
                .andExpect(content().string(allOf(containsString("Грабова Ирина"), containsString("persons.1.name"))));
        web.perform(post("/registration/new")
                        .param("action", "remove.0")
                        .param("persons.0.name", "Грабова Ирина")
                        .param("persons.1.name", "Грабов Лев")
                        .with(OFFICER))
                .andExpect(content()
                        .string(allOf(
                                not(containsString("Грабова Ирина")),
                                containsString("Грабов Лев"),
                                not(containsString("persons.1.name")))));
        assertThat(cases()).isZero();
        web.perform(post("/registration/new")
                        .param("action", "register")
                        .param("wish", "yes")
                        .param("governorate", "SY02")
                        .param("phone", "0933111222")
                        .param("persons.0.name", "Грабова Ирина")
                        .param("persons.0.born", "01.02.1975")
                        .param("persons.0.relation", "applicant")
                        .param("persons.1.name", "Грабов Лев")
                        .param("persons.1.born", "2005")
                        .param("persons.1.relation", "child")
                        .param("persons.2.name", "")
                        .with(OFFICER))
                .andExpect(redirectedUrlPattern("/households/*"))
                .andExpect(flash().attribute("notice", containsString("is registered as case SYR-")));
        assertThat(households.members(1)).extracting(Person::relation).containsExactly("applicant", "child");
    }

    @Test
    void aFamilyLargerThanAnyMovementIsRegisteredAndTheOfficerReadsWhatToDo() throws Exception {
        registersTwo().andExpect(jsonPath("$.warning").doesNotExist()); // nothing is planned at all
        movements.plan(TestMovements.convoy("BUS-1", clock.instant().plus(Duration.ofDays(2)), 1));
        movements.plan(TestMovements.flight("FL-1", clock.instant().plus(Duration.ofDays(3)), 40));
        registersTwo()
                .andExpect(status().isCreated())
                .andExpect(
                        jsonPath("$.warning")
                                .value(
                                        startsWith(
                                                "No convoy or ship that is planned or registered takes these 2 people whole, and no flight that leaves the country does. Needed on one are seats: 2, stretchers: 0, wheelchairs: 0, baggage: 40 kg.")));
        jdbc.sql("update movement set baggage_kg = 39 where code = 'FL-1'").update();
        registersTwo()
                .andExpect(
                        jsonPath("$.warning")
                                .value(
                                        startsWith(
                                                "No convoy, ship or flight that is planned or registered takes these 2 people whole.")));
        web.perform(post("/registration/new")
                        .param("persons.0.name", "Грабова Ирина")
                        .param("persons.0.born", "01.02.1975")
                        .param("persons.1.name", "Грабов Лев")
                        .param("persons.1.born", "2005")
                        .with(OFFICER))
                .andExpect(redirectedUrlPattern("/households/*"))
                .andExpect(flash().attribute("warning", containsString("have larger vehicles planned, or a split")));
        web.perform(get("/households/" + households.get(1).caseNumber())
                        .flashAttr("warning", "Look at this.")
                        .with(OFFICER))
                .andExpect(content().string(containsString("Look at this.")));
    }

    @Test
    void aFamilyIsTooLargeUnlessOneWayHomeHasAllItsPlacesOfEachKind() throws Exception {
        movements.plan(TestMovements.convoy("BUS-1", clock.instant().plus(Duration.ofDays(2)), 40));
        movements.plan(TestMovements.flight("FL-1", clock.instant().plus(Duration.ofDays(3)), 165));
        String onWheels = "{\"name\":\"А Б\",\"born\":\"1980\",\"needs\":[\"wheelchair\"]}";
        registers(onWheels).andExpect(jsonPath("$.warning").doesNotExist());
        registers(onWheels + "," + onWheels)
                .andExpect(jsonPath("$.warning").value(containsString("wheelchairs: 2, baggage: 40 kg")));

        jdbc.sql("update movement set wheelchairs = 2 where code = 'BUS-1'").update();
        registers(onWheels + "," + onWheels)
                .andExpect(
                        jsonPath("$.warning")
                                .value(
                                        startsWith(
                                                "No flight that is planned or registered takes these 2 people whole. Needed on one are seats: 0, stretchers: 0, wheelchairs: 2")));

        movements.plan(new NewMovement(
                "FL-2",
                "flight",
                "Damascus",
                "Moscow",
                "DAM",
                clock.instant().plus(Duration.ofDays(4)),
                clock.instant().plus(Duration.ofDays(4)).plus(Duration.ofHours(4)),
                0,
                0,
                3));
        jdbc.sql("update movement set wheelchairs = 0 where code = 'BUS-1'").update();
        registers(onWheels + "," + onWheels).andExpect(jsonPath("$.warning").doesNotExist());
    }

    private ResultActions registersTwo() throws Exception {
        return registers("{\"name\":\"А Б\",\"born\":\"1980\"},{\"name\":\"В Б\",\"born\":\"2005\"}");
    }

    private ResultActions registers(String members) throws Exception {
        return web.perform(post("/api/households")
                .contentType(APPLICATION_JSON)
                .content("{\"members\":[" + members + "]}")
                .with(OFFICER));
    }

    @Test
    void whatIsWrongStandsBelowItsFieldAndNothingIsLost() throws Exception {
        web.perform(post("/registration/new")
                        .param("action", "register")
                        .param("phone", "12")
                        .param("persons.0.name", "Грабова <b>Ирина</b>")
                        .param("persons.0.born", "")
                        .param("persons.0.needs", "астма")
                        .with(OFFICER))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content()
                        .string(allOf(
                                containsString("3 fields need another look"),
                                containsString("id=\"persons.0.born-problem\""),
                                containsString("id=\"persons.0.needs-problem\""),
                                containsString("id=\"phone-problem\""),
                                containsString("Грабова &lt;b&gt;Ирина&lt;/b&gt;"))));
        web.perform(post("/registration/new")
                        .param("persons.0.name", "Грабова Ирина")
                        .with(OFFICER)
                        .locale(Locale.forLanguageTag("ru")))
                .andExpect(content().string(containsString("Нет даты рождения")));
        assertThat(cases()).isZero();
    }

    private static final String ZONE = """
            P<RUSKLENOVA<<IULIIA<<<<<<<<<<<<<<<<<<<<<<<<
            5330000018RUS8408196F3001019<<<<<<<<<<<<<<04""";

    @Test
    void pastingAZoneFillsThePersonInAndRegistersThem() throws Exception {
        web.perform(post("/registration/new")
                        .param("action", "mrz.1")
                        .param("persons.0.name", "Клёнов Марк")
                        .param("persons.1.name", "Клёнова Юлия")
                        .param("persons.1.born", "01.01.1984")
                        .param("persons.1.mrz", ZONE)
                        .with(OFFICER))
                .andExpect(status().isOk())
                .andExpect(content()
                        .string(allOf(
                                containsString("All check digits agree."),
                                containsString("01.01.1984 stood here before"),
                                containsString("value=\"KLENOVA IULIIA\""),
                                containsString("value=\"1984-08-19\""),
                                containsString("value=\"533000001\""),
                                containsString("value=\"2030-01-01\""),
                                containsString("value=\"Клёнова Юлия\""),
                                containsString("value=\"Клёнов Марк\""))));
        assertThat(cases()).isZero();
    }

    @Test
    void aProgramSendsAZoneThatFillsInWhatElseIsLeftOut() throws Exception {
        register("{'machineReadableZone': '" + ZONE + "', 'name': 'Клёнова Юлия', 'relation': 'applicant'}")
                .andExpect(status().isCreated());
        Person person = households.members(1).get(0);
        assertThat(person.name()).isEqualTo("Клёнова Юлия");
        assertThat(person.latinName()).isEqualTo("KLENOVA IULIIA");
        assertThat(person.born()).isEqualTo("1984-08-19");
        assertThat(person.sex()).isEqualTo("female");
        assertThat(person.nationalities()).containsExactly("RUS");
        assertThat(documents()).containsExactly("passport 533000001 2030-01-01 - true");
    }

    @Test
    void whatAProgramWritesBesideAZoneStandsAndItsDocumentIsKeptOnce() throws Exception {
        register("{'machineReadableZone': '" + ZONE.replace("8408196", "8408197")
                        + "', 'born': '1985', 'documents': [{'number': '53 3000001', 'issuedBy': 'MID 0001'},"
                        + " {'kind': 'other', 'number': 'A1'}]}")
                .andExpect(status().isCreated());
        assertThat(households.members(1).get(0).born()).isEqualTo("1985-01-01");
        assertThat(documents()).containsExactly("passport 53 3000001 2030-01-01 MID 0001 false", "other A1 - - -");
    }

    @Test
    void aDocumentKeepsTheSpellingOfItsZoneWhereThePersonIsWrittenOtherwise() throws Exception {
        String zone = "{'machineReadableZone': '" + ZONE + "', 'relation': 'applicant', ";
        register(zone + "'latinName': 'Klyonova Yulia', 'documents': [{'number': 'A1'}]}")
                .andExpect(status().isCreated());
        register(zone + "'latinName': 'KLYONOVA YULIYA', 'documents': [{'number': '53 3000001'}]}")
                .andExpect(status().isCreated());
        register(zone + "'latinName': 'Klenova Iuliia'}").andExpect(status().isCreated());
        assertThat(jdbc.sql("""
                select number || ' ' || coalesce(latin_name || '/' || latin_name_key, '-') from document order by id""").query(String.class).list())
                .containsExactly(
                        "533000001 KLENOVA IULIIA/" + NameKey.of(null, "KLENOVA IULIIA"),
                        "A1 -",
                        "53 3000001 KLENOVA IULIIA/" + NameKey.of(null, "KLENOVA IULIIA"),
                        "533000001 -");
        assertThat(households.members(1).get(0).latinName()).isEqualTo("Klyonova Yulia");
    }

    @Test
    void theZoneOfAnInternalPassportSaysThatItIsOne() throws Exception {
        register(
                        "{'machineReadableZone': 'PNRUS6QZEN74TEQN<<2LKA<874R9EVNA<<<<<<<<<<<<\n4511234569RUS8408196F<<<<<<02100219770054<82', 'documents': [{'number': '4512 123456'}]}")
                .andExpect(status().isCreated());
        assertThat(documents()).containsExactly("internal passport 4512 123456 - - true");
    }

    @Test
    void aZoneThatCannotBeReadIsRefusedWithItsFieldAndNothingIsRegistered() throws Exception {
        register("{'name': 'А', 'born': '1980'}, {'machineReadableZone': 'P<RUSKLENOV<<MARK'}")
                .andExpect(status().isUnprocessableEntity())
                .andExpect(jsonPath("$.field").value("members[1].machineReadableZone"))
                .andExpect(jsonPath("$.detail").value(containsString("two lines of 44")));
        assertThat(cases()).isZero();
    }

    private ResultActions register(String members) throws Exception {
        String body = "{\"members\":[" + members.replace("\n", "\\n").replace('\'', '"') + "]}";
        return web.perform(post("/api/households")
                .contentType(APPLICATION_JSON)
                .content(body)
                .with(OFFICER));
    }

    private List<String> documents() {
        return jdbc.sql("""
                select concat_ws(' ', kind, number, coalesce(expires::text, '-'), coalesce(issued_by, '-'),
                                 coalesce(check_digits_hold::text, '-')) from document order by id""").query(String.class).list();
    }

    @Test
    void aZoneMisreadByOneCharacterIsFilledInAndExplained() throws Exception {
        web.perform(post("/registration/new")
                        .param("action", "mrz.0")
                        .param("persons.0.name", "")
                        .param("persons.0.mrz", ZONE.replace("5330000018", "S330000018"))
                        .with(OFFICER))
                .andExpect(content()
                        .string(allOf(
                                containsString("check digit of the document number"),
                                containsString("place 1 of line 2, read as S, is 5"),
                                containsString("value=\"1984-08-19\""))));
        web.perform(post("/registration/new")
                        .param("action", "mrz.0")
                        .param("persons.0.name", "")
                        .param("persons.0.mrz", "P<RUS")
                        .with(OFFICER)
                        .locale(Locale.forLanguageTag("ru")))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("У паспорта две строки по 44")));
    }

    @Test
    void nobodyIsRegisteredWhileAZoneCannotBeRead() throws Exception {
        web.perform(post("/registration/new")
                        .param("persons.0.name", "Клёнов Марк")
                        .param("persons.0.born", "1980-01-01")
                        .param("persons.0.mrz", "P<RUSKLENOV<<MARK")
                        .with(OFFICER))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content()
                        .string(allOf(
                                containsString("id=\"persons.0.mrz-read\""), containsString("value=\"Клёнов Марк\""))));
        assertThat(cases()).isZero();
    }

    @Test
    void whetherTheCheckDigitsHeldIsOnRecordAlsoAfterAnotherPersonWasAdded() throws Exception {
        web.perform(post("/registration/new")
                        .param("action", "add")
                        .param("persons.0.name", "")
                        .param("persons.0.mrz", ZONE)
                        .with(OFFICER))
                .andExpect(content().string(containsString("5330000018RUS8408196F3001019")));
        web.perform(post("/registration/new")
                        .param("persons.0.name", "")
                        .param("persons.1.name", "Клёнова Юлия")
                        .param("persons.1.born", "1984-08-19")
                        .param("persons.1.document", "53 3000001")
                        .param("persons.1.mrz", ZONE)
                        .param("persons.2.name", "Клёнов Марк")
                        .param("persons.2.born", "1980-01-01")
                        .param("persons.2.document", "53 3000002")
                        .param("persons.2.mrz", ZONE.replace("8408196", "8408197"))
                        .with(OFFICER))
                .andExpect(redirectedUrlPattern("/households/*"));
        assertThat(jdbc.sql("select check_digits_hold from document order by id")
                        .query(Boolean.class)
                        .list())
                .containsExactly(true, false);
    }

    @Test
    void anInternalPassportIsRegisteredAsOneAndAnUnknownBirthAsUnknown() throws Exception {
        web.perform(post("/registration/new")
                        .param("persons.0.name", "Клёнова Юлия")
                        .param("persons.0.born", "unknown")
                        .param("persons.0.documentKind", "internal passport")
                        .param("persons.0.document", "4512 123456")
                        .param("persons.0.nationality", "RUS/XXB")
                        .with(OFFICER))
                .andExpect(redirectedUrlPattern("/households/*"));

        assertThat(jdbc.sql("select kind from document").query(String.class).single())
                .isEqualTo("internal passport");
        assertThat(households.members(1).get(0).born()).isNull();
        assertThat(households.members(1).get(0).nationalities()).containsExactly("RUS", "XXB");
    }
}
