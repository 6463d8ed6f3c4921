package org.homeward.workflow;

import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationInitializer;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** How our engine differs from the factory settings (see design §5 for why). */
@Component
@Order(Integer.MAX_VALUE)
class EngineSettings extends AbstractProcessEnginePlugin {

    private final StartLock startLock;
    private StartLock.@Nullable Held held;

    /** The tables must be there first: hence the migration as a parameter. */
    EngineSettings(FlywayMigrationInitializer migrated, StartLock startLock) {
        this.startLock = startLock;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl engine) {
        held = startLock.take();
        engine.setEnableExceptionsAfterUnhandledBpmnError(true);
        engine.setFailedJobRetryTimeCycle("PT10S,PT1M,PT10M");
        engine.setCustomIncidentHandlers(List.of(new PlainIncidents()));
        engine.setJobExecutorAcquireExclusiveOverProcessHierarchies(true);
        engine.setDefaultUserPermissionNameForTask("TASK_WORK");
        engine.setDeserializationTypeValidationEnabled(true);
        engine.setJavaSerializationFormatEnabled(false);
        engine.setEnableFetchScriptEngineFromProcessApplication(false);
        engine.setHistoryTimeToLive("P365D");
        engine.setHistoryCleanupBatchWindowStartTime("02:00");
        engine.setHistoryCleanupBatchWindowEndTime("04:00");
        // A refusal reaches the officer as a sentence; whoever calls logs what is a fault.
        engine.setEnableCmdExceptionLogging(false);
        engine.setEnableReducedJobExceptionLogging(true);
        engine.setLoginMaxAttempts(10);
        engine.setLoginDelayBase(3);
        engine.setLoginDelayFactor(2);
        engine.setLoginDelayMaxTime(300);
    }

    @Override
    public void postProcessEngineBuild(ProcessEngine processEngine) {
        if (held != null) {
            held.close();
            held = null;
        }
    }
}
