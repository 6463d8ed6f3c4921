package org.homeward.workflow;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/** Lets one node at a time do what must be done once at start: a session-level advisory lock in PostgreSQL. */
@Component
public class StartLock {

    private static final long KEY = 0x484f4d45; // "HOME"

    private final DataSource dataSource;

    StartLock(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Waits until no other node holds the lock; released by closing. */
    public Held take() {
        try {
            Connection connection = dataSource.getConnection();
            try (Statement statement = connection.createStatement()) {
                statement.execute("select pg_advisory_lock(" + KEY + ")");
            }
            return new Held(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("The database did not give the start lock.", e);
        }
    }

    /** The lock while it is held. */
    public static final class Held implements AutoCloseable {

        private final Connection connection;

        private Held(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void close() {
            try (connection;
                    Statement statement = connection.createStatement()) {
                statement.execute("select pg_advisory_unlock(" + KEY + ")");
            } catch (SQLException e) {
                throw new IllegalStateException("The start lock could not be given back.", e);
            }
        }
    }
}
