package org.homeward.access;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Shuts a published hole of 7.24.0 at the edge: anybody signed in could run expressions through a query's fields. What is
 * sent to Camunda's interfaces is read here first, and a field or parameter named {@code …Expression}, however deep, may
 * only hold one of three. (The other hole, the set-up of a first administrator, is not in {@link Rights} at all.) Cockpit
 * asks for some short lists without a bound, which the engine refuses: they get one here.
 */
@Component
class CamundaEdge extends OncePerRequestFilter {

    static final Set<String> ALLOWED = Set.of("${currentUser()}", "${currentUserGroups()}", "${now()}");

    /** That one query of somebody signed in may answer; Tasklist and Cockpit read page by page. */
    static final int MOST_RESULTS = 2_000;

    /** What a process calls, counted with the restricted cases; Cockpit draws its diagram without it as well. */
    private static final Pattern COUNTED_ACROSS_TENANTS =
            Pattern.compile("/cockpit/plugin/base/default/process-definition/[^/]+/called-process-definitions/*$");

    private static final int LARGEST = 1_000_000;
    private static final String TOO_LARGE = "This is more than Camunda's pages ever send.";
    private static final String NOT_JSON = "The body is not JSON.";

    private final Answers answers;
    private final ObjectMapper json = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    CamundaEdge(Answers answers) {
        this.answers = answers;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        byte[] body = request.getInputStream().readNBytes(LARGEST + 1);
        Sentence refusal = refusal(request, body);
        if (refusal != null) {
            answers.write(request, response, refusal);
            return;
        }
        if (COUNTED_ACROSS_TENANTS.matcher(request.getRequestURI()).find() && !request.isUserInRole(Rights.CLEARED)) {
            response.setContentType(MediaType.APPLICATION_JSON_VALUE);
            response.getWriter().write("[]");
            return;
        }
        chain.doFilter(new Reread(request, body), response);
    }

    private @Nullable Sentence refusal(HttpServletRequest request, byte[] body) throws IOException {
        if (body.length > LARGEST) {
            return new Sentence(413, TOO_LARGE);
        }
        for (var parameter : request.getParameterMap().entrySet()) {
            for (String value : parameter.getValue()) {
                if (isExpression(parameter.getKey()) && !ALLOWED.contains(value)) {
                    return new Sentence(400, QueryExpressions.REFUSED);
                }
            }
        }
        if (body.length == 0) {
            return null;
        }
        try {
            return runsExpression(json.readTree(body)) ? new Sentence(400, QueryExpressions.REFUSED) : null;
        } catch (JsonProcessingException e) {
            return new Sentence(400, NOT_JSON);
        }
    }

    private static boolean runsExpression(JsonNode node) {
        for (var field : node.properties()) {
            JsonNode value = field.getValue();
            if (isExpression(field.getKey())
                    && !value.isNull()
                    && !(value.isTextual() && ALLOWED.contains(value.textValue()))) {
                return true;
            }
        }
        for (JsonNode child : node) {
            if (runsExpression(child)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isExpression(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith("expression");
    }

    /** The request, its body read before and its list bounded. */
    private static class Reread extends HttpServletRequestWrapper {

        private final byte[] body;

        Reread(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public @Nullable String getQueryString() {
            String query = super.getQueryString();
            if (!getMethod().equals("GET") || getParameter("maxResults") != null) {
                return query;
            }
            return (query == null ? "" : query + "&") + "maxResults=" + MOST_RESULTS;
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }

        @Override
        public ServletInputStream getInputStream() {
            var content = new ByteArrayInputStream(body);
            return new ServletInputStream() {
                @Override
                public int read() {
                    return content.read();
                }

                @Override
                public int read(byte[] buffer, int offset, int length) {
                    return content.read(buffer, offset, length);
                }

                @Override
                public boolean isFinished() {
                    return content.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new UnsupportedOperationException();
                }
            };
        }
    }
}
