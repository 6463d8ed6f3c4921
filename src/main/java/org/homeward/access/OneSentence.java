package org.homeward.access;

import java.sql.SQLException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Whoever starts Homeward where it cannot run reads why in one sentence, and no stack trace. */
class OneSentence implements FailureAnalyzer {

    private static final String NO_DATABASE = "The database does not answer: check SPRING_DATASOURCE_URL,"
            + " SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD, and that the server runs.";

    private static final String OTHER_TABLES = "The tables in this database were made by another version of Homeward:"
            + " start that version on it, or this one on an empty database.";

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String sentence = sentence(cause);
            if (sentence != null) {
                return new FailureAnalysis(sentence, null, failure);
            }
        }
        return null;
    }

    private static @Nullable String sentence(Throwable cause) {
        if (cause instanceof CannotStart) {
            return cause.getMessage();
        }
        if (cause instanceof IllegalStateException
                && String.valueOf(cause.getMessage()).matches("(?s)(Another Homeward|Homeward cannot write) .*")) {
            return cause.getMessage();
        }
        if (cause instanceof FlywayValidateException) {
            return OTHER_TABLES;
        }
        if (String.valueOf(cause.getMessage()).contains("claims to not accept jdbcUrl")) {
            return NO_DATABASE;
        }
        if (cause instanceof SQLException sql && isUnreachable(sql.getSQLState())) {
            return NO_DATABASE;
        }
        return null;
    }

    /** Class 08 is no connection, 28 wrong name or password, 3D no such database. */
    private static boolean isUnreachable(@Nullable String state) {
        return state != null && (state.startsWith("08") || state.startsWith("28") || state.startsWith("3D"));
    }
}
