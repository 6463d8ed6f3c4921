package org.homeward.access;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.engine.TaskAlreadyClaimedException;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cmd.AbstractCorrelateMessageCmd;
import org.camunda.bpm.engine.impl.cmd.AbstractModificationCmd;
import org.camunda.bpm.engine.impl.cmd.AbstractProcessInstanceModificationCommand;
import org.camunda.bpm.engine.impl.cmd.AbstractRestartProcessInstanceCmd;
import org.camunda.bpm.engine.impl.cmd.AbstractVariableCmd;
import org.camunda.bpm.engine.impl.cmd.AddCommentCmd;
import org.camunda.bpm.engine.impl.cmd.ClaimTaskCmd;
import org.camunda.bpm.engine.impl.cmd.CompleteTaskCmd;
import org.camunda.bpm.engine.impl.cmd.CreateAttachmentCmd;
import org.camunda.bpm.engine.impl.cmd.CreateTaskCmd;
import org.camunda.bpm.engine.impl.cmd.DelegateTaskCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteProcessInstanceCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteTaskCmd;
import org.camunda.bpm.engine.impl.cmd.DeployCmd;
import org.camunda.bpm.engine.impl.cmd.HandleTaskBpmnErrorCmd;
import org.camunda.bpm.engine.impl.cmd.HandleTaskEscalationCmd;
import org.camunda.bpm.engine.impl.cmd.MessageEventReceivedCmd;
import org.camunda.bpm.engine.impl.cmd.ModifyProcessInstanceCmd;
import org.camunda.bpm.engine.impl.cmd.ResolveTaskCmd;
import org.camunda.bpm.engine.impl.cmd.SaveAttachmentCmd;
import org.camunda.bpm.engine.impl.cmd.SaveTaskCmd;
import org.camunda.bpm.engine.impl.cmd.SetAnnotationForIncidentCmd;
import org.camunda.bpm.engine.impl.cmd.SetTaskDescriptionCmd;
import org.camunda.bpm.engine.impl.cmd.SetTaskNameCmd;
import org.camunda.bpm.engine.impl.cmd.SignalCmd;
import org.camunda.bpm.engine.impl.cmd.SignalEventReceivedCmd;
import org.camunda.bpm.engine.impl.cmd.StartProcessInstanceAtActivitiesCmd;
import org.camunda.bpm.engine.impl.cmd.StartProcessInstanceCmd;
import org.camunda.bpm.engine.impl.cmd.SubmitStartFormCmd;
import org.camunda.bpm.engine.impl.cmd.SubmitTaskFormCmd;
import org.camunda.bpm.engine.impl.cmd.UpdateCommentCmd;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.variable.VariableMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.DirectFieldAccessor;

/**
 * An officer for whom the engine acts moves a case only by completing its tasks, and only with what the task's form asks
 * for: nobody overwrites {@code householdId}, no free text reaches the engine, and no task is done without its decision.
 * What models and our own code do meanwhile is not concerned.
 */
class OnlyThroughForms extends CommandInterceptor {

    static final String REMARKS = "Remarks belong in the household's dossier, not in the engine.";
    static final String CASES = "Cases move through their tasks and through Homeward's pages only.";
    static final String FOR_YOURSELF = "Take a task for yourself only.";

    private static final Set<Class<?>> FREE_TEXT = Set.of(
            AddCommentCmd.class,
            UpdateCommentCmd.class,
            CreateAttachmentCmd.class,
            SaveAttachmentCmd.class,
            SetTaskDescriptionCmd.class,
            SetTaskNameCmd.class,
            SetAnnotationForIncidentCmd.class);
    private static final Set<Class<?>> AROUND_TASKS = Set.of(
            AbstractVariableCmd.class,
            AbstractCorrelateMessageCmd.class,
            AbstractModificationCmd.class,
            AbstractProcessInstanceModificationCommand.class,
            AbstractRestartProcessInstanceCmd.class,
            ModifyProcessInstanceCmd.class,
            HandleTaskBpmnErrorCmd.class,
            HandleTaskEscalationCmd.class,
            ResolveTaskCmd.class,
            DelegateTaskCmd.class,
            SaveTaskCmd.class,
            CreateTaskCmd.class,
            DeleteTaskCmd.class,
            MessageEventReceivedCmd.class,
            SignalEventReceivedCmd.class,
            SignalCmd.class,
            StartProcessInstanceCmd.class,
            StartProcessInstanceAtActivitiesCmd.class,
            SubmitStartFormCmd.class,
            DeleteProcessInstanceCmd.class,
            DeployCmd.class);

    private static final Logger log = LoggerFactory.getLogger(OnlyThroughForms.class);

    private final ProcessEngineConfigurationImpl engine;

    /** By version of the model and task: forms are deployed with their model, and never change after. */
    private final Map<String, TaskForm> forms = new ConcurrentHashMap<>();

    OnlyThroughForms(ProcessEngineConfigurationImpl engine) {
        this.engine = engine;
    }

    @Override
    public <T> T execute(Command<T> command) {
        Authentication officer = engine.getIdentityService().getCurrentAuthentication();
        if (officer != null && Context.getCommandContext() == null) {
            check(command, officer);
        }
        try {
            return next.execute(command);
        } catch (RuntimeException e) {
            if (!isOvertaken(command, e)) {
                throw e;
            }
            log.warn("A task was completed twice at once, and one came too late: {}", e.getClass());
            throw new Refusal.NotFound(Sentence.GONE);
        }
    }

    /** The slower of two officers at one task: what the engine stumbles over then says nothing to them. */
    private boolean isOvertaken(Command<?> command, RuntimeException thrown) {
        return (command instanceof SubmitTaskFormCmd || command instanceof CompleteTaskCmd)
                && Context.getCommandContext() == null
                && Sentence.expected(thrown) == null
                && task(field(command, "taskId")) == null;
    }

    private void check(Command<?> command, Authentication officer) {
        if (isOneOf(FREE_TEXT, command)) {
            throw new Refusal(REMARKS);
        }
        if (isOneOf(AROUND_TASKS, command)) {
            throw new Refusal(CASES);
        }
        if (command instanceof ClaimTaskCmd && !officer.getUserId().equals(field(command, "userId"))) {
            throw new Refusal(FOR_YOURSELF);
        }
        if (command instanceof SubmitTaskFormCmd) {
            holdToForm(command, "properties", officer);
        }
        if (command instanceof CompleteTaskCmd) {
            holdToForm(command, "variables", officer);
        }
    }

    /** Puts what the task's form makes of the values given in their place. */
    private void holdToForm(Command<?> command, String values, Authentication officer) {
        Map<?, ?> given = field(command, values) instanceof Map<?, ?> some ? some : Map.of();
        VariableMap answers = formOf(taskFor(officer, field(command, "taskId"))).answers(given);
        new DirectFieldAccessor(command).setPropertyValue(values, answers);
    }

    private Task taskFor(Authentication officer, @Nullable Object taskId) {
        Task task = task(taskId);
        if (task == null) {
            throw new Refusal.NotFound(Sentence.GONE);
        }
        if (task.getAssignee() != null && !task.getAssignee().equals(officer.getUserId())) {
            throw new TaskAlreadyClaimedException(task.getId(), task.getAssignee());
        }
        return task;
    }

    private @Nullable Task task(@Nullable Object taskId) {
        return engine.getTaskService()
                .createTaskQuery()
                .taskId(String.valueOf(taskId))
                .singleResult();
    }

    private TaskForm formOf(Task task) {
        String step = task.getProcessDefinitionId() + " " + task.getTaskDefinitionKey();
        return forms.computeIfAbsent(step, unread -> TaskForm.of(engine.getFormService(), feel(), task.getId()));
    }

    private FeelEngine feel() {
        return engine.getDmnEngineConfiguration().getFeelEngine();
    }

    private static boolean isOneOf(Set<Class<?>> kinds, Command<?> command) {
        return kinds.stream().anyMatch(kind -> kind.isInstance(command));
    }

    private static @Nullable Object field(Command<?> command, String name) {
        return new DirectFieldAccessor(command).getPropertyValue(name);
    }
}
