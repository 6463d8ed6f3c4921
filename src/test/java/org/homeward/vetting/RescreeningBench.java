package org.homeward.vetting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.execute;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.managementService;
import static org.springframework.http.MediaType.APPLICATION_JSON;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.camunda.bpm.engine.runtime.Job;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.PersonTraits;
import org.homeward.people.Figures;
import org.homeward.people.OrdinaryPeople;
import org.homeward.people.PublicLists;
import org.homeward.people.RegisteredPeople;
import org.homeward.vetting.watchlist.ListFile;
import org.homeward.vetting.watchlist.ListKind;
import org.homeward.vetting.watchlist.Version;
import org.homeward.vetting.watchlist.WatchLists;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;

/** New versions of the public lists screen a hundred thousand persons in the background, while officers register others. */
@HomewardTest
@Breaks({"I3", "I4"})
class RescreeningBench {

    private static final int ON_RECORD = 100_000;
    private static final int REGISTRATIONS = 200;

    @Autowired
    private ListUpdates updates;

    @Autowired
    private WatchLists lists;

    @Autowired
    private PersonTraits traits;

    @Autowired
    private MockMvc web;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private JdbcTemplate batches;

    @Test
    void a_new_version_screens_everyone_again_while_officers_go_on() throws Exception {
        new RegisteredPeople(jdbc, batches, traits)
                .register(OrdinaryPeople.some(ON_RECORD, 21).toList(), "ready", null);
        registrations(REGISTRATIONS);
        double[] before = registrations(REGISTRATIONS);
        updates.load(ListKind.UN, files("un-consolidated.xml"), "UN", null);
        updates.load(ListKind.OFAC, files("ofac-sdn.csv", "ofac-alt.csv", "ofac-add.csv"), "OFAC", null);

        long began = System.nanoTime();
        CompletableFuture<Double> screening = CompletableFuture.supplyAsync(() -> {
            screenEveryone();
            return (System.nanoTime() - began) / 1e9;
        });
        List<Double> during = new ArrayList<>();
        while (!screening.isDone()) {
            during.add(registrations(1)[0]);
        }
        double took = screening.join();

        assertThat(lists.versions())
                .allSatisfy(version -> assertThat(version.screenedAt()).isNotNull());
        new Figures("re-screening")
                .add("persons on record", ON_RECORD)
                .add("lists screened against, one after the other", 2)
                .add("seconds until everyone was screened", took)
                .add(
                        "persons with a new hit",
                        lists.versions().stream().mapToLong(Version::newHits).sum())
                .add("milliseconds to register a household before, median", of(before, 0.5))
                .add("milliseconds to register a household before, 95 %", of(before, 0.95))
                .add("milliseconds to register a household meanwhile, median", of(array(during), 0.5))
                .add("milliseconds to register a household meanwhile, 95 %", of(array(during), 0.95))
                .print();
    }

    /** As the engine does, one job after the other; who is found waits for officers. */
    private static void screenEveryone() {
        for (List<Job> jobs = screenings(); !jobs.isEmpty(); jobs = screenings()) {
            jobs.forEach(job -> execute(job));
        }
    }

    private static List<Job> screenings() {
        return managementService()
                .createJobQuery()
                .processDefinitionKey("screening")
                .list();
    }

    private double[] registrations(int how) throws Exception {
        double[] millis = new double[how];
        for (int one = 0; one < how; one++) {
            long began = System.nanoTime();
            web.perform(post("/api/households")
                            .contentType(APPLICATION_JSON)
                            .content("""
                            {"wish": "yes", "governorate": "SY04", "members": [
                              {"name": "Клёнова Юлия", "latinName": "KLENOVA IULIIA", "born": "1984-08-19", "sex": "female",
                               "nationalities": ["RUS"], "relation": "applicant"}]}""")
                            .with(user("consular").roles("consular"))
                            .with(csrf()))
                    .andExpect(status().isCreated());
            millis[one] = (System.nanoTime() - began) / 1e6;
        }
        return millis;
    }

    private static double of(double[] millis, double share) {
        return Arrays.stream(millis).sorted().toArray()[(int) (millis.length * share)];
    }

    private static double[] array(List<Double> millis) {
        return millis.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static List<ListFile> files(String... names) throws IOException {
        List<ListFile> files = new ArrayList<>();
        for (String name : names) {
            files.add(new ListFile(name, Files.readAllBytes(PublicLists.file("data/watchlists/" + name))));
        }
        return files;
    }
}
