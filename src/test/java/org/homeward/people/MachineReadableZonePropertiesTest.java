package org.homeward.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;

/** Whatever a zone is written from is read from it; whatever single character is changed is found, as far as can be. */
class MachineReadableZonePropertiesTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 6, 15);
    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("yyMMdd");

    /** A made-up bearer. */
    record Bearer(
            String surname,
            String givenNames,
            String number,
            String nationality,
            LocalDate born,
            int known,
            String sex,
            LocalDate expires,
            String optional) {

        WrittenZone zone(String code) {
            String birth = born.format(SHORT).substring(0, known) + "<".repeat(6 - known);
            return new WrittenZone(
                    code,
                    "RUS",
                    surname.replace(' ', '<') + "<<" + givenNames.replace(' ', '<'),
                    number,
                    nationality,
                    birth,
                    sex,
                    expires.format(SHORT),
                    optional);
        }
    }

    @Provide
    Arbitrary<Bearer> bearers() {
        return bearers(9, 0, 14);
    }

    @Provide
    Arbitrary<Bearer> bearersOfCards() {
        return bearers(13, 0, 0);
    }

    private static Arbitrary<Bearer> bearers(int longestNumber, int leastOptional, int longestOptional) {
        Arbitrary<String> word =
                Arbitraries.strings().withCharRange('A', 'Z').ofMinLength(1).ofMaxLength(6);
        Arbitrary<String> name = word.list().ofMinSize(1).ofMaxSize(2).map(words -> String.join(" ", words));
        Arbitrary<String> number = Arbitraries.strings()
                .withCharRange('A', 'Z')
                .withCharRange('0', '9')
                .ofMinLength(1)
                .ofMaxLength(longestNumber);
        Arbitrary<String> optional = Arbitraries.strings()
                .withCharRange('A', 'Z')
                .withCharRange('0', '9')
                .ofMinLength(leastOptional)
                .ofMaxLength(longestOptional);
        Arbitrary<LocalDate> born = Arbitraries.integers().between(0, 36_000).map(TODAY::minusDays);
        Arbitrary<LocalDate> expires =
                Arbitraries.integers().between(-9_000, 9_000).map(TODAY::plusDays);
        return Combinators.combine(
                        name,
                        name,
                        number,
                        Arbitraries.of("RUS", "SYR", "D", "XXB", "RKS"),
                        born,
                        Arbitraries.of(2, 4, 6, 6, 6),
                        Arbitraries.of("F", "M", "<"))
                .flatAs((surname, given, no, nationality, birth, known, sex) -> Combinators.combine(expires, optional)
                        .as((expiry, rest) ->
                                new Bearer(surname, given, no, nationality, birth, known, sex, expiry, rest)));
    }

    @Property
    void givesBackWhatAPassportWasWrittenFrom(@ForAll("bearers") Bearer bearer) throws UnreadableZone {
        assertGivesBack(bearer, bearer.zone("P").td3());
    }

    @Property
    void givesBackWhatACardWasWrittenFromHoweverLongItsNumber(@ForAll("bearersOfCards") Bearer bearer)
            throws UnreadableZone {
        assertGivesBack(bearer, bearer.zone("I").td1());
        assertGivesBack(bearer, bearer.zone("I").td2());
    }

    private static void assertGivesBack(Bearer bearer, String zone) throws UnreadableZone {
        MachineReadableZone read = MachineReadableZone.read(zone, TODAY);

        assertThat(read.flaws()).as(zone).isEmpty();
        assertThat(read.surname()).isEqualTo(bearer.surname);
        assertThat(read.givenNames()).isEqualTo(bearer.givenNames);
        assertThat(read.number()).isEqualTo(bearer.number);
        assertThat(read.nationality()).isEqualTo(bearer.nationality.equals("D") ? "DEU" : bearer.nationality);
        LocalDate first = bearer.known == 2
                ? bearer.born.withDayOfYear(1)
                : bearer.known == 4 ? bearer.born.withDayOfMonth(1) : bearer.born;
        assertThat(read.born()).isEqualTo(first);
        assertThat(read.bornEstimated()).isEqualTo(bearer.known < 6);
        assertThat(read.expires()).isEqualTo(bearer.expires);
        assertThat(read.optional()).isEqualTo(bearer.optional.isEmpty() ? null : bearer.optional);
        assertThat(MachineReadableZone.read(zone.toLowerCase(Locale.ROOT).replace("\n", ""), TODAY))
                .isEqualTo(read);
    }

    @Property(tries = 2000)
    void findsAnySingleWrongCharacterOrItsCheckDigitIsTheSame(
            @ForAll("bearers") Bearer bearer,
            @ForAll @IntRange(max = 43) int place,
            @ForAll @CharRange(from = '0', to = 'Z') char typed)
            throws UnreadableZone {
        boolean unchecked = place >= 10 && place < 13 || place == 20; // nationality and sex have no digit of their own
        String zone = bearer.zone("P").td3();
        char right = zone.charAt(45 + place);
        if (typed == right || !String.valueOf(typed).matches("[0-9A-Z]") || unchecked) {
            return;
        }
        String wrong = zone.substring(0, 45 + place) + typed + zone.substring(46 + place);

        boolean found = !MachineReadableZone.read(wrong, TODAY).flaws().isEmpty();

        boolean collides =
                value(typed) % 10 == value(right) % 10 && place != 9 && place != 19 && place != 27 && place < 42;
        assertThat(found || collides)
                .as("%s for %s at %d of %s", typed, right, place, zone)
                .isTrue();
    }

    private static int value(char character) {
        return character == '<' ? 0 : Character.digit(character, 36);
    }

    @Property
    void explainsTheMisreadingThatWasMade(@ForAll("bearers") Bearer bearer, @ForAll @IntRange(max = 42) int place)
            throws UnreadableZone {
        List<String> pairs = List.of("0O", "1I", "2Z", "5S", "8B");
        String zone = bearer.zone("P").td3();
        String right = zone.substring(45 + place, 46 + place);
        Function<String, String> other = pair -> pair.startsWith(right) ? pair.substring(1) : pair.substring(0, 1);
        pairs.stream().filter(pair -> pair.contains(right)).map(other).forEach(typed -> {
            String wrong = zone.substring(0, 45 + place) + typed + zone.substring(46 + place);
            try {
                assertThat(MachineReadableZone.read(wrong, TODAY).flaws())
                        .as(wrong)
                        .isNotEmpty()
                        .flatExtracting(ZoneFlaw::misreadings)
                        .contains(new ZoneFlaw.Misreading(2, place + 1, typed, right));
            } catch (UnreadableZone e) {
                throw new AssertionError(e);
            }
        });
    }

    @Property
    void whateverIsPastedIsReadOrRefusedWithASentence(@ForAll String pasted) {
        try {
            MachineReadableZone.read(pasted, TODAY);
        } catch (UnreadableZone refused) {
            assertThat(refused.sentence((key, about) -> key)).startsWith("mrz.unreadable.");
        }
    }

    @Property
    void whateverIsPastedInItsLengthIsReadOrRefused(@ForAll("zonelike") String pasted) {
        whateverIsPastedIsReadOrRefusedWithASentence(pasted);
    }

    @Provide
    Arbitrary<String> zonelike() {
        return Arbitraries.strings()
                .withChars("ABMFOIX0123456789<<<<<<")
                .ofMinLength(85)
                .ofMaxLength(91);
    }
}
