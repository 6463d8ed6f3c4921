package org.homeward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Association;
import org.camunda.bpm.model.bpmn.instance.EventBasedGateway;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.community.process_test_coverage.core.model.Collector;
import org.camunda.community.process_test_coverage.core.model.DefaultCollector;
import org.camunda.community.process_test_coverage.core.model.Event;
import org.camunda.community.process_test_coverage.core.model.Model;
import org.camunda.community.process_test_coverage.core.model.Run;
import org.camunda.community.process_test_coverage.core.model.Suite;
import org.camunda.community.process_test_coverage.engine.platform7.CompensationEventCoverageHandler;
import org.camunda.community.process_test_coverage.engine.platform7.ElementCoverageParseListener;
import org.camunda.community.process_test_coverage.engine.platform7.ProcessCoverageConfigurator;
import org.camunda.community.process_test_coverage.report.CoverageReportUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.stereotype.Component;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** Follows the tokens of a test class through its models: see {@link WalksWhole}. */
class ModelCoverage implements BeforeEachCallback, AfterAllCallback {

    private static @Nullable ModelCoverage following;

    private final Map<String, BpmnModelInstance> models = new HashMap<>();
    private final DefaultCollector collector = new DefaultCollector(this::pictured);
    private final Set<String> testsRun = new HashSet<>();

    /** Puts the library's listeners on every model of the engine under test; they do nothing until a class follows. */
    @Component
    static class Listeners extends AbstractProcessEnginePlugin {

        @Override
        public void preInit(ProcessEngineConfigurationImpl engine) {
            ProcessCoverageConfigurator.initializeProcessCoverageExtensions(engine);
            Collector collector = event -> {
                if (following != null) {
                    following.saw(event);
                }
            };
            for (BpmnParseListener listener : engine.getCustomPostBPMNParseListeners()) {
                if (listener instanceof ElementCoverageParseListener coverage) {
                    coverage.setCoverageState(collector);
                }
            }
            engine.getCustomEventHandlers().stream()
                    .filter(CompensationEventCoverageHandler.class::isInstance)
                    .forEach(handler -> ((CompensationEventCoverageHandler) handler).setCoverageState(collector));
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        String suite = context.getRequiredTestClass().getName();
        if (models.isEmpty()) {
            RepositoryService repository =
                    SpringExtension.getApplicationContext(context).getBean(RepositoryService.class);
            for (String key : walked(context)) {
                models.put(key, latest(repository, key));
            }
            collector.createSuite(new Suite(suite, suite));
            collector.activateSuite(suite);
        }
        collector.createRun(new Run(context.getUniqueId(), context.getDisplayName()), suite);
        collector.activateRun(context.getUniqueId());
        testsRun.add(context.getRequiredTestMethod().getName());
        following = this;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        following = null;
        if (testsRun.isEmpty()) {
            return;
        }
        CoverageReportUtil.createReport(collector, null);
        if (testsRun.containsAll(tests(context))) { // a single test chosen by hand need not walk everything
            models.forEach((key, model) -> assertThat(
                            missing(model, ids(collector.getActiveSuite().getEvents(key))))
                    .as("What no test of %s walks in %s", context.getDisplayName(), key)
                    .isEmpty());
        }
    }

    /** The flow nodes and sequence flows of a model that are not among those walked. */
    static List<String> missing(BpmnModelInstance model, Set<String> walked) {
        Set<String> seen = new HashSet<>(walked);
        // The engine does not take the flows behind an event-based gateway: the event that happened stands for them.
        model.getModelElementsByType(SequenceFlow.class).stream()
                .filter(flow -> flow.getSource() instanceof EventBasedGateway
                        && seen.contains(flow.getTarget().getId()))
                .forEach(flow -> seen.add(flow.getId()));
        // Nor does it enter a compensation event: its handler stands for it.
        model.getModelElementsByType(Association.class).stream()
                .filter(association -> seen.contains(association.getTarget().getAttributeValue("id")))
                .forEach(association -> seen.add(association.getSource().getAttributeValue("id")));
        return Stream.concat(
                        model.getModelElementsByType(FlowNode.class).stream(),
                        model.getModelElementsByType(SequenceFlow.class).stream())
                .map(element -> element.getId())
                .filter(id -> !seen.contains(id))
                .sorted()
                .toList();
    }

    private void saw(Event event) {
        if (models.containsKey(event.getModelKey())) {
            collector.addEvent(event);
        }
    }

    private Model pictured(String key) {
        BpmnModelInstance model = Objects.requireNonNull(models.get(key));
        int elements = model.getModelElementsByType(FlowNode.class).size()
                + model.getModelElementsByType(SequenceFlow.class).size();
        return new Model(key, elements, null, Bpmn.convertToString(model));
    }

    private static Set<String> ids(Collection<Event> events) {
        return events.stream().map(Event::getDefinitionKey).collect(Collectors.toSet());
    }

    private static Set<String> walked(ExtensionContext context) {
        return new LinkedHashSet<>(List.of(
                context.getRequiredTestClass().getAnnotation(WalksWhole.class).value()));
    }

    private static Set<String> tests(ExtensionContext context) {
        return Arrays.stream(context.getRequiredTestClass().getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(method -> method.getName())
                .collect(Collectors.toSet());
    }

    private static BpmnModelInstance latest(RepositoryService repository, String key) {
        return repository.getBpmnModelInstance(repository
                .createProcessDefinitionQuery()
                .processDefinitionKey(key)
                .latestVersion()
                .singleResult()
                .getId());
    }
}
