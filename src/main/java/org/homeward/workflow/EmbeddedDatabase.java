package org.homeward.workflow;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
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
    Server embeddedServer(@Value("${homeward.data}") Path data, @Value("${homeward.durable}") boolean durable)
            throws IOException {
        return Server.open(data.toAbsolutePath().normalize(), durable);
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

        private final int port;
        private final FileChannel lockFile;
        private final @Nullable EmbeddedPostgres started;

        private Server(int port, FileChannel lockFile, @Nullable EmbeddedPostgres started) {
            this.port = port;
            this.lockFile = lockFile;
            this.started = started;
        }

        static Server open(Path data, boolean durable) throws IOException {
            Files.createDirectories(data);
            FileChannel lockFile = FileChannel.open(
                    data.resolve("homeward.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = lockFile.tryLock();
            if (lock == null) {
                throw new IllegalStateException("Another Homeward is running on the data in " + data
                        + ". Stop it first, or set SPRING_DATASOURCE_URL to a PostgreSQL that both may use.");
            }
            Path cluster = data.resolve("postgresql");
            Integer orphan = portOfOrphan(cluster);
            if (orphan != null) {
                return new Server(orphan, lockFile, null);
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

        /** After a crash of ours the database may still run: its pid file names process (line 1) and port (line 4). */
        private static @Nullable Integer portOfOrphan(Path cluster) throws IOException {
            Path pidFile = cluster.resolve("postmaster.pid");
            if (!Files.exists(pidFile)) {
                return null;
            }
            List<String> lines = Files.readAllLines(pidFile);
            boolean alive = lines.size() > 3
                    && ProcessHandle.of(Long.parseLong(lines.get(0).trim()))
                            .map(ProcessHandle::isAlive)
                            .orElse(false);
            return alive ? Integer.valueOf(lines.get(3).trim()) : null;
        }

        @Override
        public void close() {
            try (lockFile) {
                if (started != null) {
                    started.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
