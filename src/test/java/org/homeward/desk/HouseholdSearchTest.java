package org.homeward.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Documents;
import org.homeward.household.Households;
import org.homeward.household.TestHouseholds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

@HomewardTest
@Breaks("I3")
class HouseholdSearchTest {

    private static final RequestPostProcessor OFFICER = user("consular").roles("consular");
    private static final RequestPostProcessor CLEARED = user("consular2").roles("consular", "cleared");

    @Autowired
    MockMvc pages;

    @Autowired
    Households households;

    @Autowired
    HouseholdSearch search;

    @Autowired
    Documents documents;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "полевой",
                "Лев Полев",
                "Polevoi Lev",
                "LEV POLEV",
                "51-0000002",
                "+963 94 000 0001",
                "0940000001"
            })
    void findsAHouseholdByWhatPeopleSay(String words) {
        String caseNumber = households.register(TestHouseholds.motherAndSon()).caseNumber();
        households.register(TestHouseholds.household(
                "no",
                false,
                List.of(TestHouseholds.person(
                        "Иванова Анна", "IVANOVA ANNA", null, "female", "applicant", "600000001"))));

        assertThat(find(words)).contains(caseNumber);
    }

    @Test
    void findsSomebodyByTheSpellingOfADocument() {
        var family = households.register(TestHouseholds.motherAndSon());
        documents.add(
                family.id(),
                family.personIds().get(0),
                new Documents.Entry("passport", "N9000017", null, true, "SYR", "BULEVUA WYRA", null));

        assertThat(find("Wyra Bulevua")).containsExactly(family.caseNumber());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "%", "_____", "' or 1=1 --", "999999999999", "€"})
    void findsNothingByWhatNobodyIsCalled(String words) {
        households.register(TestHouseholds.motherAndSon());

        assertThat(find(words)).isEmpty();
    }

    private List<String> find(String words) {
        return search.find(words, "", Long.MAX_VALUE, Locale.ENGLISH).stream()
                .map(HouseholdSearch.Found::caseNumber)
                .toList();
    }

    @Test
    void opensTheDossierAtOnceByItsCaseNumber() throws Exception {
        String caseNumber = households.register(TestHouseholds.woman()).caseNumber();

        pages.perform(post("/households")
                        .with(OFFICER)
                        .with(csrf())
                        .param("words", " " + caseNumber.toLowerCase(Locale.ROOT)))
                .andExpect(redirectedUrl("/households/" + caseNumber));
    }

    @Test
    void doesNotFindRestrictedHouseholdsForThoseWhoAreNotCleared() throws Exception {
        String caseNumber = households.register(TestHouseholds.restricted()).caseNumber();

        for (String words : new String[] {"", "polevaia", caseNumber, "510000001"}) {
            pages.perform(post("/households").with(OFFICER).with(csrf()).param("words", words))
                    .andExpect(status().isOk())
                    .andExpect(content().string(not(containsString("/households/" + caseNumber))));
        }
        pages.perform(get("/households").with(CLEARED))
                .andExpect(content().string(containsString("/households/" + caseNumber)));
    }

    @Test
    void showsAllPageByPageNewestFirstAndEachOnce() {
        for (int i = 0; i < HouseholdSearch.PAGE + 3; i++) {
            households.register(TestHouseholds.woman());
        }

        List<Long> seen = new ArrayList<>();
        long before = Long.MAX_VALUE;
        List<HouseholdSearch.Found> page;
        do {
            page = search.find("", "registered", before, Locale.ENGLISH);
            page.forEach(found -> seen.add(found.id()));
            before = seen.get(seen.size() - 1);
        } while (page.size() == HouseholdSearch.PAGE);

        assertThat(seen).hasSize(HouseholdSearch.PAGE + 3).doesNotHaveDuplicates();
        assertThat(seen).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(search.find("", "home", Long.MAX_VALUE, Locale.ENGLISH)).isEmpty();
    }

    @Test
    void takesAnAddressThatSomebodyTypedWronglyForWhatItIs() throws Exception {
        pages.perform(get("/households").param("before", "abc").with(OFFICER)).andExpect(status().isBadRequest());
        pages.perform(get("/households").param("stage", "nowhere").with(OFFICER))
                .andExpect(status().isOk());
    }
}
