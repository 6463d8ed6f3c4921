package org.homeward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.homeward.access.Visitor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The platform is killed while an exit that closes cancels what leaves over it, as by a power cut, and started again. It takes a minute,
 * and so runs with the benchmarks.
 */
class KilledWhileChangingBench {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** More than three batches of a change, so that there is time to be killed in. */
    private static final int CONVOYS = 160;

    /** Surname and name of who travels alone, so that nobody takes two of them for one. */
    private static final List<String> PEOPLE =
            List.of("SHCHERBETOVA ALLA", "IURKOVETS ZOIA", "ELTONOVA KIRA", "FIALKINA NONNA");

    @TempDir
    private Path folder;

    private int port;

    @Test
    @Timeout(600)
    void what_it_was_about_to_do_is_done_to_the_end_once_it_runs_again_and_nobody_is_lost() throws Exception {
        port = PackagedJar.freePort();
        PackagedJar jar = new PackagedJar(folder);
        // Jobs that the dead one has locked are taken up again after this.
        String locks = "--camunda.bpm.job-execution.lock-time-in-millis=15000";
        Process homeward = jar.serve(port, locks);
        try {
            for (int convoy = 1; convoy <= CONVOYS; convoy++) {
                planned("KILL-" + convoy, "convoy", "Damascus", "Beirut", "\"MASNAA\"", 11, 1);
            }
            planned("KILL-FL", "flight", "Beirut", "Moscow", "null", 24, PEOPLE.size());
            List<String> cases = new ArrayList<>();
            for (String person : PEOPLE) {
                cases.add(registered(person));
            }
            await().atMost(PackagedJar.PATIENCE).until(() -> willing(cases));
            new Visitor(port).signedIn("transport").form("/planning/rounds");
            await().atMost(PackagedJar.PATIENCE).until(() -> stages(cases).equals(Set.of("seated")));

            String change = "/api/situation/"
                    + api("manager", "/api/situation/apply", "{\"kind\": \"exitCloses\", \"subject\": \"MASNAA\"}")
                            .at("/change/id")
                            .asLong();
            JsonNode seen = api("manager", change, null);
            while (seen.path("movements").isEmpty()) {
                seen = api("manager", change, null);
            }
            homeward.destroyForcibly().waitFor();
            assertThat(seen.at("/change/state").asText()).isEqualTo("applying");
            assertThat(seen.path("movements").size()).isLessThan(CONVOYS);

            homeward = jar.serve(port, locks);
            await().atMost(PackagedJar.PATIENCE)
                    .until(() -> "applied"
                            .equals(api("manager", change, null)
                                    .at("/change/state")
                                    .asText()));
            await().atMost(PackagedJar.PATIENCE).until(() -> stages(cases).equals(Set.of("ready")));
            assertThat(fates(api("manager", change, null).path("movements"))).containsExactly("cancelled");
            assertThat(codes(api("manager", change, null).path("movements")))
                    .doesNotHaveDuplicates()
                    .hasSize(CONVOYS);
            assertThat(api("manager", "/api/invariants", null))
                    .isNotEmpty()
                    .allSatisfy(held -> assertThat(held.path("ids"))
                            .as(held.path("sentence").asText())
                            .isEmpty());
        } finally {
            PackagedJar.stop(homeward);
        }
    }

    private void planned(String code, String kind, String from, String to, String exit, int inHours, int seats)
            throws Exception {
        api("transport", "/api/movements", """
                {"code": "%s", "kind": "%s", "origin": "%s", "destination": "%s", "exit": %s, "departs": "%s",
                 "seats": %d, "stretchers": 0, "wheelchairs": 0}""".formatted(
                        code, kind, from, to, exit, Instant.now().plus(Duration.ofHours(inHours)), seats));
    }

    /** @return the number of the case */
    private String registered(String person) throws Exception {
        int number = PEOPLE.indexOf(person);
        return api("consular", "/api/households", """
                {"wish": "yes", "governorate": "SY01", "members": [{"latinName": "%s", "born": "19%d-0%d-1%d",
                 "sex": "female", "nationalities": ["RUS"], "relation": "applicant",
                 "documents": [{"kind": "passport", "number": "7%d8%d51904", "expires": "2041-05-05"}]}]}""".formatted(
                                person, 51 + 7 * number, 2 + number, number, number, 9 - number))
                .path("caseNumber")
                .asText();
    }

    /** An officer phones those who have not been phoned yet. @return whether all who were asked are in the queue */
    private boolean willing(List<String> cases) throws Exception {
        Visitor officer = new Visitor(port).signedIn("consular");
        for (String each : cases) {
            JsonNode tasks = JSON.readTree(officer.engine(
                            "/task?firstResult=0&maxResults=1",
                            "{\"processInstanceBusinessKey\": \"%s\", \"taskDefinitionKey\": \"task_contactHousehold\"}"
                                    .formatted(each))
                    .body());
            for (JsonNode task : tasks) {
                String path = "/task/" + task.path("id").asText();
                officer.engine(path + "/claim", "{\"userId\": \"consular\"}");
                officer.engine(path + "/submit-form", "{\"variables\": {\"willingness\": {\"value\": \"willing\"}}}");
            }
        }
        return Set.of("ready", "seated").containsAll(stages(cases));
    }

    private Set<String> stages(List<String> cases) throws Exception {
        Set<String> stages = new TreeSet<>();
        for (String each : cases) {
            stages.add(api("consular", "/api/households/" + each, null)
                    .path("stage")
                    .asText());
        }
        return stages;
    }

    private static Set<String> fates(JsonNode movements) {
        Set<String> fates = new TreeSet<>();
        movements.forEach(line -> fates.add(line.path("fate").asText()));
        return fates;
    }

    private static List<String> codes(JsonNode movements) {
        List<String> codes = new ArrayList<>();
        movements.forEach(line -> codes.add(line.path("code").asText()));
        return codes;
    }

    /** Asks as an officer, whose password is the name. @param body null: only reads */
    private JsonNode api(String officer, String path, @Nullable String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Content-Type", "application/json")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString((officer + ":" + officer).getBytes(UTF_8)));
        HttpResponse<String> answer = HTTP.send(
                body == null
                        ? request.build()
                        : request.POST(BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
        return JSON.readTree(answer.body());
    }
}
