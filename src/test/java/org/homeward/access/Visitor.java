package org.homeward.access;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Somebody with a browser's cookies before the started application. */
public class Visitor {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final CookieManager cookies = new CookieManager();
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(cookies).build();
    private final String house;
    private String language = "en";

    public Visitor(int port) {
        house = "http://localhost:" + port;
    }

    /** From here on the browser asks for these languages, as {@code Accept-Language} says it. */
    public Visitor inLanguage(String languages) {
        language = languages;
        return this;
    }

    /** Signs in as the officer, whose password is the name, and opens Tasklist or Cockpit once for its CSRF token. */
    public Visitor signedIn(String name) throws Exception {
        HttpResponse<String> answer = form("/sign-in", "username", name, "password", name);
        if (!answer.headers().firstValue("Location").orElse("").endsWith("/")) {
            throw new AssertionError("Not signed in: " + answer);
        }
        get("/camunda/api/admin/auth/user/default");
        return this;
    }

    public HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    /** Posts a form of our pages, with the token that its page carries. */
    public HttpResponse<String> form(String path, String... fields) throws Exception {
        Matcher token = TOKEN.matcher(get("/sign-in").body());
        StringBuilder body = new StringBuilder("_csrf=" + (token.find() ? token.group(1) : ""));
        for (int i = 0; i < fields.length; i += 2) {
            body.append('&')
                    .append(fields[i])
                    .append('=')
                    .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body.toString())));
    }

    /** Sends JSON as Camunda's pages do. */
    public HttpResponse<String> json(String method, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .method(method, BodyPublishers.ofString(body));
        String token = cookie("XSRF-TOKEN");
        return send(token == null ? request : request.header("X-XSRF-TOKEN", token));
    }

    public HttpResponse<String> engine(String path, String body) throws Exception {
        return json("POST", "/camunda/api/engine/engine/default" + path, body);
    }

    @Nullable
    String cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse(null);
    }

    private URI uri(String path) {
        return URI.create(house + path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.header("Accept-Language", language).build(), BodyHandlers.ofString());
    }
}
