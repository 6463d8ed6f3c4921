package org.homeward.household;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Base64;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** By what a household's pass is known at checkpoints: drawn once for each household, and never changed. */
@Component
public class PassCodes {

    private static final int TOKEN_BYTES = 16;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    PassCodes(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Both are random and say nothing of the household.
     *
     * @param token for machines: 128 bits in 22 URL-safe characters
     * @param shortCode for people: see {@link ShortCode}
     */
    public record Codes(String token, String shortCode) {}

    /** Those of a household; drawn when first asked for. */
    @Transactional
    public Codes of(long householdId) {
        jdbc.sql("""
                insert into pass (household_id, token, short_code, made_at) values (:household, :token, :shortCode, :now)
                on conflict do nothing""")
                .param("household", householdId)
                .param("token", token())
                .param("shortCode", ShortCode.draw(random))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        return jdbc.sql("select token, short_code from pass where household_id = :household")
                .param("household", householdId)
                .query(Codes.class)
                .optional()
                .orElseGet(() -> of(householdId)); // another household has drawn the same
    }

    private String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
