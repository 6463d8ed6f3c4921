package org.homeward.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.util.ContentCachingResponseWrapper;
import org.springframework.web.util.HtmlUtils;

/**
 * What Camunda's interfaces answer, as officers read it. A browser that asks for Russian gets the words of the models in
 * Russian ({@link ModelWords}): forms, tasks, processes, diagrams, tables, filters and groups. And an officer without a first and last name is called by the user name, not "null null".
 */
@Component
class CamundaAnswers extends OncePerRequestFilter {

    /** The fields that hold words for people; all others are ids and values, and stay as they are. */
    private static final Set<String> WORDS = Set.of(
            "name",
            "label",
            "text",
            "description",
            "dateLabel",
            "timeLabel",
            "activityName",
            "definitionName",
            "processDefinitionName");

    private static final String DIAGRAM = "bpmn20Xml";
    private static final String TABLE = "dmnXml";
    private static final Pattern NAME = Pattern.compile("\\b(name|label)=\"([^\"]+)\"");
    private static final Pattern ANNOTATION = Pattern.compile("(<description>)([^<]+)(?=</description>)");

    private final LocaleResolver languages;
    private final ObjectMapper json;

    CamundaAnswers(LocaleResolver languages, ObjectMapper json) {
        this.languages = languages;
        this.json = json;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean profile = request.getRequestURI().endsWith("/profile");
        boolean inRussian = languages.resolveLocale(request).getLanguage().equals("ru");
        if (!profile && !inRussian) {
            chain.doFilter(request, response);
            return;
        }
        var kept = new ContentCachingResponseWrapper(response);
        chain.doFilter(request, kept);
        if (isJson(kept) && kept.getContentSize() > 0) {
            JsonNode answer = json.readTree(kept.getContentAsByteArray());
            if (profile && answer instanceof ObjectNode officer) {
                nameByUserName(officer);
            }
            if (inRussian) {
                translate(answer);
                kept.setHeader(HttpHeaders.CONTENT_LANGUAGE, "ru");
            }
            kept.resetBuffer();
            kept.getOutputStream().write(json.writeValueAsBytes(answer));
        }
        kept.copyBodyToResponse();
    }

    private static boolean isJson(HttpServletResponse response) {
        String type = response.getContentType();
        return type != null && type.toLowerCase(Locale.ROOT).contains("json");
    }

    private static void nameByUserName(ObjectNode officer) {
        if (officer.path("firstName").isNull() && officer.path("lastName").isNull()) {
            officer.set("firstName", officer.path("id"));
            officer.put("lastName", "");
        }
    }

    private void translate(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (var field : object.properties()) {
                if (!field.getValue().isTextual()) {
                    continue;
                }
                String text = field.getValue().textValue();
                if (WORDS.contains(field.getKey())) {
                    object.put(field.getKey(), ModelWords.inRussian(text));
                } else if (field.getKey().equals(DIAGRAM)) {
                    object.put(DIAGRAM, diagramInRussian(text));
                } else if (field.getKey().equals(TABLE)) {
                    object.put(TABLE, annotationsInRussian(diagramInRussian(text)));
                }
            }
        }
        node.forEach(this::translate);
    }

    private static String diagramInRussian(String xml) {
        return NAME.matcher(xml).replaceAll(found -> {
            String words = HtmlUtils.htmlUnescape(found.group(2)).replaceAll("\\s+", " ");
            String russian = ModelWords.inRussian(words);
            return Matcher.quoteReplacement(
                    russian.equals(words)
                            ? found.group()
                            : found.group(1) + "=\"" + HtmlUtils.htmlEscape(russian, "UTF-8") + "\"");
        });
    }

    private static String annotationsInRussian(String xml) {
        return ANNOTATION.matcher(xml).replaceAll(found -> {
            String words = HtmlUtils.htmlUnescape(found.group(2));
            return Matcher.quoteReplacement(found.group(1) + HtmlUtils.htmlEscape(Wording.of(words), "UTF-8"));
        });
    }
}
