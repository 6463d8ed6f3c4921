package org.homeward.registration.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.homeward.registration.list.Lists.line;
import static org.homeward.registration.list.Lists.row;
import static org.homeward.registration.list.Readings.person;
import static org.homeward.registration.list.Readings.persons;
import static org.homeward.registration.list.Readings.reading;
import static org.homeward.registration.list.Readings.rows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.dhatim.fastexcel.Workbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists as they come on a bad day. */
class EmbassyListTest {

    private static final List<Object> SHORT = row("Семья", "ФИО", "Дата рождения", "Родство", "Примечание");

    private static byte[] csv(String... lines) {
        return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] list(String... lines) {
        List<List<Object>> all = new ArrayList<>(List.of(SHORT));
        for (String one : lines) {
            all.add(line(one));
        }
        return Lists.csv(all);
    }

    private static List<String> outcomes(byte[] file) {
        return rows(file).stream()
                .map(row -> row.number() + " " + row.outcome()
                        + (row.flaws().isEmpty() ? "" : " " + Flaw.written(row.flaws())))
                .toList();
    }

    private static String why(byte[] file) {
        try {
            EmbassyList.open(file).forEachRow(Readings.READER, row -> {});
            return "";
        } catch (UnreadableList e) {
            return e.why() + e.fields();
        }
    }

    @Test
    void whatIsNoListSaysWhy() throws IOException {
        assertThat(why(new byte[0])).isEqualTo("empty[]");
        assertThat(why(csv(";;;", ";;;"))).isEqualTo("empty[]");
        assertThat(why(csv("Здравствуйте!", "Список будет завтра."))).isEqualTo("noHeadings[]");
        assertThat(why(new byte[] {0, 1, 2, 3, 0, 0, 0, 5, 6, 0, 0})).isEqualTo("noSpreadsheet[]");
        assertThat(why("PK\u0003\u0004 and then nothing".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo("noSpreadsheet[]");
        assertThat(why(zip("word/document.xml", "<w/>"))).isEqualTo("noSpreadsheet[]");
        assertThat(why(new byte[] {
                    (byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 0x1A, (byte) 0xE1
                }))
                .isEqualTo("oldExcel[]");
        assertThat(why(Lists.xlsx(List.of()))).isEqualTo("empty[]");
        assertThat(why(Lists.xlsx(List.of(row("Просто текст"))))).isEqualTo("noHeadings[]");
    }

    @Test
    void aMissingColumnIsNamed() {
        assertThat(why(csv("Семья;Дата рождения;Пол"))).isEqualTo("missingColumn[NAME]");
        assertThat(why(csv("Name;Sex;DOB"))).isEqualTo("missingColumn[FAMILY]");
        assertThat(why(csv("Family,Name,Sex"))).isEqualTo("missingColumn[BORN]");
        assertThat(why(csv("Паспорт,Телефон,Пол"))).isEqualTo("missingColumn[FAMILY, NAME, BORN]");
    }

    @Test
    void aTruncatedWorkbookIsRefused() {
        byte[] whole = Lists.xlsx(List.of(SHORT, row("1", "Клёнова Анна", "1980", "заявитель", "")));
        assertThat(why(java.util.Arrays.copyOf(whole, whole.length / 2))).isEqualTo("noSpreadsheet[]");
    }

    @Test
    void aSmallFileThatUnpacksWithoutEndIsRefused() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("xl/sharedStrings.xml"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 210; i++) {
                zip.write(zeros);
            }
        }
        assertThat(why(out.toByteArray())).isEqualTo("tooLarge[]");
    }

    @Test
    void aWorkbookCannotMakeUsReadOtherFiles() throws IOException {
        byte[] harmless = Lists.xlsx(List.of(SHORT, row("1", "SOMEBODY", "1980", "заявитель", "")));
        byte[] evil = replaced(
                harmless,
                "xl/sharedStrings.xml",
                text -> text.replaceFirst("<sst", "<!DOCTYPE sst [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><sst")
                        .replace("SOMEBODY", "&x;"));

        try {
            persons(evil)
                    .forEach(row -> assertThat(row.written().get(Field.NAME)).isNullOrEmpty());
        } catch (UnreadableList e) {
            assertThat(e.why()).isEqualTo("noSpreadsheet");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    № семьи / Family                | FAMILY
                    Номер семьи                     | FAMILY
                    № семейной группы               | FAMILY
                    Семейное положение              | ''
                    Family status                   | ''
                    HH No.                          | FAMILY
                    Household number                | FAMILY
                    رقم العائلة                     | FAMILY
                    Фамилия, имя, отчество          | NAME
                    Ф.И.О.                          | NAME
                    Full name                       | NAME
                    Name of family member           | NAME
                    Имя / Name                      | NAME
                    Фамилия                         | SURNAME
                    Family name                     | SURNAME
                    Отчество                        | PATRONYMIC
                    Name as in passport (Latin)     | LATIN
                    ФИО латиницей                   | LATIN
                    Name (English)                  | LATIN
                    Surname (Latin)                 | LATIN_SURNAME
                    Дата рождения / Born            | BORN
                    Год рожд.                       | BORN
                    D.O.B.                          | BORN
                    Birth date                      | BORN
                    تاريخ الميلاد                   | BORN
                    Место рождения                  | ''
                    Country of birth                | ''
                    Возраст                         | ''
                    Пол                             | SEX
                    M/F                             | SEX
                    Гражданство / Citizenship       | NATIONALITY
                    Гражд-во                        | NATIONALITY
                    Гр-во                           | NATIONALITY
                    Паспорт №                       | DOCUMENT
                    Серия и номер загранпаспорта    | DOCUMENT
                    ID No                           | DOCUMENT
                    Кем выдан                       | ''
                    Дата выдачи паспорта            | ''
                    Действителен до                 | EXPIRES
                    Паспорт действителен до         | EXPIRES
                    Срок действия                   | EXPIRES
                    Действ. до                      | EXPIRES
                    Exp.                            | EXPIRES
                    Passport expiry                 | EXPIRES
                    Родство                         | RELATION
                    Relationship to head of family  | RELATION
                    Телефон                         | PHONE
                    Моб. тел.                       | PHONE
                    Contact number                  | PHONE
                    E-mail                          | EMAIL
                    Эл. почта                       | EMAIL
                    Провинция / Governorate         | GOVERNORATE
                    Мухафаза                        | GOVERNORATE
                    Current location                | GOVERNORATE
                    Место жительства                | GOVERNORATE
                    Место пребывания                | GOVERNORATE
                    Kinship                         | RELATION
                    Особые нужды                    | NEEDS
                    Medical needs                   | NEEDS
                    Согласие отца                   | CONSENT
                    Father's consent to leave       | CONSENT
                    Имя отца                        | ''
                    Контактное лицо                 | ''
                    Девичья фамилия                 | ''
                    Father's name                   | ''
                    Желает выехать                  | WISH
                    Wishes to leave                 | WISH
                    Ready to leave?                 | WISH
                    Куда в РФ                       | CITY
                    Destination                     | CITY
                    Примечание                      | REMARK
                    Notes                           | REMARK
                    № п/п                           | ORDINAL
                    #                               | ORDINAL
                    Состав семьи                    | ''
                    Цвет глаз                       | ''""")
    void headingsAreUnderstoodInTheirManyForms(String heading, String field) {
        assertThat(Columns.fieldOf(heading).map(Enum::name).orElse("")).isEqualTo(field);
    }

    @Test
    void totalsNotesRepeatedHeadingsAndBlankRowsAreNobody() {
        assertThat(outcomes(list(
                        "1 | Клёнова Анна | 1980 | заявитель | ",
                        " | | | | ",
                        "Алеппо, вторая очередь | | | | ",
                        "Семья | ФИО | Дата рождения | Родство | Примечание",
                        "2 | Клёнова Вера | 1981 | заявитель | ",
                        "ИТОГО: 2 чел. | | | | ",
                        " | Всего | 2 | | ",
                        " | | | | ",
                        "Исполнитель: И. И. Безымянный | | | | ",
                        " | | | | ")))
                .containsExactly(
                        "2 waiting",
                        "3 blank",
                        "4 heading",
                        "5 heading",
                        "6 waiting",
                        "7 total",
                        "8 total",
                        "9 blank",
                        "10 heading");
    }

    @Test
    void whatCannotBeAPersonIsListedWithItsReason() {
        assertThat(outcomes(list(
                        " | Клёнова Анна | 1980 | заявитель | нет семьи",
                        "1 | | 1980 | заявитель | ",
                        " | ???? | 1980 | сын | ",
                        " | Клёнов Лев | | сын | ",
                        " | Клёнов Лев | завтра | сын | ",
                        " | Клёнов Лев | 31.06.2001 | сын | ",
                        " | Клёнов Лев | 2031 | сын | ",
                        " | Клёнов Лев | 1790 | сын | ",
                        " | | | | позвонить позже",
                        "2 | | | | ")))
                .containsExactly(
                        "2 correction family.missing",
                        "3 correction name.missing",
                        "4 correction name.unreadable",
                        "5 correction born.missing",
                        "6 correction born.unreadable",
                        "7 correction born.impossible",
                        "8 correction born.future",
                        "9 correction born.tooLongAgo",
                        "10 correction name.missing born.missing",
                        "11 correction name.missing born.missing");
    }

    @Test
    void aFamilyKeepsTogetherWhateverHappensToItsRows() {
        List<ListRow> rows = rows(list(
                "7 | | 1980 | заявитель | ",
                " | Клёнов Лев | 2001 | сын | ",
                "8.0 | Соснина Вера | 1970 | заявитель | ",
                " | Соснин Марк | 2002 | сын | ",
                "7 | Клёнова Ия | 2003 | дочь | поздно",
                "8 | Елина Юлия | 1975 | заявитель | счёт начат заново",
                " | Елин Пётр | 2004 | сын | "));

        assertThat(rows).extracting(ListRow::family).containsExactly("7", "7", "8", "8", "7", "8", "8");
        assertThat(rows).extracting(ListRow::householdRow).containsExactly(2, 2, 4, 4, 2, 7, 7);
    }

    @Test
    void aBareNumberThatCountsPersonsDoesNotTellFamilies() {
        assertThat(why(csv("№;ФИО;Дата рождения;Родство", "1;Клёнова Анна;1980;заявитель", "2;Клёнов Лев;2001;сын")))
                .isEqualTo("familiesNotTold[FAMILY]");
        assertThat(why(csv("№;ФИО;Дата рождения;Родство", "1;Клёнова Анна;1980;заявитель", ";Клёнов Лев;2001;сын")))
                .isEmpty();
    }

    @Test
    void columnsThatAreNotKnownAndCellsThatCannotBeReadAreKeptAsRemark() {
        ListRow row = persons(csv(
                        "Семья;ФИО;Дата рождения;Телефон;Провинция;Гражданство;Цвет глаз;Примечание",
                        "1;Клёнова Анна;1980;позвонить сестре;Мордор;Атлантида;карие;спешит"))
                .get(0);

        assertThat(row.written().get(Field.REMARK))
                .isEqualTo(
                        "спешит; Цвет глаз: карие; Гражданство: Атлантида; Телефон: позвонить сестре; Провинция: Мордор");
        assertThat(reading(row).person()).isNotNull();
        assertThat(reading(row).request().phone()).isNull();
    }

    @Test
    void twoRowsOfHeadingsOneAboveTheOtherAreOneAndMayBeRepeated() {
        String[] above = {
            "№;Семья;Ф.И.О.;;Дата;;Паспорт;;Родство;Контакты;",
            "п/п;№;по-русски;латиницей;рождения;Пол;серия, №;действ. до;;тел.;провинция"
        };
        ListRow row = persons(csv(
                        "Список граждан;;по состоянию на сегодня",
                        above[0],
                        above[1],
                        "1;7;Клёнова Анна;KLENOVA ANNA;04.03.1981;ж;53 1;01.02.2020;заявитель;0933111222;Хомс"))
                .get(0);

        assertThat(row.written())
                .containsEntry(Field.FAMILY, "7")
                .containsEntry(Field.NAME, "Клёнова Анна")
                .containsEntry(Field.LATIN, "KLENOVA ANNA")
                .containsEntry(Field.BORN, "04.03.1981")
                .containsEntry(Field.SEX, "ж")
                .containsEntry(Field.DOCUMENT, "53 1")
                .containsEntry(Field.EXPIRES, "01.02.2020")
                .containsEntry(Field.PHONE, "0933111222")
                .containsEntry(Field.GOVERNORATE, "Хомс")
                .doesNotContainKey(Field.REMARK);
        assertThat(outcomes(
                        csv(above[0], above[1], "1;7;Клёнова Анна;;1981", above[0], above[1], ";;Клёнов Лев;;2001")))
                .containsExactly("3 waiting", "4 heading", "5 heading", "6 waiting");
    }

    @Test
    void aSeriesInAColumnOfItsOwnBelongsToTheNumber() {
        assertThat(persons(csv("№ семьи;ФИО;Дата рождения;Серия паспорта;Номер", "1;Клёнова Анна;1980;53;0000001"))
                        .get(0)
                        .written())
                .containsEntry(Field.DOCUMENT, "53 0000001")
                .doesNotContainKey(Field.REMARK);
    }

    @Test
    void ofTwoPassportsTheOneToTravelWithCounts() {
        assertThat(persons(csv("Семья;ФИО;Дата рождения;Паспорт РФ;Загранпаспорт", "1;Клёнова Анна;1980;4500 1;53 2"))
                        .get(0)
                        .written())
                .containsEntry(Field.DOCUMENT, "53 2")
                .containsEntry(Field.REMARK, "Паспорт РФ: 4500 1");
    }

    @Test
    void aSurnameOfTheFamilyOrBeforeMarriageIsNoPartOfTheName() {
        assertThat(person(persons(csv(
                                        "Семья;Фамилия семьи;Девичья фамилия;ФИО;Дата рождения",
                                        "1;Клёновы;Дубова;Клёнова Анна;1980"))
                                .get(0))
                        .name())
                .isEqualTo("Клёнова Анна");
    }

    @Test
    void aFormulaThatWentWrongIsNobodysNameNumberOrFamily() {
        assertThat(outcomes(csv(
                        "Семья;Фамилия;Имя;Дата рождения;Паспорт",
                        "1;#N/A;Анна;1980;",
                        "2;Клёнова;Анна;1980;#DIV/0!",
                        "#REF!;Клёнова;Ия;1980;",
                        "#REF!;Соснина;Ия;1980;")))
                .containsExactly(
                        "2 correction surname.unreadable",
                        "3 correction document.unreadable",
                        "4 correction family.missing",
                        "5 correction family.missing");
    }

    @Test
    void dashesAndDittoMarksMeanTheFamilyAboveButNoNumberIsNobodysFamily() {
        List<ListRow> rows = rows(list(
                "1 | Клёнова Анна | 1980 | заявитель | ",
                "- | Клёнов Лев | 2001 | сын | ",
                "2 | Соснина Вера | 1970 | заявитель | ",
                "— | Соснин Марк | 2002 | сын | ",
                "-//- | Соснин Лев | 2003 | сын | ",
                "б/н | Липина Ия | 1980 | заявитель | "));

        assertThat(rows).extracting(ListRow::family).containsExactly("1", "1", "2", "2", "2", null);
        assertThat(rows.get(5).outcome()).isEqualTo("correction");
    }

    @Test
    void aSheetThatLacksColumnsGivesWayToOneThatHasThem() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(out, "test", "1.0")) {
            Lists.fill(
                    workbook.newWorksheet("Сводка"),
                    List.of(row("Провинция", "Телефон", "Всего"), row("Хомс", "1", 2)));
            Lists.fill(
                    workbook.newWorksheet("Список"), List.of(SHORT, row("1", "Клёнова Анна", "1980", "заявитель", "")));
        }
        assertThat(EmbassyList.open(out.toByteArray()).otherSheets()).containsExactly("Сводка");
        assertThat(outcomes(out.toByteArray())).containsExactly("2 waiting");
    }

    @Test
    void oneDamagedPlaceDoesNotSpoilTheList() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(csv("Семья;ФИО;Дата рождения", "1;Клёнова Анна;1980", ""));
        out.writeBytes("2;Соснина Вера;1970\n".getBytes(Charset.forName("windows-1251")));

        assertThat(outcomes(out.toByteArray())).containsExactly("2 waiting", "3 correction name.unreadable");
    }

    @Test
    void zerosThatAWorkbookShowsBeforeANumberBelongToIt() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(out, "test", "1.0")) {
            var sheet = workbook.newWorksheet("Список");
            Lists.fill(
                    sheet,
                    List.of(row("Семья", "ФИО", "Дата рождения", "Паспорт"), row("1", "Клёнова Анна", 1980, 1234567)));
            sheet.style(1, 3).format("000000000").set();
        }
        assertThat(persons(out.toByteArray()).get(0).written()).containsEntry(Field.DOCUMENT, "001234567");
    }

    @Test
    void aRoundedTelephoneNumberIsNoNumber() {
        ListRow row = persons(csv("Семья;ФИО;Дата рождения;Телефон", "1;Клёнова Анна;1980;9,63933E+11"))
                .get(0);

        assertThat(reading(row).request().phone()).isNull();
        assertThat(row.written()).containsEntry(Field.REMARK, "Телефон: 9,63933E+11");
    }

    @Test
    void namePartsInColumnsOfTheirOwnMakeOneName() {
        ListRow row = persons(csv(
                        "Семья;Имя;Отчество;Фамилия;Surname (Latin);Given name (Latin);Дата рождения",
                        "1;Анна;Львовна;Клёнова;KLENOVA;ANNA;1980"))
                .get(0);

        assertThat(person(row).name()).isEqualTo("Клёнова Анна Львовна");
        assertThat(person(row).latinName()).isEqualTo("KLENOVA ANNA");
    }

    @Test
    void aCellOfTenMegabytesIsListedForCorrectionAndCutShort() throws IOException {
        String huge = "Я".repeat(5_000_000);
        byte[] csv = list("1 | Клёнова Анна | 1980 | заявитель | " + huge, "2 | " + huge + " | 1980 | заявитель | ");
        byte[] xlsx = replaced(
                Lists.xlsx(List.of(
                        SHORT,
                        line("1 | Клёнова Анна | 1980 | заявитель | SOMEBODY"),
                        line("2 | SOMEBODY | 1980 | | "))),
                "xl/sharedStrings.xml",
                text -> text.replace("SOMEBODY", huge));
        for (byte[] file : List.of(csv, xlsx)) {
            List<ListRow> rows = rows(file);
            assertThat(rows)
                    .extracting(row -> Flaw.written(row.flaws()))
                    .containsExactly("remark.tooLong", "name.tooLong");
            assertThat(rows)
                    .allSatisfy(row -> assertThat(row.written().values()).allMatch(text -> text.length() <= 2001));
        }
    }

    @Test
    void aHugeUnknownColumnMakesARemarkThatIsTooLong() {
        assertThat(outcomes(csv("Семья;ФИО;Дата рождения;Биография", "1;Клёнова Анна;1980;" + "Я".repeat(3000))))
                .containsExactly("2 correction remark.tooLong");
    }

    @Test
    void charactersThatOnlyProgramsObeyAreNotKept() {
        ListRow row = persons(
                        list(
                                "1 | Клёнова \u202EАнна\u0000 | 1980 | заявитель | =HYPERLINK(\"http://x\") <script>1</script>"))
                .get(0);

        assertThat(row.written().get(Field.NAME)).isEqualTo("Клёнова Анна");
        assertThat(row.written().get(Field.REMARK)).isEqualTo("=HYPERLINK(\"http://x\") <script>1</script>");
    }

    @Test
    void quotationMarksOfAnyKindLoseNoRow() {
        byte[] file = csv(
                "Семья;ФИО;Дата рождения;Примечание",
                "1;Клёнова Анна;1980;\"в две\nстроки; с \"\"кавычками\"\"\"",
                "2;Соснина Вера;1980;\"открыта и не закрыта",
                "3;Елина Юлия;1980;ООО \"Рога\" и \"копыта",
                "4;\"Липина\" Ия;1980;",
                "5;Дубова Ирина;1980;\"");

        assertThat(persons(file))
                .extracting(row -> row.number() + " " + row.written().get(Field.NAME) + " "
                        + row.written().get(Field.REMARK))
                .containsExactly(
                        "2 Клёнова Анна в две строки; с \"кавычками\"",
                        "3 Соснина Вера \"открыта и не закрыта",
                        "4 Елина Юлия ООО \"Рога\" и \"копыта",
                        "5 Липина Ия null",
                        "6 Дубова Ирина \"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "windows-1251", "IBM866", "KOI8-R", "UTF-16", "UTF-16LE"})
    void cyrillicIsReadInTheEncodingsThatPeopleHave(String encoding) {
        byte[] file = Lists.csv(
                List.of(SHORT, row("1", "Щёголева Эмма", "1980", "заявитель", "ъь")), Charset.forName(encoding), ',');

        assertThat(persons(file).get(0).written()).containsEntry(Field.NAME, "Щёголева Эмма");
    }

    @Test
    void oldMacLineEndsAndRowsOfUnequalLengthAreRead() {
        assertThat(persons("Семья;ФИО;Дата рождения\r1;Клёнова Анна;1980;лишнее\r;Клёнов Лев;2001"
                        .getBytes(StandardCharsets.UTF_8)))
                .hasSize(2);
    }

    @Test
    void numbersAndTextsChangePlacesInWorkbooks() {
        List<ListRow> rows = persons(Lists.xlsx(List.of(
                row("Семья", "ФИО", "Дата рождения", "Паспорт", "Годен до", "Телефон"),
                row(12.0, "Клёнова Анна", 29649, 511234567, LocalDate.of(2020, 2, 1), 963933111222L),
                row("12", "Клёнов Лев", 2001, "51 1234568", "43862", "0933111222"))));

        assertThat(rows).extracting(ListRow::family).containsExactly("12", "12");
        var first = reading(rows.get(0));
        assertThat(person(rows.get(0)).born()).isEqualTo("1981-03-04");
        assertThat(person(rows.get(0)).documents().get(0).number()).isEqualTo("511234567");
        assertThat(person(rows.get(0)).documents().get(0).expires()).isEqualTo("2020-02-01");
        assertThat(first.request().phone()).isEqualTo("+963933111222");
        assertThat(person(rows.get(1)).bornEstimated()).isTrue();
        assertThat(person(rows.get(1)).documents().get(0).expires()).isEqualTo("2020-02-01");
    }

    @Test
    void aNumberThatASpreadsheetRoundedIsNotTaken() {
        assertThat(outcomes(csv("Семья;ФИО;Дата рождения;Паспорт", "1;Клёнова Анна;1980;5,11E+08")))
                .containsExactly("2 correction document.mangled");
    }

    @Test
    void theFirstSheetWithHeadingsIsReadAndTheOthersAreNamed() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(out, "test", "1.0")) {
            Lists.fill(workbook.newWorksheet("Титул"), List.of(row("Список лиц")));
            Lists.fill(
                    workbook.newWorksheet("Хомс"),
                    List.of(
                            row(),
                            row("Список"),
                            row(),
                            SHORT,
                            row("1", "Клёнова Анна", "1980", "заявитель", ""),
                            row(),
                            row("2", "Клёнова Ия", "1980", "заявитель", "")));
            Lists.fill(workbook.newWorksheet("Алеппо"), List.of(SHORT));
        }
        assertThat(EmbassyList.open(out.toByteArray()).otherSheets()).containsExactly("Титул", "Алеппо");
        assertThat(outcomes(out.toByteArray())).containsExactly("5 waiting", "6 blank", "7 waiting");
    }

    @Test
    void aFormulaCountsAsWhatItCameTo() throws IOException {
        byte[] file = replaced(
                Lists.xlsx(List.of(SHORT, row(1, "Клёнова Анна", 29649, "заявитель", ""))),
                "xl/worksheets/sheet1.xml",
                text -> text.replace("<v>29649</v>", "<f>29640+9</f><v>29649</v>"));

        assertThat(person(persons(file).get(0)).born()).isEqualTo("1981-03-04");
    }

    @Test
    void aThousandMillionDigitsAreNotWrittenOut() throws IOException {
        byte[] file = replaced(
                Lists.xlsx(List.of(SHORT, row(1, "Клёнова Анна", 29649, "заявитель", ""))),
                "xl/worksheets/sheet1.xml",
                text -> text.replace("<v>29649</v>", "<v>1E999999999</v>"));

        assertThat(outcomes(file)).containsExactly("2 correction born.unreadable");
    }

    @Test
    void whatTheReaderCannotOpenIsRefusedBeforeItIsKept() {
        assertThatThrownBy(() -> EmbassyList.open(new byte[0])).isInstanceOf(UnreadableList.class);
    }

    private static byte[] zip(String name, String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    private static byte[] replaced(byte[] workbook, String part, java.util.function.UnaryOperator<String> change)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipFile from = ZipFile.builder().setByteArray(workbook).get();
                ZipOutputStream to = new ZipOutputStream(out)) {
            for (ZipArchiveEntry entry : Collections.list(from.getEntries())) {
                byte[] content = from.getInputStream(entry).readAllBytes();
                to.putNextEntry(new ZipEntry(entry.getName()));
                if (entry.getName().equals(part)) {
                    String before = new String(content, StandardCharsets.UTF_8);
                    String after = change.apply(before);
                    assertThat(after).isNotEqualTo(before);
                    content = after.getBytes(StandardCharsets.UTF_8);
                }
                to.write(content);
            }
        }
        return out.toByteArray();
    }
}
