package org.homeward.workflow;

import java.util.regex.Pattern;
import org.camunda.bpm.engine.impl.incident.DefaultIncidentHandler;
import org.camunda.bpm.engine.impl.incident.IncidentContext;
import org.camunda.bpm.engine.runtime.Incident;
import org.jspecify.annotations.Nullable;

/** An incident begins with the sentence that says what went wrong, for officers read it in a narrow column of Cockpit. */
class PlainIncidents extends DefaultIncidentHandler {

    /** The engine's own words around it: which expression it was, and the class of what was thrown. */
    private static final Pattern WRAPPING =
            Pattern.compile("^(?:[^\\n]*? Cause: )?(?:(?:\\w+\\.)+[A-Z][\\w$]*: )+(?=\\S)");

    PlainIncidents() {
        super(Incident.FAILED_JOB_HANDLER_TYPE);
    }

    @Override
    public Incident handleIncident(IncidentContext context, @Nullable String message) {
        return super.handleIncident(context, sentence(message));
    }

    /** The message without its wrapping; as it is when there is none. The stack trace of the job keeps everything. */
    static @Nullable String sentence(@Nullable String message) {
        return message == null ? null : WRAPPING.matcher(message).replaceFirst("");
    }
}
