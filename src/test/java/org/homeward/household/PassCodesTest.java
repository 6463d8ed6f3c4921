package org.homeward.household;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HomewardTest
@Breaks("I3")
class PassCodesTest {

    @Autowired
    private PassCodes codes;

    @Autowired
    private Households households;

    @Test
    void a_code_is_read_without_mistaking_a_letter_and_every_slip_and_swap_in_it_is_found() {
        Random random = new Random(40);
        for (int draw = 0; draw < 200; draw++) {
            String code = ShortCode.draw(random);
            assertThat(code).matches("[2-9A-HJKMNP-Z]{3}(-[2-9A-HJKMNP-Z]{3}){2}");
            assertThat(ShortCode.isValid(code)).isTrue();
            assertThat(ShortCode.isValid(
                            " " + code.toLowerCase(java.util.Locale.ROOT).replace('-', ' ')))
                    .isTrue();
            String plain = code.replace("-", "");
            for (int at = 0; at < plain.length(); at++) {
                StringBuilder slip = new StringBuilder(plain);
                slip.setCharAt(at, plain.charAt(at) == 'A' ? 'B' : 'A');
                assertThat(ShortCode.isValid(slip.toString())).isFalse();
                for (int other = 0; other < at; other++) {
                    StringBuilder swap = new StringBuilder(plain);
                    swap.setCharAt(at, plain.charAt(other));
                    swap.setCharAt(other, plain.charAt(at));
                    assertThat(ShortCode.isValid(swap.toString())).isEqualTo(plain.charAt(at) == plain.charAt(other));
                }
            }
        }
        assertThat(Stream.of("", "A", "AAA-AAA-AA0", "AAA-AAA-AAAA", "АБВ-ГДЕ-ЖЗИ"))
                .noneMatch(ShortCode::isValid);
    }

    @Test
    void officers_who_ask_at_once_get_the_same() throws Exception {
        long household = households.register(TestHouseholds.woman()).id();
        var officers = Executors.newFixedThreadPool(4);
        Callable<PassCodes.Codes> officer = () -> codes.of(household);
        Set<PassCodes.Codes> got = new HashSet<>();
        for (Future<PassCodes.Codes> each :
                officers.invokeAll(Stream.generate(() -> officer).limit(8).toList())) {
            got.add(each.get());
        }
        officers.shutdown();
        assertThat(got).hasSize(1);
    }
}
