package org.homeward.planning.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.homeward.Homeward;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command as somebody types it: a file in, a plan or a sentence out. */
class PlanCommandTest {

    private static final String OPERATION = """
            {"snapshot": "2013-01-20T00:00:00Z", "destination": "SVO", "minConnectionMinutes": 120,
             "objective": {"priorityWeight": {"1": 1000, "2": 300}, "waitingPerDay": 0.1, "delayPerDay": 0.03, "movePrice": 50},
             "households": [{"id": "H1", "origin": "Damascus", "size": 4, "wheelchairs": 0, "stretchers": 1, "baggageKg": 80,
                             "priority": 2, "waitingDays": 12, "seatedOn": ["BUS-1", "FL-1"], "frozen": false},
                            {"id": "H2", "origin": "Aleppo", "size": 2, "wheelchairs": 0, "stretchers": 0, "baggageKg": 9,
                             "priority": 1, "waitingDays": 0.5}],
             "legs": [{"id": "BUS-1", "kind": "convoy", "from": "Damascus", "to": "BEY", "departs": "2013-01-22T04:00:00Z",
                       "arrives": "2013-01-22T10:00:00Z", "exit": "MASNAA", "seats": 45, "wheelchairs": 2, "stretchers": 2,
                       "baggageKg": 2000},
                      {"id": "FL-1", "kind": "flight", "from": "BEY", "to": "SVO", "departs": "2013-01-22T12:00:00Z",
                       "arrives": "2013-01-22T16:00:00Z", "exit": null, "seats": 165, "wheelchairs": 2, "stretchers": 2,
                       "baggageKg": 4000}],
             "quotas": [{"exit": "MASNAA", "day": "2013-01-22", "persons": 300}]}
            """;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void the_plan_is_printed_as_JSON_and_nothing_else() throws IOException {
        int status = run(OPERATION);

        JsonNode plan = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
        assertThat(status).isZero();
        assertThat(plan.fieldNames())
                .toIterable()
                .containsExactly("objective", "bound", "seconds", "seated", "left", "limits");
        assertThat(plan.at("/seated/0/household").textValue()).isEqualTo("H1");
        assertThat(plan.at("/seated/0/legs/1").textValue()).isEqualTo("FL-1");
        double days = 2 + 16 / 24d;
        assertThat(plan.get("objective").doubleValue())
                .isCloseTo(4 * 300 * (1 + 0.1 * 12) * (1 - 0.03 * days), offset(1e-6));
        assertThat(plan.at("/left/0/why").textValue())
                .isEqualTo("No movements that leave after the snapshot lead from Aleppo to the destination.");
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("Seated 1 households, left 1, in ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"size\": 4, | '' | 'households, row 1 (H1): \"size\" must be a whole number from 1; it is missing.'",
                "\"size\": 4 | \"size\": -4 | 'households, row 1 (H1): \"size\" must be a whole number from 1; not -4.'",
                "\"size\": 4 | \"size\": 2.5 | 'households, row 1 (H1): \"size\" must be a whole number from 1; not 2.5.'",
                "\"stretchers\": 1 | \"stretchers\": 5 | 'households, row 1 (H1): more places for wheelchairs and stretchers than people (\"size\").'",
                "\"origin\": \"Aleppo\" | \"origine\": \"Aleppo\" | 'households, row 2 (H2): the field \"origine\" is not known.'",
                "\"id\": \"H2\" | \"id\": \"H1\" | 'households, row 2 (H1): H1 is there twice.'",
                "\"priority\": 2 | \"priority\": 7 | 'households, row 1 (H1): \"priority\" 7 has no priorityWeight.'",
                "\"waitingDays\": 12 | \"waitingDays\": \"12\" | 'households, row 1 (H1): \"waitingDays\" must be a number from 0 to a billion; not \"12\".'",
                "\"seatedOn\": [\"BUS-1\", \"FL-1\"], \"frozen\": false | \"frozen\": true | 'households, row 1 (H1): \"frozen\", but \"seatedOn\" does not say where.'",
                "\"frozen\": false | \"frozen\": \"no\" | 'households, row 1 (H1): \"frozen\" must be true or false; not \"no\".'",
                "\"FL-1\"] | \"BUS-1\"] | 'households, row 1 (H1): \"seatedOn\" must be a list of different texts; not [\"BUS-1\",\"BUS-1\"].'",
                "2013-01-22T10:00:00Z | 2013-01-22T04:00:00Z | 'legs, row 1 (BUS-1): \"arrives\" must be after \"departs\".'",
                "2013-01-22T10:00:00Z | noon | 'legs, row 1 (BUS-1): \"arrives\" must be a moment like 2013-01-22T04:00:00Z; not \"noon\".'",
                "2013-01-22T10:00:00Z | +999999999-12-31T23:59:59Z | 'legs, row 1 (BUS-1): \"arrives\" must be a moment of this century or the last; not \"+999999999-12-31T23:59:59Z\".'",
                "\"to\": \"BEY\" | \"to\": \"Damascus\" | 'legs, row 1 (BUS-1): \"to\" must be another place than \"from\".'",
                "\"id\": \"FL-1\" | \"id\": \"BUS-1\" | 'legs, row 2 (BUS-1): BUS-1 is there twice.'",
                "\"persons\": 300} | \"persons\": 300}, {\"exit\": \"MASNAA\", \"day\": \"2013-01-22\", \"persons\": 9} | 'quotas, row 2: MASNAA on 2013-01-22 is there twice.'",
                "\"day\": \"2013-01-22\" | \"day\": \"Tuesday\" | 'quotas, row 1: \"day\" must be a day like 2013-01-22; not \"Tuesday\".'",
                "\"movePrice\": 50 | \"movePrice\": -1 | 'objective: \"movePrice\" must be a number from 0 to a billion; not -1.'",
                "\"1\": 1000 | \"first\": 1000 | 'priorityWeight: the priority \"first\" must be a whole number.'",
                "\"2\": 300 | \"2\": 300, \"02\": 400 | 'priorityWeight: the priority 2 is there twice.'",
                "\"Aleppo\" | \"SVO\" | 'households, row 2 (H2): \"origin\" must be another place than the destination.'",
                "\"quotas\": [{ | \"quota\": [{ | 'operation: the field \"quota\" is not known.'",
                "\"destination\": \"SVO\", | '' | 'operation: \"destination\" must be a text; it is missing.'",
            })
    void what_is_wrong_is_said_in_a_sentence_that_names_the_row_and_the_field(
            String right, String wrong, String sentence) throws IOException {
        assertThat(OPERATION).contains(right);

        int status = run(OPERATION.replace(right, wrong));

        assertThat(err.toString(StandardCharsets.UTF_8).strip()).isEqualTo(sentence);
        assertThat(status).isEqualTo(2);
        assertThat(out.size()).isZero();
    }

    @Test
    void an_empty_exit_is_none_and_without_quotas_nothing_is_counted() throws IOException {
        String open =
                OPERATION.replace("\"exit\": null", "\"exit\": \"\"").replaceFirst(",\\s*\"quotas\": \\[.*\\]", "");

        assertThat(open).doesNotContain("quotas");
        assertThat(run(open)).isZero();
    }

    @Test
    void a_plan_that_cannot_be_written_is_no_success() throws IOException {
        Path file = Files.writeString(folder.resolve("operation.json"), OPERATION);
        PrintStream full = new PrintStream(new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("no space left");
            }
        });

        int status = PlanCommand.run(new String[] {"--plan=" + file}, full, new PrintStream(err));

        assertThat(status).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).strip())
                .isEqualTo("The plan could not be written to the standard output.");
    }

    @Test
    void a_file_cut_in_the_middle_is_not_planned() throws IOException {
        int status = run(OPERATION.substring(0, 700));

        assertThat(status).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("is not whole and proper JSON, line ");
    }

    @Test
    void an_empty_file_is_not_planned() throws IOException {
        assertThat(run("")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).strip())
                .isEqualTo("operation: there must be an object in braces.");
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        String[] arguments = {"--plan=nowhere.json"};

        assertThat(PlanCommand.run(arguments, stream(out), stream(err))).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).strip()).isEqualTo("The file nowhere.json cannot be read.");
    }

    @Test
    void the_file_must_be_named() {
        assertThat(PlanCommand.run(new String[] {"--plan"}, stream(out), stream(err)))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).strip())
                .isEqualTo("Say which operation to plan: --plan=FILE.json.");
    }

    @Test
    void the_main_class_plans_and_ends_with_the_status_of_the_plan() throws Exception {
        Path file = Files.writeString(folder.resolve("operation.json"), OPERATION);
        Path plan = folder.resolve("plan.json");
        Process process = homeward(List.of("--plan=" + file))
                .redirectOutput(plan.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
        assertThat(new ObjectMapper().readTree(plan.toFile()).get("seated")).hasSize(1);

        Process failed = homeward(List.of("--plan=" + folder.resolve("none.json")))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(failed.waitFor()).isEqualTo(2);
    }

    private static ProcessBuilder homeward(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Homeward.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    private int run(String operation) throws IOException {
        Path file = Files.writeString(folder.resolve("operation.json"), operation);
        return PlanCommand.run(new String[] {"--plan=" + file}, stream(out), stream(err));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
