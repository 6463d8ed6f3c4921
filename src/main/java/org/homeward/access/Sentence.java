package org.homeward.access;

import java.sql.SQLException;
import java.util.UUID;
import org.apache.ibatis.exceptions.PersistenceException;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.TaskAlreadyClaimedException;
import org.camunda.bpm.engine.exception.NotFoundException;
import org.camunda.bpm.engine.exception.NotValidException;
import org.camunda.bpm.engine.exception.NullValueException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;

/**
 * What a person reads when something went wrong, and the HTTP status it goes out with.
 *
 * @param status 4xx for what the person can mend, 500 only for what nobody expected
 * @param text a whole sentence, in the language of whoever is being answered
 * @param field the field it is about, if it is about one
 */
record Sentence(int status, String text, @Nullable String field) {

    static final String GONE = "This is no longer there: somebody has just done it, or the case went another way.";

    private static final String CHANGED =
            "Somebody else changed this at the same moment. Look again and repeat what is still needed.";
    private static final String THERE_ALREADY = "This is there already.";
    private static final String TAKEN = "Another officer has taken this task.";
    private static final String NOT_ALLOWED = "Your groups do not allow this.";
    static final String NOT_UNDERSTOOD = "This request could not be understood.";

    private static final String TOO_LONG =
            "This list may be longer than one answer: ask for it with maxResults, at most " + CamundaEdge.MOST_RESULTS
                    + ".";

    private static final Logger log = LoggerFactory.getLogger(Sentence.class);
    private static final int DEPTH = 30;

    /** PostgreSQL's name for a second row where there may be one (SQLSTATE of appendix A). */
    private static final String UNIQUE_VIOLATION = "23505";

    Sentence {
        text = Wording.of(text);
    }

    Sentence(int status, String text) {
        this(status, text, null);
    }

    /** The sentence for what was thrown, looking through the engine's wrappers; null when nobody expected it. */
    static @Nullable Sentence expected(Throwable thrown) {
        Sentence found = null;
        Throwable at = thrown;
        for (int depth = 0; at != null && depth < DEPTH; depth++) {
            if (at instanceof Refusal refusal) {
                return new Sentence(status(refusal), refusal.sentence(), refusal.field());
            }
            if (found == null) {
                found = ofEngine(at);
            }
            at = at.getCause();
        }
        return found;
    }

    private static int status(Refusal refusal) {
        if (refusal instanceof Refusal.Unreadable) {
            return 400;
        }
        if (refusal instanceof Refusal.NotAllowed) {
            return 403;
        }
        if (refusal instanceof Refusal.TooMany) {
            return 429;
        }
        return refusal instanceof Refusal.NotFound ? 404 : refusal instanceof Refusal.Conflict ? 409 : 422;
    }

    /** As {@link #expected}; what nobody expected is logged under an id, and the person is told the id and no more. */
    static Sentence of(Throwable thrown) {
        Sentence expected = expected(thrown);
        if (expected != null) {
            return expected;
        }
        String id = UUID.randomUUID().toString().substring(0, 8);
        log.error("Unexpected error {}", id, thrown);
        return new Sentence(
                500,
                "Something went wrong that is not your fault. Nothing was changed. Tell an administrator: " + id + ".");
    }

    private static @Nullable Sentence ofEngine(Throwable thrown) {
        if (thrown instanceof OptimisticLockingException || thrown instanceof ConcurrencyFailureException) {
            return new Sentence(409, CHANGED);
        }
        if (thrown instanceof TaskAlreadyClaimedException) {
            return new Sentence(409, TAKEN);
        }
        if (thrown instanceof AuthorizationException) {
            return new Sentence(403, NOT_ALLOWED);
        }
        if (thrown instanceof PersistenceException && isThereAlready(thrown.getCause())) {
            return new Sentence(409, THERE_ALREADY);
        }
        if (isOfNothing(thrown)) {
            return new Sentence(404, GONE);
        }
        if (thrown instanceof BadUserRequestException
                && String.valueOf(thrown.getMessage()).contains(" results ")) {
            return new Sentence(400, TOO_LONG);
        }
        if (thrown instanceof BadUserRequestException || thrown instanceof NotValidException) {
            return new Sentence(400, NOT_UNDERSTOOD);
        }
        return null;
    }

    private static boolean isThereAlready(@Nullable Throwable cause) {
        return cause instanceof SQLException database && UNIQUE_VIOLATION.equals(database.getSQLState());
    }

    /** The engine was asked for a task or an instance that is not there (any more). */
    private static boolean isOfNothing(Throwable thrown) {
        return thrown instanceof NotFoundException
                || thrown instanceof NullValueException
                        && String.valueOf(thrown.getMessage()).contains("Cannot find ")
                // It ended on another node between two queries of ours.
                || thrown instanceof ProcessEngineException
                        && String.valueOf(thrown.getMessage()).contains("list of executions is empty");
    }
}
