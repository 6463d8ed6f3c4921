package org.homeward.contact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.homeward.access.CannotStart;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * A gateway that takes {@code {"to", "from", "text", "reference"}} as JSON by POST, with a bearer token and the header
 * {@code Idempotency-Key}, and answers 2xx, with an {@code id} if it gives one.
 */
@Component
class HttpSmsGateway implements SmsGateway {

    /** Answers of 4xx that say come again, and not that the SMS is wrong; 409: the same key is being worked on. */
    private static final Set<Integer> BUSY = Set.of(408, 409, 425, 429);

    /** Answers of 4xx that speak of our address, our token or, 402, our credit. */
    private static final Set<Integer> NOT_FOR_US = Set.of(401, 402, 403, 404, 405, 407);

    private static final Set<String> OWN_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final ObjectMapper json = new ObjectMapper();
    private final @Nullable URI address;
    private final String token;
    private final String sender;
    private final Duration patience;

    /** @throws CannotStart if the address is none, or would show numbers to whoever listens in */
    HttpSmsGateway(
            @Value("${homeward.sms.url}") String url,
            @Value("${homeward.sms.token}") String token,
            @Value("${homeward.sms.from}") String sender,
            @Value("${homeward.sms.patience}") Duration patience) {
        address = url.isBlank() ? null : checked(url.strip());
        this.token = token.strip();
        this.sender = sender.strip();
        this.patience = patience;
    }

    private static URI checked(String url) {
        URI address;
        try {
            address = URI.create(url);
        } catch (IllegalArgumentException e) {
            address = URI.create("");
        }
        boolean safe = "https".equals(address.getScheme())
                || "http".equals(address.getScheme()) && OWN_MACHINE.contains(String.valueOf(address.getHost()));
        if (!safe || address.getHost() == null) {
            throw new CannotStart("HOMEWARD_SMS_URL is no address of an SMS gateway: it begins with https://, or with"
                    + " http://localhost on this machine.");
        }
        return address;
    }

    @Override
    public boolean isSetUp() {
        return address != null;
    }

    @Override
    public @Nullable String send(String phone, String text, String key) throws NotTaken {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(patience)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(written(phone, text, key)));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> answer = answer(request.build());
        int status = answer.statusCode();
        if (status / 100 == 2) {
            return idIn(answer.body());
        }
        String said = "the gateway answers with status " + status + ".";
        if (status >= 500 || BUSY.contains(status)) {
            throw new NotTaken("gatewayBusy", said);
        }
        throw status < 400 || NOT_FOR_US.contains(status)
                ? new NotTaken("gatewayNotOurs", said + " Look at homeward.sms.url, homeward.sms.token and the credit.")
                : new NotTaken("numberRefused", said);
    }

    private String written(String phone, String text, String key) {
        try {
            return json.writeValueAsString(Map.of("to", phone, "from", sender, "text", text, "reference", key));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The whole answer within our patience, also from a gateway that begins to answer and does not end. */
    private HttpResponse<String> answer(HttpRequest request) throws NotTaken {
        CompletableFuture<HttpResponse<String>> coming = http.sendAsync(request, BodyHandlers.ofString());
        try {
            return coming.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new NotTaken("gatewaySilent", "the gateway does not answer.");
        } catch (ExecutionException e) {
            throw new NotTaken("gatewaySilent", "the gateway cannot be reached.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotTaken("gatewaySilent", "Homeward is shutting down.");
        } finally {
            coming.cancel(true);
        }
    }

    /** An answer that gives none, or is no JSON, took the SMS all the same. */
    private @Nullable String idIn(String answer) {
        try {
            JsonNode id = json.readTree(answer).path("id");
            return id.isValueNode() && !id.isNull() ? id.asText() : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
