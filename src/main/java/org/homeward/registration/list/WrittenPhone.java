package org.homeward.registration.list;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A telephone number as people write it: without a country code it is Syrian, else Russian if only that fits. A cell may
 * hold several, and words; what is read is a whole number of them, never a piece of a longer one.
 */
final class WrittenPhone {

    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();

    /** What has digits and is none: rounded by a spreadsheet, masked or cut short, a day. */
    private static final Pattern NO_NUMBER = Pattern.compile(String.join(
            "|",
            "(?U)(?<!\\d)\\d[.,]\\d+[eеEЕ][+]?\\d+",
            "[+\\d][\\d\\s()./\\p{Pd}-]*(?:[*_…]|\\.{2,}|\\?{2,}|[xхXХ]{2,})[\\d\\s()./*_…?xхXХ-]*",
            "(?<!\\d)\\d{1,2}\\.\\d{1,2}\\.(?:19|20)\\d\\d(?!\\d)"));

    /** What does not stand within a number; and a plus begins one. */
    private static final Pattern BETWEEN =
            Pattern.compile("(?U)[^+＋\\d\\s()./−\\p{Pd}]+|(?<=[\\d\\s)./−\\p{Pd}])(?=\\(?[+＋])");

    private static final Pattern SPACE = Pattern.compile("(?U)\\s+");
    private static final Pattern GROUP = Pattern.compile("(?U)[(+＋]*\\d+[^(\\d]*");

    private WrittenPhone() {}

    /** In E.164; of several numbers the first that is one. */
    static Optional<String> e164(String written) {
        return runs(written).flatMap(WrittenPhone::numbers).findFirst();
    }

    /** Whether there is one number and nothing else. */
    static boolean isOne(String written) {
        return runs(written).toList().equals(List.of(written)) && one(written).isPresent();
    }

    /** Digits, and between them only what may stand within a number. */
    private static Stream<String> runs(String written) {
        return BETWEEN.splitAsStream(NO_NUMBER.matcher(written).replaceAll(";"))
                .filter(run -> run.chars().anyMatch(Character::isDigit));
    }

    private static Stream<String> numbers(String run) {
        Optional<String> one = one(run);
        if (one.isPresent()) {
            return one.stream();
        }
        if (run.contains("/")) {
            return Stream.of(run.split("/")).flatMap(WrittenPhone::numbers);
        }
        List<String> words = SPACE.splitAsStream(run.strip()).toList();
        boolean eachIsOne = words.stream().allMatch(word -> one(word).isPresent());
        return (eachIsOne ? words : inOneWay(run))
                .stream().map(WrittenPhone::one).flatMap(Optional::stream);
    }

    private static Optional<String> one(String run) {
        Predicate<PhoneNumber> good = run.contains("/") ? PHONES::isValidNumber : WrittenPhone::isPossible;
        return Stream.of("SY", "RU")
                .flatMap(region -> in(region, run).stream())
                .filter(good)
                .map(number -> PHONES.format(number, PhoneNumberFormat.E164))
                .findFirst();
    }

    private static boolean isPossible(PhoneNumber number) {
        return PHONES.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE
                && !isLongerThanRussian(number);
    }

    /** There are Russian numbers of fourteen digits, but no people who have one: those are two, one of them cut short. */
    private static boolean isLongerThanRussian(PhoneNumber number) {
        return number.getCountryCode() == 7
                && PHONES.getNationalSignificantNumber(number).length() > 10;
    }

    private static Optional<PhoneNumber> in(String region, String run) {
        try {
            return Optional.of(PHONES.parse(run, region)).filter(number -> standsIn(run, number));
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }

    /**
     * For some countries the library puts digits before a number that nobody wrote, for others it takes some away as a
     * carrier's code: before a number stands only how it is dialled.
     */
    private static boolean standsIn(String run, PhoneNumber number) {
        String digits = PhoneNumberUtil.normalizeDigitsOnly(run);
        String national = PHONES.getNationalSignificantNumber(number);
        return digits.endsWith(national)
                && digits.substring(0, digits.length() - national.length())
                        .matches("(?:00|0?810)?(?:" + number.getCountryCode() + ")?[018]{0,2}");
    }

    /** Several numbers with nothing but spaces, dashes or brackets between them: only if they can be told apart in one way. */
    private static List<String> inOneWay(String run) {
        List<String> groups =
                GROUP.matcher(run).results().map(MatchResult::group).toList();
        List<List<String>> ways = new ArrayList<>();
        tellApart(groups, List.of(), ways);
        return ways.size() == 1 ? ways.get(0) : List.of();
    }

    private static void tellApart(List<String> groups, List<String> before, List<List<String>> ways) {
        if (groups.isEmpty()) {
            ways.add(before);
        }
        for (int n = 1; n <= groups.size() && ways.size() < 2; n++) {
            String first = String.join("", groups.subList(0, n));
            if (Stream.of("SY", "RU")
                    .anyMatch(region ->
                            in(region, first).filter(PHONES::isValidNumber).isPresent())) {
                List<String> all = new ArrayList<>(before);
                all.add(first);
                tellApart(groups.subList(n, groups.size()), all, ways);
            }
        }
    }
}
