package org.homeward.workflow;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.server.ConfigurableServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The database when none is configured: a PostgreSQL of our own under {@code homeward.data}, kept over restarts, reached
 * and listening on loopback only.
 */
@Configuration
@ConditionalOnExpression("'${spring.datasource.url:}' == ''")
class EmbeddedDatabase {

    @Bean
    WebServerFactoryCustomizer<ConfigurableServletWebServerFactory> loopbackOnly() {
        return server -> server.setAddress(InetAddress.getLoopbackAddress());
    }

    @Bean(destroyMethod = "close")
    Server embeddedServer(@Value("${homeward.data}") String data, @Value("${homeward.durable}") boolean durable)
            throws IOException {
        return Server.open(
                Path.of(data.isBlank() ? "data" : data).toAbsolutePath().normalize(), durable);
    }

    @Bean
    DataSource dataSource(
            Server server,
            @Value("${spring.datasource.hikari.connection-init-sql}") String initSql,
            @Value("${spring.datasource.hikari.maximum-pool-size}") int poolSize) {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl("jdbc:postgresql://localhost:" + server.port + "/postgres");
        pool.setUsername("postgres");
        pool.setConnectionInitSql(initSql);
        pool.setMaximumPoolSize(poolSize);
        return new HikariDataSource(pool);
    }

    /** One running PostgreSQL and the lock that keeps its folder ours. */
    static final class Server implements AutoCloseable {

        private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
        private static final Duration PATIENCE = Duration.ofSeconds(30);

        private final int port;
        private final FileChannel lockFile;
        private final Closeable stop;

        private Server(int port, FileChannel lockFile, Closeable stop) {
            this.port = port;
            this.lockFile = lockFile;
            this.stop = stop;
        }

        static Server open(Path data, boolean durable) throws IOException {
            FileChannel lockFile = lockFile(data);
            FileLock lock = lockFile.tryLock();
            if (lock == null) {
                throw new IllegalStateException("Another Homeward is running on the data in " + data
                        + ". Stop it first, or set SPRING_DATASOURCE_URL to a PostgreSQL that both may use.");
            }
            Path cluster = data.resolve("postgresql");
            Server orphan = orphan(cluster, lockFile);
            if (orphan != null) {
                return orphan;
            }
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setDataDirectory(cluster)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setOverrideWorkingDirectory(data.resolve("binaries").toFile())
                    .setServerConfig("max_connections", "100")
                    .setServerConfig("timezone", "UTC")
                    .setServerConfig("fsync", durable ? "on" : "off")
                    .setServerConfig("synchronous_commit", durable ? "on" : "off")
                    .start();
            return new Server(postgres.getPort(), lockFile, postgres);
        }

        private static FileChannel lockFile(Path data) {
            try {
                Files.createDirectories(data);
                return FileChannel.open(
                        data.resolve("homeward.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            } catch (IOException e) {
                throw new IllegalStateException(
                        "Homeward cannot write to " + data + ". Set HOMEWARD_DATA to a folder that it may write to.",
                        e);
            }
        }

        /**
         * After a crash of ours the database may still run, and is ours again: its pid file names process (line 1) and
         * port (line 4). A number that another program has got meanwhile is none of ours.
         */
        private static @Nullable Server orphan(Path cluster, FileChannel lockFile) throws IOException {
            Path pidFile = cluster.resolve("postmaster.pid");
            if (!Files.exists(pidFile)) {
                return null;
            }
            List<String> lines = Files.readAllLines(pidFile);
            if (lines.size() < 4) {
                return null;
            }
            int port = Integer.parseInt(lines.get(3).trim());
            return ProcessHandle.of(Long.parseLong(lines.get(0).trim()))
                    .filter(process -> process.info().command().orElse("").contains("postgres"))
                    .map(process -> new Server(port, lockFile, () -> stop(process)))
                    .orElse(null);
        }

        /** Lets PostgreSQL stop by itself, which it does once nobody is connected. */
        private static void stop(ProcessHandle postgres) {
            postgres.destroy();
            try {
                postgres.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                LOG.warn("The embedded PostgreSQL, process {}, still runs.", postgres.pid());
            }
        }

        @Override
        public void close() {
            try (lockFile) {
                stop.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
