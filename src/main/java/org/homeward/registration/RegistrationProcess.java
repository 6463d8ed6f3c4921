package org.homeward.registration;

import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.homeward.household.Household;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What registration says to the engine: here is a new household; this one called, withdrew, left or changed. */
@Component
class RegistrationProcess {

    private final RuntimeService runtime;

    RegistrationProcess(RuntimeService runtime) {
        this.runtime = runtime;
    }

    /** Starts the evacuation of a household; its business key is the case number. */
    void start(Household household, int partySize) {
        runtime.createMessageCorrelation("evacuationRequested")
                .processInstanceBusinessKey(household.caseNumber())
                .setVariables(Map.of(
                        "householdId",
                        household.id(),
                        "governorate",
                        known(household.governorate()),
                        "partySize",
                        partySize,
                        "priority",
                        household.priority() == null ? 4 : household.priority(),
                        "restricted",
                        household.restricted()))
                .correlateStartMessage();
    }

    /** Begins to wake those who have put leaving off in a governorate, as long as it is as dangerous. */
    void startWaking(String pcode, int risk) {
        runtime.createMessageCorrelation("governorateWorsened")
                .processInstanceBusinessKey(pcode)
                .setVariables(Map.of("governorate", pcode, "danger", risk, "lastWoken", 0L))
                .correlateStartMessage();
    }

    /** Tells the household's process what happened. @return false if it waits for no such news */
    boolean tell(String caseNumber, String message) {
        return !runtime.createMessageCorrelation(message)
                .processInstanceBusinessKey(caseNumber)
                .correlateAllWithResult()
                .isEmpty();
    }

    /** Has cleared officers settle what is likely the same as this restricted household; they are asked once. */
    void tellCleared(Household restricted) {
        boolean asked = runtime.createProcessInstanceQuery()
                        .processDefinitionKey("restricted-duplicate")
                        .processInstanceBusinessKey(restricted.caseNumber())
                        .count()
                > 0;
        if (!asked) {
            runtime.createMessageCorrelation("restrictedDuplicateFound")
                    .processInstanceBusinessKey(restricted.caseNumber())
                    .setVariables(Map.of(
                            "householdId",
                            restricted.id(),
                            "priority",
                            restricted.priority() == null ? 4 : restricted.priority(),
                            "restricted",
                            true))
                    .correlateStartMessage();
        }
    }

    /** Whether the household's case goes on and nobody settles what its first look has found. */
    boolean pastFirstLook(String caseNumber) {
        return runtime.createProcessInstanceQuery()
                                .processDefinitionKey("registration")
                                .processInstanceBusinessKey(caseNumber)
                                .activityIdIn("task_settleDuplicate")
                                .count()
                        == 0
                && runtime.createProcessInstanceQuery()
                                .processDefinitionKey("evacuation")
                                .processInstanceBusinessKey(caseNumber)
                                .count()
                        > 0;
    }

    /** Has an officer settle what is likely a duplicate now, beside the household's way; once at a time. */
    void settleLater(Household household) {
        boolean asked = runtime.createProcessInstanceQuery()
                        .processDefinitionKey("later-duplicate")
                        .processInstanceBusinessKey(household.caseNumber())
                        .count()
                > 0;
        if (!asked) {
            runtime.createMessageCorrelation("laterDuplicateFound")
                    .processInstanceBusinessKey(household.caseNumber())
                    .setVariables(Map.of(
                            "householdId",
                            household.id(),
                            "priority",
                            household.priority() == null ? 4 : household.priority(),
                            "restricted",
                            household.restricted()))
                    .correlateStartMessage();
        }
    }

    /** Corrects how many travel, wherever the household's processes know it. */
    void tellPartySize(String caseNumber, int partySize) {
        tellEverywhere(caseNumber, "partySize", partySize);
    }

    /** Corrects where the household is, wherever its processes know it. */
    void tellGovernorate(String caseNumber, @Nullable String governorate) {
        tellEverywhere(caseNumber, "governorate", known(governorate));
    }

    private static String known(@Nullable String governorate) {
        return governorate == null ? "unknown" : governorate;
    }

    private void tellEverywhere(String caseNumber, String variable, Object value) {
        runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(caseNumber)
                .active()
                .list()
                .forEach(instance -> runtime.setVariable(instance.getId(), variable, value));
    }
}
