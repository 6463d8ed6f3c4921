package org.homeward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.homeward.access.Visitor;

/** The jar as people run it, in a folder of its own, where {@code said.txt} and {@code warned.txt} hold what it prints. */
final class PackagedJar {

    static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Path JAR = Path.of(System.getProperty("homeward.jar", "target/homeward.jar"));

    private final Path folder;

    PackagedJar(Path folder) {
        this.folder = folder;
    }

    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx700m",
                "-jar",
                JAR.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(false)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("said.txt").toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("warned.txt").toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("SPRING_") || name.startsWith("HOMEWARD_"));
        return builder.start();
    }

    /** Starts it on a database in the folder, with the demo, and waits until it is up. */
    Process serve(int port, String... settings) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("--homeward.data=" + folder.resolve("data"), "--server.port=" + port));
        arguments.addAll(List.of(settings));
        Process homeward = start(arguments.toArray(String[]::new));
        try {
            await().atMost(PATIENCE).until(() -> !homeward.isAlive() || isUp(port));
            assertThat(homeward.isAlive()).as("it is up").isTrue();
            return homeward;
        } catch (Throwable failed) {
            homeward.destroyForcibly();
            throw failed;
        }
    }

    private static boolean isUp(int port) throws InterruptedException {
        try {
            return new Visitor(port).get("/actuator/health").statusCode() == 200;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception notYet) {
            return false;
        }
    }

    static void stop(Process homeward) throws InterruptedException {
        homeward.destroy();
        assertThat(homeward.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
