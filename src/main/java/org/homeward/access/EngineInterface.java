package org.homeward.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.rest.exception.ExceptionHandler;
import org.camunda.bpm.engine.rest.exception.JsonMappingExceptionHandler;
import org.camunda.bpm.engine.rest.exception.JsonParseExceptionHandler;
import org.camunda.bpm.engine.rest.exception.ProcessEngineExceptionHandler;
import org.camunda.bpm.engine.rest.exception.RestException;
import org.camunda.bpm.engine.rest.exception.RestExceptionHandler;
import org.camunda.bpm.webapp.impl.engine.EngineRestApplication;
import org.glassfish.jersey.server.ServerProperties;
import org.jspecify.annotations.Nullable;

/**
 * Camunda's interface under {@code /camunda/api/engine}, with errors answered in plain sentences; public, because Jersey
 * creates it by name.
 */
public class EngineInterface extends EngineRestApplication {

    private static final Set<Class<?>> TALKATIVE = Set.of(
            ExceptionHandler.class,
            RestExceptionHandler.class,
            ProcessEngineExceptionHandler.class,
            JsonMappingExceptionHandler.class,
            JsonParseExceptionHandler.class);

    @Override
    public Set<Class<?>> getClasses() {
        Set<Class<?>> classes = new HashSet<>(super.getClasses());
        classes.removeAll(TALKATIVE);
        classes.add(Plain.class);
        return classes;
    }

    @Override
    public Map<String, Object> getProperties() {
        return Map.of(
                ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR,
                true,
                // Jersey's own words about JSON would come before ours; Camunda brings its reader of JSON itself.
                ServerProperties.FEATURE_AUTO_DISCOVERY_DISABLE,
                true);
    }

    /** Whatever was thrown, the officer reads one sentence in the place where Camunda's pages look for it. */
    public static class Plain implements ExceptionMapper<Throwable> {

        @Override
        public Response toResponse(Throwable thrown) {
            Sentence sentence = Sentence.expected(thrown);
            if (sentence == null) {
                sentence = ofInterface(thrown);
            }
            if (sentence == null) {
                sentence = Sentence.of(thrown);
            }
            return Response.status(sentence.status())
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .entity(Map.of("type", "Homeward", "message", sentence.text()))
                    .build();
        }

        private static @Nullable Sentence ofInterface(Throwable thrown) {
            if (thrown instanceof RestException rest && rest.getStatus() != null) {
                int status = rest.getStatus().getStatusCode();
                return status < 500
                        ? new Sentence(status, status == 404 ? Sentence.GONE : Sentence.NOT_UNDERSTOOD)
                        : null;
            }
            if (thrown instanceof WebApplicationException answer) {
                int status = answer.getResponse().getStatus();
                return status < 500 ? new Sentence(status, Sentence.NOT_UNDERSTOOD) : null;
            }
            return thrown instanceof JsonProcessingException || isMissingFromRequest(thrown)
                    ? new Sentence(400, Sentence.NOT_UNDERSTOOD)
                    : null;
        }

        /** Camunda's reading of requests falls over what is not there, as a call without its body. */
        private static boolean isMissingFromRequest(Throwable thrown) {
            StackTraceElement[] at = thrown.getStackTrace();
            return thrown instanceof NullPointerException
                    && at.length > 0
                    && at[0].getClassName().startsWith("org.camunda.bpm.engine.rest.");
        }
    }
}
