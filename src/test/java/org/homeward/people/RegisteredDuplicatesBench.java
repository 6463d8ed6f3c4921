package org.homeward.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.sql.Connection;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Households;
import org.homeward.household.NewDocument;
import org.homeward.household.NewHousehold;
import org.homeward.household.NewPerson;
import org.homeward.household.PersonTraits;
import org.homeward.household.Registered;
import org.homeward.registration.Imports;
import org.homeward.registration.Registration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Duplicates through the whole house: of an embassy's list, and among a hundred thousand persons on record. */
@HomewardTest
@Breaks({"I3", "I4"})
class RegisteredDuplicatesBench {

    private static final int REGISTERED = 100_000;
    private static final int CHECKS = 300;
    private static final AtomicInteger STATEMENTS = new AtomicInteger();

    @Autowired
    Imports imports;

    @Autowired
    Households households;

    @Autowired
    Registration registration;

    @Autowired
    PersonTraits traits;

    @Autowired
    KnownPeople known;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    JdbcTemplate batches;

    /** Counts what is sent to the database. */
    @TestConfiguration
    static class Counted implements BeanPostProcessor {

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return bean instanceof DataSource source ? counted(DataSource.class, source) : bean;
        }

        private static <T> T counted(Class<T> type, T real) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                        try {
                            Object answer = method.invoke(real, given);
                            if (method.getName().equals("prepareStatement")) {
                                STATEMENTS.incrementAndGet();
                            }
                            return answer instanceof Connection connection
                                    ? counted(Connection.class, connection)
                                    : answer;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
        }
    }

    @Test
    void duplicates_of_an_embassys_list() throws IOException {
        JsonNode truth = new ObjectMapper()
                .readTree(PublicLists.file("samples/embassy-list.truth.json").toFile());
        for (String file : List.of("embassy-list.csv", "embassy-list.xlsx")) {
            jdbc.sql("truncate household, import cascade").update();
            UUID list = imports.take(file, Files.readAllBytes(PublicLists.file("samples/" + file)));
            imports.finish(list);
            Set<List<Integer>> proposed = new HashSet<>(jdbc.sql("""
                    select one.row_number, other.row_number from possible_duplicate
                    join import_row one on one.person_id = other_person_id
                    join import_row other on other.person_id = possible_duplicate.person_id""")
                    .query((row, number) -> List.of(row.getInt(1), row.getInt(2)))
                    .list());
            Set<List<Integer>> expected = new HashSet<>();
            truth.path("duplicates")
                    .forEach(pair -> expected.add(
                            List.of(pair.get(0).asInt(), pair.get(1).asInt())));
            Set<List<Integer>> found = new HashSet<>(expected);
            found.retainAll(proposed);
            new Figures("duplicates-" + file.substring(file.indexOf('.') + 1))
                    .add("true duplicates in the sample", expected.size())
                    .add("of them proposed", found.size())
                    .add("proposed though they are not", proposed.size() - found.size())
                    .print();
            assertThat(found).isEqualTo(expected);
            assertThat(proposed.size() - found.size()).isLessThanOrEqualTo(expected.size());
        }
    }

    @Test
    void one_check_among_a_hundred_thousand() throws IOException {
        List<Traits> people = OrdinaryPeople.some(REGISTERED, 11).toList();
        new RegisteredPeople(jdbc, batches, traits).register(people, "ended", "stays");
        Random random = new Random(12);
        double[] millis = new double[CHECKS];
        double[] looking = new double[CHECKS];
        long statements = 0;
        int found = 0;
        int wrong = 0;
        for (int check = 0; check < CHECKS; check++) {
            int id = random.nextInt(REGISTERED) + 1;
            boolean again = check % 2 == 0;
            Registered household = households.register(household(
                    again
                            ? slipped(people.get(id - 1), random)
                            : OrdinaryPeople.some(1, 1_000 + check).toList().get(0)));
            STATEMENTS.set(0);
            long began = System.nanoTime();
            registration.findDuplicates(household.id());
            millis[check] = (System.nanoTime() - began) / 1e6;
            began = System.nanoTime();
            traits.of(household.personIds()).values().forEach(known::candidates);
            looking[check] = (System.nanoTime() - began) / 1e6;
            statements += STATEMENTS.get();
            List<Long> likely = jdbc.sql("select other_person_id from possible_duplicate where household_id = :id")
                    .param("id", household.id())
                    .query(Long.class)
                    .list();
            boolean hit = again && likely.contains((long) id);
            found += hit ? 1 : 0;
            wrong += likely.size() - (hit ? 1 : 0);
        }
        double[] warm = Arrays.copyOfRange(millis, CHECKS / 3, CHECKS);
        Arrays.sort(warm);
        Arrays.sort(looking);
        new Figures("duplicates-registered")
                .add("registered persons", REGISTERED)
                .add("found of those with a slip in the name", found * 2.0 / CHECKS)
                .add("others proposed, by one check", wrong / (double) CHECKS)
                .add("milliseconds for one check, median", warm[warm.length / 2])
                .add("milliseconds for one check, 95 %", warm[warm.length * 95 / 100])
                .add("of it finding whom to compare, median", looking[CHECKS / 2])
                .add("SQL statements of one check", statements / (double) CHECKS)
                .print();
    }

    private static Traits slipped(Traits person, Random random) {
        return new Traits(
                List.of(Slips.in(person.names().get(0), random)),
                person.births(),
                person.sex(),
                person.nationalities(),
                person.documents());
    }

    private static NewHousehold household(Traits person) {
        Birth birth = person.births().get(0);
        return new NewHousehold(
                "yes",
                "SY01",
                false,
                "ru",
                null,
                null,
                null,
                null,
                List.of(new NewPerson(
                        null,
                        person.names().get(0),
                        birth.earliest(),
                        !birth.exact(),
                        person.sex().name().toLowerCase(java.util.Locale.ROOT),
                        List.copyOf(person.nationalities()),
                        "applicant",
                        "unknown",
                        List.of(),
                        null,
                        "seat",
                        List.<NewDocument>of(),
                        null)));
    }
}
