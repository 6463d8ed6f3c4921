package org.homeward.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.camunda.bpm.engine.RepositoryService;
import org.homeward.HomewardTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Answers are remembered, but only as long as they are the table's. */
@HomewardTest
class DecisionsTest {

    private static final Map<String, Integer> ONE = Map.of("number", 1);

    @Autowired
    private Decisions decisions;

    @Autowired
    private RepositoryService repository;

    @Test
    void a_new_version_of_a_table_decides_at_once_though_the_old_one_has_answered_the_same_before() {
        deploy("a-test", "\"old\"");
        assertThat(decisions.decide("a-test", ONE)).isEqualTo("old");
        assertThat(decisions.decide("a-test", ONE)).isEqualTo("old");

        deploy("a-test", "\"new\"");

        assertThat(decisions.decide("a-test", ONE)).isEqualTo("new");
    }

    @Test
    void a_table_that_looks_at_the_clock_is_asked_each_time() {
        deploy("a-clock-test", "string(now())");
        String before = decisions.decide("a-clock-test", ONE);

        assertThat(decisions.decide("a-clock-test", ONE)).isNotEqualTo(before);
    }

    @Test
    void a_table_that_is_not_there_is_named() {
        assertThatThrownBy(() -> decisions.decide("no-such-table", ONE)).hasMessageContaining("no-such-table");
    }

    private void deploy(String key, String answer) {
        repository
                .createDeployment()
                .addString(key + ".dmn", """
                        <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="%1$s-defs" name="test"
                          namespace="test" xmlns:camunda="http://camunda.org/schema/1.0/dmn">
                          <decision id="%1$s" name="%1$s" camunda:historyTimeToLive="P1D"><decisionTable id="%1$s-table">
                            <input id="in"><inputExpression id="e" typeRef="integer"><text>number</text></inputExpression></input>
                            <output id="out" name="answer" typeRef="string"/>
                            <rule id="r"><inputEntry id="i"><text>1</text></inputEntry>
                              <outputEntry id="o"><text>%2$s</text></outputEntry></rule>
                          </decisionTable></decision>
                        </definitions>""".formatted(key, answer))
                .deploy();
    }
}
