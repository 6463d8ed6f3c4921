package org.homeward.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The checker of what must hold at any moment (design §3, I1 to I9): one query over our tables and the engine's. */
@Component
public class Invariants {

    /** What each invariant says, by its number. */
    public static final Map<String, String> SENTENCES = sentences();

    private final JdbcClient jdbc;
    private final String query;

    Invariants(JdbcClient jdbc) {
        this.jdbc = jdbc;
        try {
            this.query = new ClassPathResource("homeward/invariants.sql").getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One breach. @param offender which rows offend, by their ids */
    public record Offence(String invariant, String offender) {}

    /** All breaches now; none if the house is in order. */
    public List<Offence> offences() {
        return jdbc.sql(query).query(Offence.class).list();
    }

    /** The number of breaches of each invariant, I1 to I9 in order, zeros included. */
    public Map<String, Integer> counts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        SENTENCES.keySet().forEach(invariant -> counts.put(invariant, 0));
        offences().forEach(offence -> counts.merge(offence.invariant(), 1, Integer::sum));
        return counts;
    }

    private static Map<String, String> sentences() {
        Map<String, String> sentences = new LinkedHashMap<>();
        sentences.put("I1", "No seat is sold twice, and no movement is over its capacity.");
        sentences.put("I2", "No household is on two itineraries, or parted on the way, without a recorded split.");
        sentences.put("I3", "Everyone is in exactly one stage, and it agrees with where the process is.");
        sentences.put("I4", "Every change of stage has a record, written in the same transaction.");
        sentences.put("I5", "Whatever was acknowledged is there.");
        sentences.put("I6", "A message has at most one effective delivery by each way.");
        sentences.put("I7", "A job out of retries has an open incident.");
        sentences.put("I8", "A person's checkpoints are in order.");
        sentences.put("I9", "No personal data is in the engine.");
        return java.util.Collections.unmodifiableMap(sentences);
    }
}
