package org.homeward.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.value.SerializableValue;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.jspecify.annotations.Nullable;

/** What the form of a task asks for: fields by key, of the kinds that carry a decision and no free text. */
class TaskForm {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern MOMENT = Pattern.compile("[0-9T:.+Z -]{4,35}");

    private final FeelEngine feel;
    private final Map<String, Field> fields = new LinkedHashMap<>();

    private TaskForm(JsonNode form, FeelEngine feel) {
        this.feel = feel;
        collect(form, List.of());
    }

    /** The deployed form of the task; a task without one asks for nothing. */
    static TaskForm of(FormService forms, FeelEngine feel, String taskId) {
        try (InputStream form = forms.getDeployedTaskForm(taskId)) {
            return new TaskForm(JSON.readTree(form), feel);
        } catch (BadUserRequestException e) {
            return new TaskForm(JSON.createObjectNode(), feel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void collect(JsonNode component, List<String> hiddenAround) {
        List<String> hiddenWhen = new ArrayList<>(hiddenAround);
        if (component.path("conditional").hasNonNull("hide")) {
            hiddenWhen.add(component.path("conditional").path("hide").asText().replaceFirst("^=", ""));
        }
        if (component.hasNonNull("key")) {
            String key = component.get("key").asText();
            fields.put(key, new Field(key, component, hiddenWhen));
        }
        component.path("components").forEach(child -> collect(child, hiddenWhen));
    }

    /**
     * The answer to every field of this form: null to one that is left open or hidden, so that no answer of an earlier
     * round stands in for it.
     *
     * @throws Refusal unless every value given answers a field of this form, and every required field has its answer
     */
    VariableMap answers(Map<?, ?> given) {
        VariableMap answers = Variables.createVariables();
        fields.keySet().forEach(key -> answers.putValue(key, null));
        given.keySet().forEach(key -> {
            String name = String.valueOf(key);
            Object plain = plain(given instanceof VariableMap typed ? typed.getValueTyped(name) : given.get(key));
            answers.putValue(asked(name, plain), plain);
        });
        fields.values().forEach(field -> settle(field, answers));
        return answers;
    }

    /** What is sent as a serialised object answers no field; it is not made into one here. */
    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof SerializableValue serialised && !serialised.isDeserialized()) {
            return serialised.getValueSerialized();
        }
        return value instanceof TypedValue typed ? typed.getValue() : value;
    }

    private String asked(String key, @Nullable Object value) {
        Field field = fields.get(key);
        if (field == null) {
            throw new Refusal("The form of this task does not ask for '" + key + "'.", key);
        }
        if (value != null && !field.takes(value)) {
            throw new Refusal("'" + field.label() + "' does not take this value.", key);
        }
        return key;
    }

    private void settle(Field field, VariableMap answers) {
        if (isHidden(field, answers)) {
            answers.putValue(field.key(), null);
        } else if (field.isRequired() && Field.isOpen(answers.get(field.key()))) {
            throw new Refusal("'" + field.label() + "' needs an answer.", field.key());
        }
    }

    private boolean isHidden(Field field, VariableMap answers) {
        return field.hiddenWhen().stream()
                .anyMatch(condition ->
                        Boolean.TRUE.equals(feel.evaluateSimpleExpression(condition, answers.asVariableContext())));
    }

    /** @param hiddenWhen conditions in FEEL on the other answers, its own and those of the groups around it */
    private record Field(String key, JsonNode component, List<String> hiddenWhen) {

        String label() {
            return component.path("label").asText(component.path("dateLabel").asText(key));
        }

        boolean isRequired() {
            return component.path("validate").path("required").asBoolean();
        }

        /** As the form has it in the browser: a box that must be ticked and is not is open too. */
        static boolean isOpen(@Nullable Object answer) {
            return answer == null || answer.equals(false);
        }

        boolean takes(Object value) {
            return switch (component.path("type").asText()) {
                case "select", "radio" -> isChoice(value);
                case "checkbox" -> value instanceof Boolean;
                case "number" -> value instanceof Number;
                case "datetime" ->
                    value instanceof String text && MOMENT.matcher(text).matches();
                default -> false;
            };
        }

        private boolean isChoice(Object value) {
            for (JsonNode choice : component.path("values")) {
                if (choice.path("value").asText().equals(String.valueOf(value))) {
                    return true;
                }
            }
            return false;
        }
    }
}
