package org.homeward.registration.list;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Telephone numbers in the forms that people type. */
class WrittenPhoneTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    +963-989577205      | +963989577205
                    00963946742719      | +963946742719
                    0990053172          | +963990053172
                    989577205           | +963989577205
                    963989577205        | +963989577205
                    ٠٩٩٠٠٥٣١٧٢          | +963990053172
                    (+963) 933 123 456  | +963933123456
                    +963 (0) 933 123456 | +963933123456
                    011/6123456         | +963116123456
                    +7 916 123-45-67    | +79161234567
                    8 (916) 123-45-67   | +79161234567
                    8(495)123-45-67     | +74951234567
                    8.916.123.45.67     | +79161234567
                    8–916–123–45–67     | +79161234567
                    8 10 963 11 6123456 | +963116123456""")
    void one_number_becomes_E164(String written, String e164) {
        assertThat(WrittenPhone.e164(written)).contains(e164);
        assertThat(WrittenPhone.isOne(written)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    8 (916) 555-44-33; +963-11-6123456   | +79165554433
                    8 (916) 555-44-33, 8 (903) 111-22-33 | +79165554433
                    8 (495) 123-45-67; 0933123456        | +74951234567
                    0933111222, 0944222333               | +963933111222
                    0933111222/0944222333                | +963933111222
                    0933 111 222 / 0944 222 333          | +963933111222
                    0933111222/3                         | +963933111222
                    0933111222 или 8 916 555 44 33       | +963933111222
                    8 916 555 44 33 и 0933111222         | +79165554433
                    0933111222 0944222333                | +963933111222
                    8 916 555 44 33 8 903 111 22 33      | +79165554433
                    0933111222 (0944222333)              | +963933111222
                    0933111222(0944222333)               | +963933111222
                    0933111222 - 0944222333              | +963933111222
                    +79165554433+963933111222            | +79165554433
                    8 916 555 44 33 (+963 933 111 222)   | +79165554433
                    123-45-67; 0933111222                | +963933111222
                    9.63933E+11; 0933111222              | +963933111222""")
    void of_several_numbers_the_first_good_one_is_taken(String written, String e164) {
        assertThat(WrittenPhone.e164(written)).contains(e164);
        assertThat(WrittenPhone.isOne(written)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    8 916 5554433 (Москва)          | +79165554433
                    моб. 0933 111 222 (мама)        | +963933111222
                    тел.: 8-916-555-44-33           | +79165554433
                    т.0933111222, звонить до 18:00  | +963933111222
                    с 12.05.2013 0933111222         | +963933111222
                    8 (495) 123-45-67 доб. 12       | +74951234567
                    8 (495) 123-45-67x12            | +74951234567
                    0933111222 WhatsApp             | +963933111222
                    هاتف 0933111222                 | +963933111222""")
    void words_around_a_number_do_not_change_it(String written, String e164) {
        assertThat(WrittenPhone.e164(written)).contains(e164);
        assertThat(WrittenPhone.isOne(written)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    12
                    123-45-67
                    нет телефона
                    8-916-555-44-XX
                    8 916 55544...
                    8 916 555 ** 33
                    9.63933E+11
                    8,9165554E+10
                    12.05.2013
                    +67200000
                    +0933123456
                    +86110933111222
                    0933 111 222 0944
                    09331112220944222333
                    8 916 555 44 33 8 903""")
    void what_is_not_whole_is_no_number(String written) {
        assertThat(WrittenPhone.e164(written)).isEmpty();
        assertThat(WrittenPhone.isOne(written)).isFalse();
    }

    @Property(tries = 5000)
    void whatever_is_read_stands_whole_in_the_cell(@ForAll("cells") String written) {
        WrittenPhone.e164(written)
                .ifPresent(number -> assertThat(wholeNumbersIn(written))
                        .as("%s read as %s", written, number)
                        .anyMatch(digits -> is(digits, number)));
    }

    @Property(tries = 1000)
    void numbers_with_separators_between_them_are_all_found_beginning_with_the_first(
            @ForAll("numbers") String first, @ForAll("separators") String separator, @ForAll("numbers") String second) {
        assertThat(WrittenPhone.e164(first + separator + second))
                .isEqualTo(WrittenPhone.e164(first))
                .isPresent();
    }

    @Test
    void a_shorter_piece_would_be_noticed() {
        assertThat(wholeNumbersIn("8 (916) 555-44-33")).noneMatch(digits -> is(digits, "+9635554433"));
    }

    /**
     * Every run of whole groups of digits that nothing goes on with: what stands beside it, with no more between than within
     * a number, is long enough to be another one.
     */
    private static List<String> wholeNumbersIn(String written) {
        List<String> numbers = new ArrayList<>();
        for (String part : written.split("[^\\d+\\s().-]|(?=[+])")) {
            numbers.addAll(piecesOf(part));
        }
        for (String part : written.split("[^\\d+\\s()./-]|(?=[+])")) {
            numbers.add(part.replaceAll("\\D", ""));
        }
        return numbers;
    }

    private static List<String> piecesOf(String part) {
        List<String> groups = Pattern.compile("\\d+")
                .matcher(part)
                .results()
                .map(MatchResult::group)
                .toList();
        List<String> pieces = new ArrayList<>();
        for (int from = 0; from < groups.size(); from++) {
            for (int to = from + 1; to <= groups.size(); to++) {
                if (isAnotherNumber(groups.subList(0, from)) && isAnotherNumber(groups.subList(to, groups.size()))) {
                    pieces.add(String.join("", groups.subList(from, to)));
                }
            }
        }
        return pieces;
    }

    private static boolean isAnotherNumber(List<String> groups) {
        return groups.isEmpty() || String.join("", groups).length() >= 8;
    }

    /** Whether it is this number, with or without what is dialled before it. */
    private static boolean is(String digits, String e164) {
        try {
            String code = String.valueOf(
                    PhoneNumberUtil.getInstance().parse(e164, null).getCountryCode());
            return digits.matches("(00|0?810)?(" + code + ")?[018]{0,2}" + e164.substring(1 + code.length()));
        } catch (NumberParseException e) {
            throw new AssertionError(e);
        }
    }

    @Provide
    Arbitrary<String> cells() {
        Arbitrary<String> pieces = Arbitraries.frequencyOf(
                Tuple.of(4, numbers()),
                Tuple.of(3, separators()),
                Tuple.of(3, Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(12)),
                Tuple.of(
                        2,
                        Arbitraries.of(
                                " ",
                                "-",
                                "(",
                                ")",
                                "+",
                                ".",
                                "/",
                                "x",
                                "XX",
                                "*",
                                "доб. ",
                                "мама",
                                ":",
                                "E+",
                                "12.05.2013")));
        return pieces.list().ofMinSize(1).ofMaxSize(7).map(all -> String.join("", all));
    }

    @Provide
    Arbitrary<String> numbers() {
        return Arbitraries.of(
                "0933111222",
                "0933 111 222",
                "+963 933 111 222",
                "00963933111222",
                "+963-11-6123456",
                "011 612 34 56",
                "8 (916) 555-44-33",
                "8 903 1112233",
                "+79165554433",
                "+7 (495) 123-45-67");
    }

    @Provide
    Arbitrary<String> separators() {
        return Arbitraries.of(
                ";", "; ", ",", ", ", "/", " / ", "\n", " и ", " или ", " or ", " мама, ", " (муж) ", "|");
    }
}
