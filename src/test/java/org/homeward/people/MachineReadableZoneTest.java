package org.homeward.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.homeward.people.ZoneFlaw.Misreading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader tried with the specimens of ICAO Doc 9303, with what people make of them, and with Russian passports. */
class MachineReadableZoneTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 6, 15);

    private static final String PASSPORT = """
            P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<
            L898902C36UTO7408122F1204159ZE184226B<<<<<10""";
    private static final String CARD = """
            I<UTOD231458907<<<<<<<<<<<<<<<
            7408122F1204159UTO<<<<<<<<<<<6
            ERIKSSON<<ANNA<MARIA<<<<<<<<<<""";
    private static final String LARGER_CARD = """
            I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<
            D231458907UTO7408122F1204159<<<<<<<6""";
    private static final String CARD_WITH_LONG_NUMBER = """
            I<UTOD23145890<7349<<<<<<<<<<<
            3407127M9507122UTO<<<<<<<<<<<2
            STEVENSON<<PETER<JOHN<<<<<<<<<""";
    private static final String LARGER_CARD_WITH_LONG_NUMBER = """
            I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<
            D23145890<UTO3407127M95071227349<<<8""";
    private static final String VISA_A = """
            V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<
            L8988901C4XXX4009078F96121096ZE184226B<<<<<<""";
    private static final String VISA_B = """
            V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<
            L8988901C4XXX4009078F9612109<<<<<<<<""";

    private static MachineReadableZone read(String zone) {
        try {
            return MachineReadableZone.read(zone, TODAY);
        } catch (UnreadableZone e) {
            throw new AssertionError("unreadable: " + e.getMessage(), e);
        }
    }

    @Test
    void readsTheSpecimenOfAPassport() {
        MachineReadableZone zone = read(PASSPORT);

        assertThat(zone.flaws()).isEmpty();
        assertThat(zone.format()).isEqualTo("TD3");
        assertThat(zone.kind()).isEqualTo("passport");
        assertThat(zone.documentCode()).isEqualTo("P");
        assertThat(zone.issuer()).isEqualTo("UTO");
        assertThat(zone.surname()).isEqualTo("ERIKSSON");
        assertThat(zone.givenNames()).isEqualTo("ANNA MARIA");
        assertThat(zone.latinName()).isEqualTo("ERIKSSON ANNA MARIA");
        assertThat(zone.number()).isEqualTo("L898902C3");
        assertThat(zone.born()).isEqualTo("1974-08-12");
        assertThat(zone.bornEstimated()).isFalse();
        assertThat(zone.sex()).isEqualTo("female");
        assertThat(zone.expires()).isEqualTo("2012-04-15");
        assertThat(zone.optional()).isEqualTo("ZE184226B");
        assertThat(zone.namesMayBeCut()).isFalse();
    }

    @Test
    void readsTheSpecimensOfCardsAndVisas() {
        for (String specimen : List.of(CARD, LARGER_CARD, VISA_A, VISA_B)) {
            MachineReadableZone zone = read(specimen);
            assertThat(zone.flaws()).as(specimen).isEmpty();
            assertThat(zone.latinName()).isEqualTo("ERIKSSON ANNA MARIA");
            assertThat(zone.sex()).isEqualTo("female");
        }
        assertThat(read(CARD).number()).isEqualTo("D23145890");
        assertThat(read(CARD).format()).isEqualTo("TD1");
        assertThat(read(LARGER_CARD).format()).isEqualTo("TD2");
        assertThat(read(VISA_A).format()).isEqualTo("MRVA");
        assertThat(read(VISA_A).nationality()).isEqualTo("XXX");
        assertThat(read(VISA_A).born()).isEqualTo("1940-09-07");
        assertThat(read(VISA_A).kind()).isEqualTo("other");
        assertThat(read(VISA_B).format()).isEqualTo("MRVB");
    }

    @Test
    void readsANumberThatGoesOnInTheOptionalData() {
        for (String specimen : List.of(CARD_WITH_LONG_NUMBER, LARGER_CARD_WITH_LONG_NUMBER)) {
            MachineReadableZone zone = read(specimen);
            assertThat(zone.flaws()).as(specimen).isEmpty();
            assertThat(zone.number()).isEqualTo("D23145890734");
            assertThat(zone.optional()).isNull();
            assertThat(zone.born()).isEqualTo("1934-07-12");
            assertThat(zone.expires()).isEqualTo("1995-07-12");
        }
    }

    @Test
    void findsAWrongDigitOfALongNumber() {
        assertThat(read(CARD_WITH_LONG_NUMBER.replace("7349", "7348")).flaws())
                .extracting(ZoneFlaw::field)
                .contains("document");
    }

    @Test
    void decodesARussianInternalPassportAndTakesNoCodeForASurname() {
        String zone = new WrittenZone(
                        "PN",
                        "RUS",
                        "6QZEN74TEQN<<2LKA<874R9EVNA",
                        "451123456",
                        "RUS",
                        "840819",
                        "F",
                        "<<<<<<",
                        "2100219770054")
                .td3();

        MachineReadableZone read = read(zone);

        assertThat(read.flaws()).isEmpty();
        assertThat(read.kind()).isEqualTo("internal passport");
        assertThat(read.nativeName()).isEqualTo("Эйзенюштейн Ёлка Яюшрьевна");
        assertThat(read.surname()).isNull();
        assertThat(read.latinName()).isNull();
        assertThat(read.number()).isEqualTo("4512 123456");
        assertThat(read.expires()).isNull();
        assertThat(read.nationality()).isEqualTo("RUS");
    }

    @Test
    void knowsTheCodeOfEveryRussianLetter() {
        String zone = new WrittenZone(
                        "PN",
                        "RUS",
                        "ABVGDE2JZIQKLMNOP<<RSTUFHC34WXY9678",
                        "451123456",
                        "RUS",
                        "840819",
                        "M",
                        "<<<<<<",
                        "2")
                .td3();

        assertThat(read(zone).nativeName()).isEqualTo("Абвгдеёжзийклмноп Рстуфхцчшщъыьэюя");
        assertThat(read(zone).flaws()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "D<<, DEU",
        "RUS, RUS",
        "SYR, SYR",
        "XXA, XXA",
        "XXB, XXB",
        "XXC, XXC",
        "RKS, RKS",
        "GBD, GBR",
        "XXX, XXX",
        "UNO, UNO",
        "<<<,",
    })
    void readsTheCodesOfNationalities(String written, String nationality) {
        String zone =
                new WrittenZone("P", "SYR", "HADDAD<<RIM", "N00123456", written, "900101", "F", "300101", "").td3();

        assertThat(read(zone).nationality()).isEqualTo(nationality);
        assertThat(read(zone).flaws()).isEmpty();
    }

    @Test
    void saysThatNobodyHasACode() {
        String zone = new WrittenZone("P", "SYR", "HADDAD<<RIM", "N00123456", "QQQ", "900101", "F", "300101", "").td3();

        assertThat(read(zone).flaws()).extracting(ZoneFlaw::field).containsExactly("nationality");
        assertThat(read(zone).nationality()).isEqualTo("QQQ");
    }

    @ParameterizedTest
    @CsvSource({
        "74<<<<, 1974-01-01, true", "7408<<, 1974-08-01, true", "740000, 1974-01-01, true", "<<<<<<,, false",
        "260615, 2026-06-15, false", "260616, 1926-06-16, false", "240229, 2024-02-29, false",
                "00<<<<, 2000-01-01, true",
    })
    void unknownPartsOfABirthAreUnknown(String written, LocalDate born, boolean estimated) {
        String zone = new WrittenZone("P", "SYR", "HADDAD<<RIM", "N00123456", "SYR", written, "<", "300101", "").td3();

        assertThat(read(zone).flaws()).isEmpty();
        assertThat(read(zone).born()).isEqualTo(born);
        assertThat(read(zone).bornEstimated()).isEqualTo(estimated);
        assertThat(read(zone).sex()).isEqualTo("unknown");
    }

    @ParameterizedTest
    @CsvSource({
        "300101, 2030-01-01",
        "751231, 2075-12-31",
        "770101, 1977-01-01",
        "30<<<<, 2030-12-31",
        "3002<<, 2030-02-28",
        "<<<<<<,"
    })
    void anExpiryIsTheNearestToToday(String written, LocalDate expires) {
        String zone = new WrittenZone("P", "SYR", "HADDAD<<RIM", "N00123456", "SYR", "900101", "F", written, "").td3();

        assertThat(read(zone).flaws()).isEmpty();
        assertThat(read(zone).expires()).isEqualTo(expires);
    }

    @ParameterizedTest
    @ValueSource(strings = {"901301", "900230", "90O101", "900012", "9<0101", "010229"})
    void whatIsNoDateIsSaidAndNotGuessed(String written) {
        String zone = new WrittenZone("P", "SYR", "HADDAD<<RIM", "N00123456", "SYR", written, "F", "300101", "").td3();

        assertThat(read(zone).born()).isNull();
        assertThat(read(zone).flaws()).extracting(ZoneFlaw::what).contains("noDate");
    }

    @ParameterizedTest
    @CsvSource({
        // line, place, misread as, field
        "2, 4, B, document",
        "2, 6, O, document",
        "2, 7, Z, document",
        "2, 17, B, born",
        "2, 19, Z, born",
        "2, 20, Z, born",
        "2, 24, O, expires",
        "2, 27, S, expires",
        "2, 31, I, optional",
        "2, 35, Z, optional",
        "2, 26, A,",
    })
    void namesTheCheckDigitThatIsWrongAndTheMisreadingThatExplainsIt(int line, int place, char misread, String field) {
        StringBuilder second = new StringBuilder(PASSPORT.split("\n")[1]);
        String right = String.valueOf(second.charAt(place - 1));
        second.setCharAt(place - 1, misread);
        MachineReadableZone zone = read(PASSPORT.split("\n")[0] + "\n" + second);

        if (field == null) {
            assertThat(zone.flaws())
                    .isNotEmpty()
                    .allSatisfy(flaw -> assertThat(flaw.misreadings()).isEmpty());
            return;
        }
        assertThat(zone.flaws()).isNotEmpty().allSatisfy(flaw -> {
            assertThat(flaw.field()).isEqualTo(field);
            assertThat(flaw.misreadings()).contains(new Misreading(line, place, String.valueOf(misread), right));
        });
    }

    @Test
    void explainsTwoMisreadFieldsEachForItself() {
        MachineReadableZone zone =
                read(PASSPORT.replace("L898902C3", "L89B902C3").replace("120415", "1204IS"));

        assertThat(zone.flaws())
                .filteredOn(flaw -> flaw.field().equals("document"))
                .flatExtracting(ZoneFlaw::misreadings)
                .contains(new Misreading(2, 4, "B", "8"));
        assertThat(zone.flaws()).extracting(ZoneFlaw::field).contains("document", "expires");
    }

    @Test
    void aDigitInANameIsFound() {
        MachineReadableZone zone = read(PASSPORT.replace("ERIKSSON", "ERIKSS0N"));

        assertThat(zone.flaws()).singleElement().satisfies(flaw -> {
            assertThat(flaw.field()).isEqualTo("names");
            assertThat(flaw.misreadings()).containsExactly(new Misreading(1, 12, "0", "O"));
        });
    }

    @Test
    void theCompositeDigitFindsWhatNoOtherDoes() {
        assertThat(read(PASSPORT.substring(0, PASSPORT.length() - 1) + "7").flaws())
                .extracting(ZoneFlaw::field)
                .containsExactly("composite");
        assertThat(read(CARD.replace("UTO<<<<", "UTO<<8<")).flaws())
                .extracting(ZoneFlaw::field)
                .containsExactly("composite");
    }

    @Test
    void forgivesHowItWasPasted() {
        List<String> pasted = List.of(
                PASSPORT.toLowerCase(),
                PASSPORT.replace("\n", ""),
                PASSPORT.replace("\n", "\r\n\r\n") + "\n",
                PASSPORT.replace("\n", " "),
                PASSPORT.replaceAll("(.{4})", "$1 "),
                PASSPORT.replace("<<<<<<<<<<<<<<<<<<<\n", "\n"),
                PASSPORT.replace("<<<<<<<<<<<<<<<<<<<\n", ""),
                PASSPORT.replace("\n", "<<<\n"),
                PASSPORT.replace('<', '-'),
                PASSPORT.replace("<", "—"),
                PASSPORT.replace("<", "_"),
                PASSPORT.replace("<", "‹"),
                PASSPORT.replace("<<", "«"),
                PASSPORT.replace("<", "&lt;"),
                PASSPORT.replace('<', ' '),
                PASSPORT.replace("B<<<<<1", "B<<1"),
                PASSPORT.replace("B<<<<<1", "B<<<<<<<1"),
                PASSPORT.replace('O', 'О').replace('A', 'А').replace('E', 'Е'),
                PASSPORT.replace("L898902C3", "Ｌ８９８９０２Ｃ３"),
                "\uFEFF" + PASSPORT.substring(0, 30) + "\n" + PASSPORT.substring(30, 45) + PASSPORT.substring(45, 60)
                        + "\n" + PASSPORT.substring(60));
        for (String zone : pasted) {
            assertThat(read(zone)).as(zone).isEqualTo(read(PASSPORT));
        }
        assertThat(read(CARD.replace("\n", ""))).isEqualTo(read(CARD));
        assertThat(read(CARD.toLowerCase().replace("<<<<<<<<<<\n", "\n"))).isEqualTo(read(CARD));
        assertThat(read(LARGER_CARD.replace("\n", ""))).isEqualTo(read(LARGER_CARD));
        assertThat(read(CARD.replaceAll("<+\n", "\n"))).isEqualTo(read(CARD));
        for (String visa : List.of(VISA_A, VISA_B)) {
            assertThat(read(visa.replaceAll("<+(\n|$)", "$1"))).as(visa).isEqualTo(read(visa));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', empty",
        "' \n \n', empty",
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<, noSecondLine",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10, noFirstLine",
        "I<UTOD231458907<<<<<<<<<<<<<<<, cardLines",
        "'I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6', cardLines",
        "'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UT07408122F1204159ZE184226B<<<<10X9', lineLength",
        "'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL89890C36UTO7408122F1204159ZE184226B<<<<<10', lineLength",
        "hello, length",
        "P<UTOÉRIKSSON, strange",
        "😀, strange",
        "12345678, length",
        "<<<<<<<<, length",
    })
    void saysWhyThisIsNoZone(String pasted, String why) {
        assertThatThrownBy(() -> MachineReadableZone.read(pasted, TODAY))
                .isInstanceOf(UnreadableZone.class)
                .hasMessage(why);
    }

    @Test
    void refusesABookful() {
        assertThatThrownBy(() -> MachineReadableZone.read("<".repeat(100_000), TODAY))
                .hasMessage("tooMuch");
    }

    @Test
    void aNameThatFillsItsRoomMayBeCut() {
        String zone = new WrittenZone(
                        "P",
                        "UTO",
                        "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K",
                        "N00123456",
                        "UTO",
                        "900101",
                        "F",
                        "300101",
                        "")
                .td3();

        assertThat(read(zone).namesMayBeCut()).isTrue();
    }

    @Test
    void aPersonMayHaveOneNameOnly() {
        String zone = new WrittenZone("P", "UTO", "ARKFREITH", "N00123456", "UTO", "900101", "F", "300101", "").td3();

        assertThat(read(zone).surname()).isEqualTo("ARKFREITH");
        assertThat(read(zone).givenNames()).isNull();
        assertThat(read(zone).latinName()).isEqualTo("ARKFREITH");
    }
}
