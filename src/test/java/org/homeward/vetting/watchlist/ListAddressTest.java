package org.homeward.vetting.watchlist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.homeward.access.Refusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lists are fetched from a publisher who may be slow, or never come to an end. */
class ListAddressTest {

    private static final byte[] BEGINNING = "id,name\n".getBytes(StandardCharsets.UTF_8);

    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer publisher;

    @BeforeEach
    void publish() throws IOException {
        publisher = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        publisher.setExecutor(Executors.newCachedThreadPool());
        publisher.createContext("/list.csv", exchange -> {
            exchange.sendResponseHeaders(200, BEGINNING.length);
            exchange.getResponseBody().write(BEGINNING);
            exchange.close();
        });
        publisher.createContext("/endless.csv", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(BEGINNING);
            exchange.getResponseBody().flush();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        publisher.start();
    }

    @AfterEach
    void shut() {
        over.countDown();
        publisher.stop(0);
    }

    @Test
    void a_list_that_comes_in_time_is_taken_whole() {
        ListFile list = new ListAddress(Set.of("localhost"), Duration.ofSeconds(20)).fetch(at("/list.csv"));
        assertThat(list.content()).isEqualTo(BEGINNING);
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_list_that_never_comes_to_its_end_is_given_up() {
        ListAddress hasty = new ListAddress(Set.of("localhost"), Duration.ofMillis(500));
        assertThatThrownBy(() -> hasty.fetch(at("/endless.csv")))
                .isInstanceOf(Refusal.class)
                .hasMessage("The address does not answer, or broke off. Nothing was loaded.");
    }

    private String at(String path) {
        return "http://localhost:" + publisher.getAddress().getPort() + path;
    }
}
