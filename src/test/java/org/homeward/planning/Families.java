package org.homeward.planning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.homeward.contact.Message;
import org.homeward.contact.Messages;
import org.homeward.household.Household;
import org.homeward.household.NewHousehold;
import org.homeward.household.TestHouseholds;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The households of planning tests: who waits, who has seats, who goes with whom, what each has been told. */
@Component
class Families {

    private final Days days;
    private final Messages messages;
    private final JdbcClient jdbc;

    Families(Days days, Messages messages, JdbcClient jdbc) {
        this.days = days;
        this.messages = messages;
        this.jdbc = jdbc;
    }

    static NewHousehold child() {
        return TestHouseholds.household("yes", false, List.of(TestHouseholds.son()));
    }

    /** A mother and her son who wait for seats. */
    Household pair(int priority) {
        return days.clearedHousehold(TestHouseholds.motherAndSon(), priority);
    }

    /** A household that the next round seats. */
    Household seated(NewHousehold family, int priority) {
        Household household = days.clearedHousehold(family, priority);
        days.round();
        assertThat(days.stage(household)).isEqualTo("seated");
        return household;
    }

    /** A child by itself has a companion of another case. */
    void travelsWith(Household childs, Household companions) {
        jdbc.sql("""
                insert into child_care (person_id, companion_id, recorded_by, recorded_at)
                select child.id, companion.id, 'consular', now() from person child, person companion
                where child.household_id = :child and companion.household_id = :companion""")
                .param("child", childs.id())
                .param("companion", companions.id())
                .update();
    }

    /** The kinds of messages to it, the newest first. */
    List<String> told(Household household) {
        return messages.of(household.id()).stream().map(Message::kind).toList();
    }
}
