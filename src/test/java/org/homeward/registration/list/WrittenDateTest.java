package org.homeward.registration.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.homeward.people.Birth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrittenDateTest {

    private static final LocalDate TODAY = LocalDate.of(2013, 1, 22);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    04.03.1981             | 1981-03-04
                    4.3.1981               | 1981-03-04
                    04/03/1981             | 1981-03-04
                    04/03/81               | 1981-03-04
                    4-3-81                 | 1981-03-04
                    04.03.81г.             | 1981-03-04
                    04. 03. 1981 г.р.      | 1981-03-04
                    04 03 1981             | 1981-03-04
                    04,03,1981             | 1981-03-04
                    04.03.1981.            | 1981-03-04
                    1981-03-04             | 1981-03-04
                    1981/3/4               | 1981-03-04
                    1981-03-04T00:00:00    | 1981-03-04
                    1981-03-04 00:00:00    | 1981-03-04
                    04.03.1981 0:00        | 1981-03-04
                    29649                  | 1981-03-04
                    29649.0                | 1981-03-04
                    04031981               | 1981-03-04
                    19810304               | 1981-03-04
                    4 марта 1981           | 1981-03-04
                    4 марта 1981 г.        | 1981-03-04
                    «4» марта 1981 года    | 1981-03-04
                    4 Mar 1981             | 1981-03-04
                    4-Mar-81               | 1981-03-04
                    4th March 1981         | 1981-03-04
                    March 4, 1981          | 1981-03-04
                    4.III.1981             | 1981-03-04
                    4 آذار 1981            | 1981-03-04
                    ٠٤/٠٣/١٩٨١             | 1981-03-04
                    12/01/2013             | 2013-01-12
                    23/01/13               | 1913-01-23
                    22/01/13               | 2013-01-22
                    01.05.12               | 2012-05-01
                    29.02.2012             | 2012-02-29""")
    void daysAreReadDayFirst(String written, LocalDate day) {
        assertThat(WrittenDate.birth(written, TODAY)).isEqualTo(new WrittenDate(day, false, null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    1980          | 1980-01-01
                    1980 г.       | 1980-01-01
                    1980 г.р.     | 1980-01-01
                    1980 год      | 1980-01-01
                    ок. 1980      | 1980-01-01
                    около 1980 г. | 1980-01-01
                    ~1980         | 1980-01-01
                    1980?         | 1980-01-01
                    г.р. 1980     | 1980-01-01
                    ’1980         | 1980-01-01
                    хх.хх.1980    | 1980-01-01
                    05.1980       | 1980-05-01
                    1980-05       | 1980-05-01
                    Май 1980      | 1980-05-01
                    янв. 1980     | 1980-01-01""")
    void aYearAloneIsAnEstimate(String written, LocalDate firstDay) {
        assertThat(WrittenDate.birth(written, TODAY)).isEqualTo(new WrittenDate(firstDay, true, null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    31.02.1980         | impossible
                    29.02.2011         | impossible
                    12/25/2010         | impossible
                    00.00.1980         | impossible
                    13.1980            | impossible
                    0000               | impossible
                    23.01.2013         | future
                    01.01.2031         | future
                    2014               | future
                    21.01.1883         | tooLongAgo
                    1850               | tooLongAgo
                    весной             | unreadable
                    4 мартобря 1981 в  | unreadable
                    198                | unreadable
                    #REF!              | unreadable
                    1.2.3.4            | unreadable
                    999999999999999999 | unreadable""")
    void whatIsNoBirthIsSaid(String written, String wrong) {
        assertThat(WrittenDate.birth(written, TODAY)).isEqualTo(new WrittenDate(null, false, wrong));
    }

    @Test
    void theOldestAreAsOldHereAsEverywhereElse() {
        LocalDate longAgo = TODAY.minusYears(Birth.OLDEST);
        assertThat(WrittenDate.birth(longAgo.toString(), TODAY).date()).isEqualTo(longAgo);
        assertThat(WrittenDate.birth(longAgo.minusDays(1).toString(), TODAY).wrong())
                .isEqualTo("tooLongAgo");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    01.02.30   | 2030-02-01
                    01.02.99   | 1999-02-01
                    2021       | 2021-12-31
                    02.2021    | 2021-02-28
                    2011-09-02 | 2011-09-02""")
    void aDocumentIsGoodUntilTheLastDayOfWhatIsWritten(String written, LocalDate day) {
        assertThat(WrittenDate.expiry(written, TODAY).date()).isEqualTo(day);
    }
}
