package org.homeward;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Message;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.junit.jupiter.api.Test;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Whatever a model names is there: beans and their methods, forms, decisions, processes, messages, groups. */
@HomewardTest
class ModelTest {

    private static final Set<String> GROUPS =
            Set.of("consular", "vetting", "transport", "field", "reception", "managers", "designers");
    private static final Pattern CALL = Pattern.compile("\\b([a-zA-Z]+)\\.([a-zA-Z]+)\\(");
    private static final Pattern WALKS = Pattern.compile("@WalksWhole\\(([^)]*)\\)");
    private static final Pattern EXPRESSION = Pattern.compile("[$#]\\{[^}]*}");

    @Autowired
    private ApplicationContext application;

    @Test
    void every_call_in_an_expression_finds_its_door() throws IOException {
        for (Path file : files("processes", ".bpmn")) {
            for (String expression : expressions(file)) {
                Matcher call = CALL.matcher(expression);
                while (call.find()) {
                    if (call.group(1).equals("execution")) {
                        assertThat(expression)
                                .as("%s: doors take ids, never the execution", file)
                                .matches(
                                        "\\$\\{execution\\.setVariable\\('[A-Za-z]+', ('[A-Za-z]+'|0)\\)}|#\\{execution\\.processBusinessKey}");
                        continue;
                    }
                    assertThat(application.containsBean(call.group(1)))
                            .as("%s: there is no door '%s' for %s", file, call.group(1), expression)
                            .isTrue();
                    assertThat(methods(call.group(1), call.group(2)))
                            .as("%s: %s", file, expression)
                            .contains(arguments(expression, call.end()));
                }
            }
        }
    }

    @Test
    void every_user_task_has_a_group_a_form_a_due_date_and_a_priority() throws IOException {
        Map<String, Path> forms = forms();
        for (Path file : files("processes", ".bpmn")) {
            for (UserTask task : read(file).getModelElementsByType(UserTask.class)) {
                assertThat(GROUPS).as("%s %s", file, task.getId()).containsAll(task.getCamundaCandidateGroupsList());
                assertThat(task.getCamundaCandidateGroupsList())
                        .as(task.getId())
                        .isNotEmpty();
                assertThat(forms).as("%s %s", file, task.getId()).containsKey(task.getCamundaFormRef());
                assertThat(task.getCamundaFormRefBinding()).as(task.getId()).isEqualTo("deployment");
                assertThat(task.getCamundaDueDate())
                        .as(task.getId())
                        .isEqualTo("${workflow.dueTime('" + task.getId().replace("task_", "") + "')}");
                assertThat(task.getCamundaPriority()).as(task.getId()).isNotBlank();
            }
        }
    }

    @Test
    void every_form_is_used_and_asks_for_decisions_only() throws IOException {
        Set<String> used = files("processes", ".bpmn").stream()
                .flatMap(file -> read(file).getModelElementsByType(UserTask.class).stream())
                .map(UserTask::getCamundaFormRef)
                .collect(Collectors.toSet());
        String models =
                files("processes", ".bpmn").stream().map(ModelTest::text).collect(Collectors.joining());
        for (Map.Entry<String, Path> form : forms().entrySet()) {
            assertThat(used).contains(form.getKey());
            assertThat(form.getValue().getFileName()).hasToString(form.getKey() + ".form");
            for (JsonNode field :
                    new ObjectMapper().readTree(form.getValue().toFile()).path("components")) {
                assertThat(field.path("type").asText())
                        .as("%s: free text would land in the engine", form.getValue())
                        .isIn("text", "radio", "select", "checkbox", "number", "datetime", "separator", "spacer");
                if (field.has("key")) {
                    assertThat(models)
                            .as("%s: nothing reads %s", form.getValue(), field.path("key"))
                            .contains(field.path("key").asText());
                }
            }
        }
    }

    @Test
    void every_called_process_and_decision_is_there_in_the_same_version() throws IOException {
        Set<String> processes = files("processes", ".bpmn").stream()
                .flatMap(file -> read(file).getModelElementsByType(Process.class).stream())
                .map(Process::getId)
                .collect(Collectors.toSet());
        for (Path file : files("processes", ".bpmn")) {
            BpmnModelInstance model = read(file);
            for (CallActivity call : model.getModelElementsByType(CallActivity.class)) {
                assertThat(processes).as(file.toString()).contains(call.getCalledElement());
                assertThat(call.getCamundaCalledElementBinding()).isEqualTo("deployment");
            }
            for (BusinessRuleTask rule : model.getModelElementsByType(BusinessRuleTask.class)) {
                if (rule.getCamundaExpression() == null) {
                    assertThat(decisions()).as(file.toString()).contains(rule.getCamundaDecisionRef());
                    assertThat(rule.getCamundaDecisionRefBinding()).isEqualTo("deployment");
                }
            }
        }
    }

    @Test
    void every_decision_asked_in_code_has_its_table_and_every_table_is_asked() throws IOException {
        String code = code();
        Matcher inCode = Pattern.compile("(?:decide|decideAll|minutes)\\(\\s*\"([a-z-]+)\"")
                .matcher(code);
        Set<String> asked = new java.util.TreeSet<>();
        while (inCode.find()) {
            asked.add(inCode.group(1));
        }
        assertThat(asked).isEqualTo(decisions());
    }

    @Test
    void every_message_is_sent_by_somebody() throws IOException {
        String code = code();
        for (Path file : files("processes", ".bpmn")) {
            for (Message message : read(file).getModelElementsByType(Message.class)) {
                assertThat(code)
                        .as("%s: nobody sends %s", file, message.getName())
                        .contains("\"" + message.getName() + "\"");
            }
        }
    }

    @Test
    void every_element_says_what_it_is_and_is_drawn() throws IOException {
        for (Path file : files("processes", ".bpmn")) {
            BpmnModelInstance model = read(file);
            for (FlowNode node : model.getModelElementsByType(FlowNode.class)) {
                assertThat(node.getId())
                        .as(file.toString())
                        .matches("(task|gateway|event|end|call|sub|timer|start)_[a-z][A-Za-z]*");
                assertThat(node.getDiagramElement())
                        .as("%s: %s is not drawn", file, node.getId())
                        .isNotNull();
            }
            for (SequenceFlow flow : model.getModelElementsByType(SequenceFlow.class)) {
                assertThat(flow.getId()).as(file.toString()).matches("flow_[a-z][A-Za-z]*");
                assertThat(flow.getDiagramElement())
                        .as("%s: %s is not drawn", file, flow.getId())
                        .isNotNull();
            }
            for (Process process : model.getModelElementsByType(Process.class)) {
                assertThat(process.isExecutable()).isTrue();
                assertThat(process.getCamundaHistoryTimeToLiveString()).isNotBlank();
            }
        }
    }

    @Test
    void every_process_is_walked_whole_by_a_test() throws IOException {
        Set<String> walked = files("src/test/java", ".java").stream()
                .flatMap(file -> WALKS.matcher(text(file)).results())
                .flatMap(found -> Arrays.stream(found.group(1).split("[^a-z-]+")))
                .collect(Collectors.toSet());
        for (Path file : files("processes", ".bpmn")) {
            for (Process process : read(file).getModelElementsByType(Process.class)) {
                assertThat(walked).as(file.toString()).contains(process.getId());
            }
        }
    }

    @Test
    void no_model_brings_a_script() throws IOException {
        for (Path file : files("processes", ".bpmn")) {
            assertThat(text(file))
                    .doesNotContain("scriptTask", "camunda:script", "camunda:class=", "camunda:connector");
        }
    }

    private List<Integer> methods(String bean, String method) {
        return Arrays.stream(AopUtils.getTargetClass(application.getBean(bean)).getMethods())
                .filter(found -> found.getName().equals(method) && Modifier.isPublic(found.getModifiers()))
                .map(found -> found.getParameterCount())
                .toList();
    }

    private static int arguments(String expression, int from) {
        int depth = 0;
        int commas = 0;
        for (int at = from; at < expression.length(); at++) {
            char sign = expression.charAt(at);
            if (sign == '(') {
                depth++;
            } else if (sign == ')' && depth-- == 0) {
                return expression.substring(from, at).isBlank() ? 0 : commas + 1;
            } else if (sign == ',' && depth == 0) {
                commas++;
            }
        }
        throw new IllegalArgumentException("No end of the call in " + expression);
    }

    private static List<String> expressions(Path file) {
        List<String> expressions = new ArrayList<>();
        Matcher found = EXPRESSION.matcher(text(file)
                .replace("&#x27;", "'")
                .replace("&apos;", "'")
                .replace("&#39;", "'")
                .replace("&gt;", ">"));
        while (found.find()) {
            expressions.add(found.group());
        }
        return expressions;
    }

    private static Map<String, Path> forms() throws IOException {
        Map<String, Path> forms = new TreeMap<>();
        for (Path file : files("forms", ".form")) {
            forms.put(new ObjectMapper().readTree(file.toFile()).path("id").asText(), file);
        }
        return forms;
    }

    private static Set<String> decisions() throws IOException {
        return files("processes", ".dmn").stream()
                .map(file -> Dmn.readModelFromFile(file.toFile()).getModelElementsByType(Decision.class))
                .flatMap(Collection::stream)
                .map(Decision::getId)
                .collect(Collectors.toSet());
    }

    private static String code() throws IOException {
        return files("src/main/java", ".java").stream().map(ModelTest::text).collect(Collectors.joining());
    }

    private static BpmnModelInstance read(Path file) {
        return Bpmn.readModelFromFile(file.toFile());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Path> files(String folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            List<Path> found = files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
            assertThat(found).as(folder).isNotEmpty();
            return found;
        }
    }
}
