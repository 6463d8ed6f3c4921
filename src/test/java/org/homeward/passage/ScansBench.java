package org.homeward.passage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.homeward.Breaks;
import org.homeward.HomewardBrowserTest;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.homeward.people.Figures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.test.context.TestPropertySource;

/** How many scans a second come in by HTTP while families move from stop to stop, the engine working beside. */
@HomewardBrowserTest
@TestPropertySource(properties = "camunda.bpm.job-execution.enabled=true")
@Import(ScansBench.Counting.class)
@Breaks("I3")
class ScansBench {

    private static final int FAMILIES = Integer.getInteger("families", 120);
    private static final int DEVICES = 4;
    private static final AtomicLong STATEMENTS = new AtomicLong();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Every statement that is made ready, by us or the engine, is counted. */
    @TestConfiguration
    static class Counting {

        @Bean
        static BeanPostProcessor countsStatements() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof DataSource source ? new CountedSource(source) : bean;
                }
            };
        }
    }

    private static class CountedSource extends DelegatingDataSource {

        CountedSource(DataSource source) {
            super(source);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            return (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("prepareStatement")
                                || method.getName().equals("createStatement")) {
                            STATEMENTS.incrementAndGet();
                        }
                        try {
                            return method.invoke(connection, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getTargetException();
                        }
                    });
        }
    }

    @LocalServerPort
    private int port;

    @Autowired
    private Travellers travellers;

    @Autowired
    private IdentityService identity;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Clock clock;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void anOfficer() {
        var officer = identity.newUser("pavel");
        officer.setPassword("pavel");
        identity.saveUser(officer);
        identity.createMembership("pavel", "field");
    }

    @AfterEach
    void theOfficerLeaves() {
        identity.deleteUser("pavel");
    }

    @Test
    void families_are_counted_from_muster_to_landing() throws Exception {
        Figures figures = new Figures("scans").add("devices at once", DEVICES);
        measure(10, 20, new Figures("warm")); // unmeasured: what runs for the first time
        for (int batch : new int[] {1, 10, 50}) {
            measure(batch, FAMILIES, figures);
        }
        figures.print();
    }

    private void measure(int batch, int families, Figures figures) throws Exception {
        List<List<Long>> ofDevices = familiesUnderWay(families);
        jdbc.sql("analyze").update();
        STATEMENTS.set(0);
        List<Double> millis = new ArrayList<>();
        ExecutorService devices = Executors.newFixedThreadPool(DEVICES);
        long began = System.nanoTime();
        try {
            List<Future<List<Double>>> days = new ArrayList<>();
            for (int device = 0; device < DEVICES; device++) {
                String name = "bench-" + batch + "-" + families + "-" + device;
                List<Long> persons = ofDevices.get(device);
                days.add(devices.submit(() -> countAll(name, persons, batch)));
            }
            for (Future<List<Double>> day : days) {
                millis.addAll(day.get());
            }
        } finally {
            devices.shutdown();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        await().atMost(Duration.ofMinutes(2))
                .until(() -> runtime.createProcessInstanceQuery()
                                .processDefinitionKey("passage")
                                .count()
                        == 0);
        double landed = (System.nanoTime() - began) / 1e9;
        long scans = families * 3L * 7;
        assertThat(jdbc.sql("select count(*) from scan where verdict <> 'taken'")
                        .query(Long.class)
                        .single())
                .isZero();
        String of = "batches of " + batch + ": ";
        figures.add(of + "scans a second", scans / seconds)
                .add(of + "scans a second until all families have moved on", scans / landed)
                .add(of + "milliseconds for a batch, 95 %", of(millis, 0.95))
                .add(of + "SQL statements for a scan, the engine's with them", (double) STATEMENTS.get() / scans);
    }

    private List<List<Long>> familiesUnderWay(int families) {
        List<List<Long>> ofDevices = new ArrayList<>();
        for (int device = 0; device < DEVICES; device++) {
            ofDevices.add(new ArrayList<>());
        }
        travellers.byRoad(TestHouseholds.woman());
        jdbc.sql(
                        "update movement set seats = 10000, departs = departs + interval '1 day', arrives = arrives + interval '1 day'")
                .update();
        for (int family = 0; family < families; family++) {
            Registered registered = travellers.byRoad(Travellers.threeOfThem());
            travellers.depart(registered);
            ofDevices.get(family % DEVICES).addAll(registered.personIds());
        }
        return ofDevices;
    }

    /** One stop after the other. */
    private List<Double> countAll(String device, List<Long> persons, int batch) throws Exception {
        List<Double> millis = new ArrayList<>();
        int sequence = 0;
        for (Checkpoint stop : Checkpoint.values()) {
            if (stop == Checkpoint.RECEPTION) {
                break;
            }
            for (int from = 0; from < persons.size(); from += batch) {
                List<Map<String, Object>> scans = new ArrayList<>();
                for (long person : persons.subList(from, Math.min(from + batch, persons.size()))) {
                    scans.add(scan(device, ++sequence, person, stop));
                }
                long began = System.nanoTime();
                send(scans);
                millis.add((System.nanoTime() - began) / 1e6);
            }
        }
        return millis;
    }

    private Map<String, Object> scan(String device, int sequence, long person, Checkpoint stop) {
        Map<String, Object> scan = new LinkedHashMap<>();
        scan.put("id", device + "-" + sequence);
        scan.put("device", device);
        scan.put("sequence", sequence);
        scan.put("person", String.valueOf(person));
        scan.put("movement", stop.kind().equals("convoy") ? Travellers.BUS : Travellers.PLANE);
        scan.put("checkpoint", stop.word());
        scan.put("at", clock.instant().toString());
        scan.put("sentAt", clock.instant().toString());
        return scan;
    }

    private void send(List<Map<String, Object>> scans) throws Exception {
        var answer = http.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/scans"))
                        .header("Content-Type", "application/json")
                        .header(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString("pavel:pavel".getBytes(StandardCharsets.UTF_8)))
                        .POST(BodyPublishers.ofString(JSON.writeValueAsString(scans)))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        for (JsonNode one : JSON.readTree(answer.body())) {
            assertThat(one.path("result").asText()).as(answer.body()).isEqualTo("taken");
        }
    }

    private static double of(List<Double> millis, double share) {
        double[] sorted =
                millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[(int) (sorted.length * share)];
    }
}
