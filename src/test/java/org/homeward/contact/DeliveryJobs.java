package org.homeward.contact;

import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.managementService;

import java.util.List;
import org.camunda.bpm.engine.runtime.Job;

/** The jobs that take messages to households, run by hand. */
final class DeliveryJobs {

    private DeliveryJobs() {}

    static List<Job> jobs() {
        return managementService()
                .createJobQuery()
                .processDefinitionKey("delivery")
                .list();
    }

    static void runJobs() {
        for (Job job : jobs()) {
            try {
                managementService().executeJob(job.getId());
            } catch (RuntimeException failed) {
                // The engine has noted it; the test looks at what it noted.
            }
        }
    }
}
