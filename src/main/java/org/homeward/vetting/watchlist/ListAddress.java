package org.homeward.vetting.watchlist;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.homeward.access.Refusal;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Fetches lists from their publishers: by https, from hosts of the open internet only, of bounded size. Hosts of one's own
 * network must be named in {@code homeward.watch-list-hosts}; these may also be asked by http. What a name stands for is
 * looked at just before it is asked, while the JVM remembers the answer (30 s by default).
 */
@Component
public class ListAddress {

    private static final int MOST_BYTES = 64 << 20;
    private static final int MOST_REDIRECTS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Set<String> ownHosts;
    private final Duration wholeWithin;
    private final HttpClient http = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    @Autowired
    ListAddress(@Value("${homeward.watch-list-hosts:}") Set<String> ownHosts) {
        this(ownHosts, PATIENCE);
    }

    /** @param wholeWithin how long an answer may take to come whole once it has begun */
    ListAddress(Set<String> ownHosts, Duration wholeWithin) {
        this.ownHosts = ownHosts;
        this.wholeWithin = wholeWithin;
    }

    /** @throws Refusal if the address may not be asked, or does not give a file */
    public ListFile fetch(String address) {
        URI uri = checked(address);
        try {
            for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
                HttpResponse<InputStream> answer =
                        http.send(HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), BodyHandlers.ofInputStream());
                try (InputStream body = answer.body()) {
                    if (answer.statusCode() == 200) {
                        return file(uri, body);
                    }
                    String onward = answer.headers().firstValue("Location").orElse(null);
                    if (answer.statusCode() / 100 != 3 || onward == null) {
                        throw new Refusal(
                                "The address answered with " + answer.statusCode() + ". Nothing was loaded.", "url");
                    }
                    uri = checked(uri.resolve(onward).toString());
                }
            }
            throw new Refusal("The address leads from one place to the next. Nothing was loaded.", "url");
        } catch (IOException | IllegalArgumentException e) {
            throw new Refusal("The address does not answer, or broke off. Nothing was loaded.", "url");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("The address does not answer, or broke off. Nothing was loaded.", "url");
        }
    }

    private ListFile file(URI uri, InputStream body) throws IOException {
        byte[] content = inTime(body);
        if (content.length > MOST_BYTES) {
            throw new Refusal("The file is too large: at most 64 MB are taken.", "url");
        }
        String path = uri.getPath();
        return new ListFile(path.substring(path.lastIndexOf('/') + 1), content);
    }

    /** Who waits for more is woken when the stream is closed from here. */
    private byte[] inTime(InputStream body) throws IOException {
        CompletableFuture<Void> tooLong = CompletableFuture.runAsync(
                () -> close(body), CompletableFuture.delayedExecutor(wholeWithin.toMillis(), TimeUnit.MILLISECONDS));
        try {
            return body.readNBytes(MOST_BYTES + 1);
        } finally {
            tooLong.cancel(false);
        }
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private URI checked(String address) {
        URI uri;
        try {
            uri = URI.create(address.strip());
        } catch (IllegalArgumentException e) {
            throw new Refusal("This is no address.", "url");
        }
        String host = uri.getHost();
        if (host != null && ownHosts.contains(host)) {
            return uri;
        }
        if (host == null || !"https".equals(uri.getScheme())) {
            throw new Refusal("A list is fetched from an address that begins with https://.", "url");
        }
        try {
            for (InetAddress ip : InetAddress.getAllByName(host)) {
                if (isOfOwnNetwork(ip)) {
                    throw new Refusal(
                            "This address lies in Homeward's own network, and is not named as allowed.", "url");
                }
            }
        } catch (UnknownHostException e) {
            throw new Refusal("There is no such host.", "url");
        }
        return uri;
    }

    private static boolean isOfOwnNetwork(InetAddress ip) {
        byte[] bytes = ip.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        return ip.isLoopbackAddress()
                || ip.isSiteLocalAddress()
                || ip.isLinkLocalAddress()
                || ip.isAnyLocalAddress()
                || ip.isMulticastAddress()
                || (bytes.length == 4 && (first == 0 || first >= 240 || first == 100 && second >= 64 && second < 128))
                || (bytes.length == 16 && (first & 0xfe) == 0xfc);
    }
}
