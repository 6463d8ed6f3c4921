package org.homeward.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.jspecify.annotations.Nullable;

/** What the form of a task asks for: fields by key, of the kinds that carry a decision and no free text. */
class TaskForm {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern MOMENT = Pattern.compile("[0-9T:.+Z -]{4,35}");

    private final Map<String, JsonNode> fields = new HashMap<>();

    private TaskForm(JsonNode form) {
        collect(form);
    }

    /** The deployed form of the task; a task without one asks for nothing. */
    static TaskForm of(FormService forms, String taskId) {
        try (InputStream form = forms.getDeployedTaskForm(taskId)) {
            return new TaskForm(JSON.readTree(form));
        } catch (BadUserRequestException e) {
            return new TaskForm(JSON.createObjectNode());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void collect(JsonNode component) {
        if (component.hasNonNull("key")) {
            fields.put(component.get("key").asText(), component);
        }
        component.path("components").forEach(this::collect);
    }

    /** @throws Refusal unless every value given is an answer to a field of this form */
    void check(Map<?, ?> given) {
        given.forEach((key, value) ->
                check(String.valueOf(key), value instanceof TypedValue typed ? typed.getValue() : value));
    }

    private void check(String key, @Nullable Object value) {
        JsonNode field = fields.get(key);
        if (field == null) {
            throw new Refusal("The form of this task does not ask for '" + key + "'.", key);
        }
        if (value != null && !isAnswer(field, value)) {
            throw new Refusal("'" + field.path("label").asText(key) + "' does not take this value.", key);
        }
    }

    private static boolean isAnswer(JsonNode field, Object value) {
        return switch (field.path("type").asText()) {
            case "select", "radio" -> isChoice(field, value);
            case "checkbox" -> value instanceof Boolean;
            case "number" -> value instanceof Number;
            case "datetime" ->
                value instanceof String text && MOMENT.matcher(text).matches();
            default -> false;
        };
    }

    private static boolean isChoice(JsonNode field, Object value) {
        for (JsonNode choice : field.path("values")) {
            if (choice.path("value").asText().equals(String.valueOf(value))) {
                return true;
            }
        }
        return false;
    }
}
