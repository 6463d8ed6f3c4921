package org.homeward.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.homeward.HomewardTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;

@HomewardTest
class DeedWordsTest {

    private static final Locale RUSSIAN = Locale.forLanguageTag("ru");
    private static final Pattern RECORDED = Pattern.compile("audit\\s*\\.record(?:OfPerson)?\\(\\s*\"([^\"]+)\"");
    private static final List<String> RECORDED_BY_NAME = List.of(
            "father consent",
            "place",
            "householdWithdrew",
            "leftByOwnMeans",
            "householdChanged",
            "householdCalled",
            "pinned in a plan",
            "excluded in a plan");

    @Autowired
    DeedWords words;

    @Autowired
    MessageSource messages;

    @Test
    void every_deed_that_is_recorded_about_a_household_has_its_words_in_both_languages() throws IOException {
        Set<String> actions = new TreeSet<>(RECORDED_BY_NAME);
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                RECORDED.matcher(Files.readString(source)).results().forEach(found -> actions.add(found.group(1)));
            }
        }
        actions.remove("read"); // a look is no part of a case's history

        assertThat(actions).hasSizeGreaterThan(30).allSatisfy(action -> {
            assertThat(words.action(action, RUSSIAN)).matches(".*[а-яё].*");
            assertThat(messages.getMessage("deed." + action.replace(' ', '-'), null, null, Locale.ENGLISH))
                    .isNotNull();
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            concern raised | consent: no consent of the father | consent: the father’s consent is not on paper | согласие: нет бумаги о согласии отца
            concern decided | documents: returnCertificate | documents: return certificate to be issued | документы: нужно свидетельство на возвращение
            concern decided | watch-list: seconded: notTheSame | watch-list: second officer agrees: not the same | списки: второй сотрудник согласен: другой человек
            change recorded | nothing | nothing after all | ничего не изменилось
            reconfirmation | noAnswer | not reached | не дозвонились
            told | joiningInstructions | when and where to be | когда и где быть
            vetted | heldBack | held back | задержана
            stage | left by own means | left by own means | выехала сама
            absence | border exit: goOnWithout | border exit: stays behind, the others go on | граница, выезд: остаётся, другие едут дальше
            reception | onward travel: train | onward travel: by train | дорога дальше: поездом
            reception | call after 7 days: needsHelp | call after 7 days: they need help | звонок через 7 дней: нужна помощь
            merged | took in SYR-000002-U | took in SYR-000002-U | принято дело SYR-000002-U
            split agreed | 3 of 3 | 3 of 3 | 3 из 3
            document corrected | passport AB 510000006, never expires | passport AB 510000006, never expires | паспорт AB 510000006, бессрочный
            seats given back | vehicle changed | a smaller vehicle | транспорт меньше
            seats given back | moved by a plan | moved to other seats by a plan | пересажена по плану
            """)
    void what_is_recorded_in_codes_is_read_in_words(String action, String detail, String english, String russian) {
        assertThat(words.detail(action, detail, Locale.ENGLISH)).isEqualTo(english);
        assertThat(words.detail(action, detail, RUSSIAN)).isEqualTo(russian);
    }
}
