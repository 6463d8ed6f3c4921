package org.homeward.vetting.watchlist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.homeward.access.Refusal;
import org.homeward.people.Birth;
import org.homeward.people.Sex;
import org.homeward.vetting.watchlist.Entry.Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists as their publishers make them, whole and broken. */
class ReadingTest {

    static final Path SAMPLES = Path.of("samples/watch-lists");

    @Test
    void the_list_of_the_United_Nations_says_who_its_people_are() {
        Reading un = Reading.of(ListKind.UN, samples("un.xml"));
        assertThat(un.dated()).isEqualTo(LocalDate.of(2012, 12, 20));
        assertThat(un.notPeople()).isEqualTo(1);
        assertThat(un.unknownCountries()).containsExactly("former Ruritania");
        Entry man = un.entries().get(0);
        assertThat(man.id()).isEqualTo("XXi.001");
        assertThat(man.names())
                .containsExactly(
                        new Name("QAYSAR DHULFIQAR AL-MUNSHARIH", false),
                        new Name("قيصر ذو الفقار المنشرح", false),
                        new Name("Kaisar Zulfikar", false),
                        new Name("Abu Dhahab", true));
        assertThat(man.births())
                .containsExactly(Birth.on(LocalDate.of(1968, 2, 5)), Birth.on(LocalDate.of(1969, 2, 5)));
        assertThat(man.sex()).isEqualTo(Sex.MALE);
        assertThat(man.nationalities()).containsExactly("SYR");
        assertThat(man.documents()).containsExactlyInAnyOrder("N9000017", "RU-900018");
        assertThat(man.details())
                .extracting(Entry.Detail::about)
                .contains("designation", "remarks", "birthplace", "address", "listed", "alias");
        assertThat(un.entries().get(1).births())
                .containsExactly(Birth.between(1971, 1973), Birth.about(1975), Birth.in(1970));
    }

    @Test
    void a_name_that_the_list_does_not_trust_is_compared_apart() {
        Entry man = Reading.of(ListKind.UN, samples("un.xml")).entries().get(0);
        assertThat(man.traits().names()).doesNotContain("Abu Dhahab").hasSize(3);
        assertThat(man.weakTraits().orElseThrow().names()).containsExactly("Abu Dhahab");
    }

    @Test
    void the_three_files_of_the_Office_of_Foreign_Assets_Control_are_joined() {
        Reading ofac = Reading.of(ListKind.OFAC, samples("ofac-add.csv", "ofac-sdn.csv", "ofac-alt.csv"));
        assertThat(ofac.warning()).isNull();
        assertThat(ofac.notPeople()).isEqualTo(1);
        assertThat(ofac.entries()).extracting(Entry::id).containsExactly("900102", "900103");
        Entry man = ofac.entries().get(0);
        assertThat(man.names())
                .containsExactly(
                        new Name("Dorofey Fiktsievich TROMPETENOV", false),
                        new Name("DUDKA", true),
                        new Name("Dorotheus TRUMPETENOFF", false));
        assertThat(man.births()).containsExactly(Birth.on(LocalDate.of(1967, 10, 11)), Birth.about(1965));
        assertThat(man.nationalities()).containsExactlyInAnyOrder("RUS", "PRK");
        assertThat(man.documents()).containsExactlyInAnyOrder("900777333", "R-9007774", "90-0771");
        assertThat(man.details()).contains(new Entry.Detail("address", "1 Quay of Smoke Nowhere Ruritania"));
        assertThat(ofac.entries().get(1).births()).containsExactly(Birth.between(1971, 1972));
        assertThat(ofac.entries().get(1).sex()).isEqualTo(Sex.FEMALE);
    }

    @Test
    void without_the_other_names_the_officer_is_told() {
        assertThat(Reading.of(ListKind.OFAC, samples("ofac-sdn.csv")).warning()).contains("ALT.CSV was not sent");
    }

    @Test
    void a_list_of_ones_own_has_several_names_and_births_of_every_kind() {
        Reading own = Reading.of(ListKind.NATIONAL, samples("national.csv"));
        Entry foma = own.entries().get(0);
        assertThat(foma.names())
                .extracting(Name::text)
                .containsExactly("ISKRENNE Foma", "FOMA THE LOUD", "Искренне Фома Небывалович");
        assertThat(foma.documents()).containsExactlyInAnyOrder("90 0000001", "90 0000002");
        assertThat(foma.details())
                .contains(new Entry.Detail("remarks", "Owes the library, \"War and Peace\", both volumes"));
        assertThat(own.entries()).extracting(Entry::births).last().isEqualTo(List.of(Birth.between(1940, 1942)));
        assertThat(own.entries().get(1).births()).containsExactly(Birth.about(1980));
        assertThat(own.entries().get(1).nationalities()).containsExactly("SYR");
    }

    @Test
    void a_list_that_is_cut_anywhere_is_refused_whole_with_the_line() throws IOException {
        byte[] whole = Files.readAllBytes(SAMPLES.resolve("un.xml"));
        for (int length = 0; length < whole.length - 25; length += 97) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Reading.of(ListKind.UN, List.of(new ListFile("un.xml", cut))))
                    .as("cut after %d bytes", length)
                    .isInstanceOf(Refusal.class)
                    .hasMessageMatching("un.xml, line \\d+: .* Nothing of it was taken\\.");
        }
    }

    @Test
    void a_file_of_rows_that_is_cut_inside_a_row_or_fits_another_version_is_refused() throws IOException {
        String sdn = Files.readString(SAMPLES.resolve("ofac-sdn.csv"));
        ListFile alt = samples("ofac-alt.csv").get(0);
        String[] lines = sdn.split("\r\n");
        assertThatThrownBy(() ->
                        Reading.of(ListKind.OFAC, List.of(file(lines[0] + "\r\n" + lines[1].substring(0, 90)), alt)))
                .hasMessage(
                        "list, line 2: This row is broken, or its quotation marks do not close. Nothing of it was taken.");
        assertThatThrownBy(() -> Reading.of(ListKind.OFAC, List.of(file(lines[0] + "\r\n" + lines[1] + "\r\n90"), alt)))
                .hasMessageContaining("line 3: This row has too few or too many columns");
        assertThatThrownBy(() -> Reading.of(ListKind.OFAC, List.of(file(lines[0] + "\r\n" + lines[1]), alt)))
                .hasMessageContaining("ofac-alt.csv, line 3: This row belongs to no entry of SDN.CSV");
    }

    @Test
    void an_entity_of_ones_own_is_refused_before_it_unfolds() {
        for (String type : List.of(
                "<!DOCTYPE x [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;\">]>",
                "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">",
                "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>")) {
            String list = "<?xml version=\"1.0\"?>\n" + type
                    + "<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><REFERENCE_NUMBER>1</REFERENCE_NUMBER>"
                    + "<FIRST_NAME>A &b; &a;</FIRST_NAME></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>";
            assertThatThrownBy(() -> Reading.of(ListKind.UN, List.of(file(list))))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("line 2: A document type or an entity of one's own is not taken.");
        }
    }

    @Test
    void a_wrong_encoding_is_refused_with_the_line() throws IOException {
        String list = Files.readString(SAMPLES.resolve("national.csv"));
        byte[] windows = list.getBytes(Charset.forName("windows-1251"));
        assertThatThrownBy(() -> Reading.of(ListKind.NATIONAL, List.of(new ListFile("list", windows))))
                .hasMessage("list, line 2: This is not UTF-8. Nothing of it was taken.");
        byte[] un = Files.readString(SAMPLES.resolve("un.xml"))
                .replace("Tartus", "Тартус")
                .replace("قيصر ذو الفقار المنشرح", "Кайсар")
                .getBytes(Charset.forName("windows-1251"));
        assertThatThrownBy(() -> Reading.of(ListKind.UN, List.of(new ListFile("list", un))))
                .hasMessage("list, line 15: This is not UTF-8. Nothing of it was taken.");
        byte[] claimed = new String(un, Charset.forName("windows-1251"))
                .replace("UTF-8", "windows-1251")
                .getBytes(Charset.forName("windows-1251"));
        assertThat(Reading.of(ListKind.UN, List.of(new ListFile("list", claimed)))
                        .entries())
                .first()
                .extracting(entry -> entry.names().get(1).text())
                .isEqualTo("Кайсар");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            id,name\\n1,A\\n1,B          | line 3: This entry is there twice.
            id,name\\n,A                 | line 2: This entry has no id.
            id,name\\n1,?                | line 2: This entry has no name.
            id,name\\n\\n1,A,more        | line 3: This row has too few or too many columns.
            id,name,born\\n1,A,yesterday | line 2: This birth is no date.
            id,name,born\\n1,A,31.02.1970 | line 2: This birth is no date.
            id,surname\\n1,A             | line 1: The columns are id, name
            name\\nA                     | line 1: The columns are id, name
            id,name                      | There is nobody on this list.
            """)
    void what_is_wrong_on_a_list_of_ones_own_is_said_with_its_line(String list, String sentence) {
        assertThatThrownBy(() -> Reading.of(ListKind.NATIONAL, List.of(file(list.replace("\\n", "\n")))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void a_list_with_a_million_lines_is_refused_with_a_sentence() {
        String list = IntStream.range(0, 1_000_000)
                .mapToObj(number -> number + ",Name " + number)
                .collect(Collectors.joining("\n", "id,name\n", ""));
        assertThatThrownBy(() -> Reading.of(ListKind.NATIONAL, List.of(file(list))))
                .hasMessage("list, line 200002: A list has at most 200,000 persons. Nothing of it was taken.");
    }

    @Test
    void one_list_is_not_taken_for_another() {
        assertThatThrownBy(() -> Reading.of(ListKind.UN, samples("national.csv")))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> Reading.of(ListKind.OFAC, samples("national.csv")))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> Reading.of(ListKind.OFAC, samples("ofac-alt.csv")))
                .hasMessageContaining("SDN.CSV is missing");
        assertThatThrownBy(() -> Reading.of(ListKind.NATIONAL, samples("un.xml")))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> Reading.of(ListKind.UN, List.of(file("<html><INDIVIDUALS/></html>"))))
                .hasMessageContaining("This is not the consolidated list");
    }

    @Test
    void an_entry_is_another_only_when_something_changes_that_is_compared() {
        String list = "id,name,born,reason\n1,Ann Noone,1970,one\n";
        String before = national(list).digest();
        assertThat(national(list.replace(",one", ",two")).digest()).isEqualTo(before);
        assertThat(national(list.replace("1970", "1971")).digest()).isNotEqualTo(before);
        assertThat(national(list.replace("Ann", "Anna")).digest()).isNotEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1961-04-30                 | 1961-04-30 | 1961-04-30 | false
            30.04.1961                 | 1961-04-30 | 1961-04-30 | false
            30 Apr 1961                | 1961-04-30 | 1961-04-30 | false
            Apr 1961                   | 1961-04-01 | 1961-04-30 | false
            1961                       | 1961-01-01 | 1961-12-31 | false
            circa 1961                 | 1961-01-01 | 1961-12-31 | true
            ~1961                      | 1961-01-01 | 1961-12-31 | true
            1961 to 1963               | 1961-01-01 | 1963-12-31 | false
            circa 1961-1963            | 1961-01-01 | 1963-12-31 | true
            01 Jan 1961 to 31 Dec 1962 | 1961-01-01 | 1962-12-31 | false
            """)
    void births_are_read_as_lists_write_them(String written, LocalDate earliest, LocalDate latest, boolean estimated) {
        assertThat(WrittenBirth.one(written)).contains(new Birth(earliest, latest, estimated));
    }

    static List<ListFile> samples(String... names) {
        return Arrays.stream(names)
                .map(name -> {
                    try {
                        return new ListFile(name, Files.readAllBytes(SAMPLES.resolve(name)));
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                })
                .toList();
    }

    private static Entry national(String list) {
        return Reading.of(ListKind.NATIONAL, List.of(file(list))).entries().get(0);
    }

    private static ListFile file(String text) {
        return new ListFile("list", text.getBytes(UTF_8));
    }
}
