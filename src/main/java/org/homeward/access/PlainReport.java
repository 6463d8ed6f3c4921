package org.homeward.access;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Prints why Homeward does not start as one line, in place of Spring Boot's page. */
class PlainReport implements FailureAnalysisReporter {

    @Override
    public void report(FailureAnalysis analysis) {
        String what = analysis.getDescription().strip();
        String action =
                analysis.getAction() == null ? "" : " " + analysis.getAction().strip();
        System.err.println("Homeward does not start. " + what + action);
    }
}
