package org.homeward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.homeward.access.Visitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as people run it: it starts on its own database, knows its models by name, and plays January 2013. */
class PackagedJarIT {

    @TempDir
    private Path folder;

    @Test
    void it_starts_with_the_demo_and_an_officer_completes_a_task() throws Exception {
        int port = PackagedJar.freePort();
        Process homeward = new PackagedJar(folder).serve(port);
        try {
            Visitor manager = new Visitor(port).signedIn("manager");
            assertThat(deployedModels(manager)).isEqualTo(modelsInTheProject());

            Visitor officer = new Visitor(port).signedIn("consular");
            await().atMost(PackagedJar.PATIENCE)
                    .untilAsserted(() -> assertThat(openContacts(officer)).isNotEmpty());
            String task = openContacts(officer).get(0).path("id").asText();
            assertThat(officer.engine("/task/" + task + "/claim", "{\"userId\":\"consular\"}")
                            .statusCode())
                    .isEqualTo(204);
            assertThat(officer.engine(
                                    "/task/" + task + "/submit-form",
                                    "{\"variables\":{\"willingness\":{\"value\":\"willing\"}}}")
                            .statusCode())
                    .isIn(200, 204);
            assertThat(openContacts(officer))
                    .noneMatch(open -> open.path("id").asText().equals(task));
        } finally {
            PackagedJar.stop(homeward);
        }
    }

    @Test
    void it_plays_january_2013_and_brings_77_of_81_home_28_in_the_yak_and_49_in_the_ilyushin() throws Exception {
        Process rehearsal = new PackagedJar(folder).start("--rehearse=scenarios/january-2013", "--exit");
        assertThat(rehearsal.waitFor(PackagedJar.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        List<String> said = Files.readAllLines(folder.resolve("said.txt"));
        String last = said.get(said.size() - 1);

        assertThat(last).startsWith("REHEARSAL {");
        JsonNode outcome = new ObjectMapper().readTree(last.substring("REHEARSAL ".length()));
        assertThat(outcome.path("registered").asInt()).isEqualTo(81);
        assertThat(outcome.path("home").asInt()).isEqualTo(77);
        assertThat(outcome.path("open").asInt()).isZero();
        assertThat(rehearsal.exitValue()).isZero();
        assertThat(said)
                .anyMatch(line -> line.matches(" *YAK-42: 15 children, 10 women, 3 men +28"))
                .anyMatch(line -> line.matches(" *IL-76: .* +49"));
    }

    @Test
    void it_refuses_a_rehearsal_of_nothing_in_one_sentence() throws Exception {
        Process rehearsal = new PackagedJar(folder).start("--rehearse=" + folder.resolve("nothing"), "--exit");
        assertThat(rehearsal.waitFor(PackagedJar.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(rehearsal.exitValue()).isEqualTo(2);
        assertThat(Files.readString(folder.resolve("warned.txt")))
                .contains("There is no folder")
                .doesNotContain("\tat ");
    }

    @Test
    void it_plans_an_operation_from_a_file_and_says_nothing_but_the_plan() throws Exception {
        Path operation = Files.writeString(folder.resolve("operation.json"), """
                {"snapshot": "2013-01-20T00:00:00Z", "destination": "SVO", "minConnectionMinutes": 120,
                 "objective": {"priorityWeight": {"1": 1000}, "waitingPerDay": 0.1, "delayPerDay": 0.03, "movePrice": 50},
                 "households": [{"id": "H1", "origin": "Beirut", "size": 2, "wheelchairs": 0, "stretchers": 0,
                                 "baggageKg": 40, "priority": 1, "waitingDays": 0}],
                 "legs": [{"id": "FL-1", "kind": "flight", "from": "Beirut", "to": "SVO", "departs": "2013-01-21T00:00:00Z",
                           "arrives": "2013-01-21T04:00:00Z", "exit": null, "seats": 2, "wheelchairs": 0, "stretchers": 0,
                           "baggageKg": 100}]}
                """);

        Process planner = new PackagedJar(folder).start("--plan=" + operation);
        assertThat(planner.waitFor(PackagedJar.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();

        assertThat(planner.exitValue()).isZero();
        JsonNode plan = new ObjectMapper().readTree(Files.readString(folder.resolve("said.txt")));
        assertThat(plan.at("/seated/0/legs/0").asText()).isEqualTo("FL-1");
        assertThat(plan.path("bound").asDouble())
                .isGreaterThanOrEqualTo(plan.path("objective").asDouble());
    }

    private static List<JsonNode> openContacts(Visitor officer) throws Exception {
        JsonNode tasks = new ObjectMapper()
                .readTree(officer.engine(
                                "/task?firstResult=0&maxResults=50",
                                "{\"taskDefinitionKey\":\"task_contactHousehold\",\"unassigned\":true}")
                        .body());
        List<JsonNode> open = new ArrayList<>();
        tasks.forEach(open::add);
        return open;
    }

    private static TreeSet<String> deployedModels(Visitor manager) throws Exception {
        TreeSet<String> names = new TreeSet<>();
        new ObjectMapper()
                .readTree(manager.get(
                                "/camunda/api/engine/engine/default/process-definition?latestVersion=true&maxResults=100&firstResult=0")
                        .body())
                .forEach(definition -> names.add(definition.path("resource").asText()));
        return names;
    }

    private static TreeSet<String> modelsInTheProject() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("processes"))) {
            TreeSet<String> names = new TreeSet<>();
            files.filter(file -> file.toString().endsWith(".bpmn"))
                    .forEach(file -> names.add(file.toString().replace('\\', '/')));
            return names;
        }
    }
}
