package org.homeward.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeCsvTest {

    private static String line(@Nullable Object... cells) throws IOException {
        StringBuilder out = new StringBuilder();
        SafeCsv.forPeople(out).line(cells);
        return out.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=HYPERLINK(0)",
                "+1+cmd|' /C calc'!A0",
                "-2+3",
                "@SUM(A1)",
                "\tx",
                "\rx",
                " =1+1",
                "＝1+1",
                "\n=1"
            })
    void aCellThatWouldBeAFormulaBeginsWithAnApostrophe(String cell) {
        assertThat(SafeCsv.harmless(cell)).isEqualTo("'" + cell);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Анна", "+963933111222", "-5", "51 9801499", "a=b", "", "O'Neil"})
    void otherCellsStayAsTheyAre(String cell) {
        assertThat(SafeCsv.harmless(cell)).isEqualTo(cell);
    }

    @Test
    void excelReadsItAsUnicodeAndCellsKeepTheirPlaces() throws IOException {
        assertThat(line("а,б", null, 3, "в\"г")).isEqualTo("\uFEFF\"а,б\",,3,\"в\"\"г\"\r\n");
    }
}
