package org.homeward.desk;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.ModelWords;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What the pages ask the engine across all processes, by one statement each on its tables, where its queries would take
 * one for each group or instance. Tasks and incidents of restricted households carry a tenant: who is not cleared does
 * not see them.
 */
@Component
class Engine {

    private final JdbcClient jdbc;
    private final RepositoryService models;
    private final CurrentOfficer officer;

    Engine(JdbcClient jdbc, RepositoryService models, CurrentOfficer officer) {
        this.jdbc = jdbc;
        this.models = models;
        this.officer = officer;
    }

    /** @param overdue how many of the open ones are past their due date */
    record OpenTasks(String group, int open, int unclaimed, int overdue) {}

    List<OpenTasks> openTasksByGroup(OffsetDateTime now) {
        return jdbc.sql("""
                select candidate.group_id_ as "group", count(*) as open,
                       count(*) filter (where task.assignee_ is null) as unclaimed,
                       count(*) filter (where task.due_date_ < :now) as overdue
                from act_ru_task task
                join act_ru_identitylink candidate on candidate.task_id_ = task.id_ and candidate.type_ = 'candidate'
                where candidate.group_id_ is not null and (task.tenant_id_ is null or :cleared)
                group by candidate.group_id_ order by 2 desc, 1""")
                .param("now", now)
                .param("cleared", officer.cleared())
                .query(OpenTasks.class)
                .list();
    }

    /** @param process and {@code activity}: what the models call them, in the reader's language */
    record Incidents(String process, String activity, int open) {}

    List<Incidents> openIncidents() {
        return jdbc.sql("""
                select max(incident.proc_def_id_) as definition, incident.activity_id_ as activity, count(*) as open
                from act_ru_incident incident
                join act_re_procdef model on model.id_ = incident.proc_def_id_
                where incident.cause_incident_id_ = incident.id_ and (incident.tenant_id_ is null or :cleared)
                group by model.key_, incident.activity_id_ order by open desc, model.key_, activity""")
                .param("cleared", officer.cleared())
                .query((row, number) -> new Incidents(
                        ModelWords.of(models.getProcessDefinition(row.getString("definition"))
                                .getName()),
                        nameOf(row.getString("definition"), row.getString("activity")),
                        row.getInt("open")))
                .list();
    }

    /** A message on its way. @param way {@code mail} or {@code sms} */
    record Delivery(long message, String way) {}

    /** What is still tried for this case; what is not, and has not left, is given up. */
    Set<Delivery> goingOut(String caseNumber) {
        return Set.copyOf(jdbc.sql("""
                select variable.long_ as message, case task.act_id_ when 'task_text' then 'sms' else 'mail' end as way
                from act_ru_execution delivery
                join act_ru_job job on job.process_instance_id_ = delivery.id_ and job.retries_ > 0
                join act_ru_jobdef task on task.id_ = job.job_def_id_ and task.proc_def_key_ = 'delivery'
                join act_ru_variable variable on variable.proc_inst_id_ = delivery.id_ and variable.name_ = 'messageId'
                where delivery.business_key_ = :caseNumber""")
                .param("caseNumber", caseNumber)
                .query(Delivery.class)
                .list());
    }

    /** What the case waits for now, tasks first. The caller has checked that the officer may know of the case. */
    List<Waiting> waiting(String caseNumber) {
        return jdbc.sql("""
                with instance as (select id_ from act_ru_execution where business_key_ = :caseNumber)
                select 'task' as kind, task.task_def_key_ as id, task.name_ as name, task.proc_def_id_ as definition,
                       task.id_ as task, (select text_ from act_ru_variable
                                          where execution_id_ = task.proc_inst_id_ and name_ = 'checkpoint') as checkpoint,
                       coalesce((select string_agg(group_id_, ',' order by group_id_) from act_ru_identitylink
                        where task_id_ = task.id_ and type_ = 'candidate'), '') as groups,
                       task.assignee_ as officer, task.due_date_ at time zone current_setting('TimeZone') as due, 1 as rank
                from act_ru_task task join instance on instance.id_ = task.proc_inst_id_
                union all
                select 'message', waits.activity_id_, waits.event_name_, execution.proc_def_id_, null,
                       (select text_ from act_ru_variable
                        where execution_id_ = waits.proc_inst_id_ and name_ = 'checkpoint'), '', null, null, 2
                from act_ru_event_subscr waits
                join instance on instance.id_ = waits.proc_inst_id_
                join act_ru_execution execution on execution.id_ = waits.execution_id_
                where waits.event_type_ = 'message' and execution.act_id_ = waits.activity_id_
                union all
                select 'timer', definition.act_id_, definition.act_id_, job.process_def_id_, null,
                       (select text_ from act_ru_variable
                        where execution_id_ = job.process_instance_id_ and name_ = 'checkpoint'), '', null,
                       job.duedate_ at time zone current_setting('TimeZone'), 3
                from act_ru_job job
                join instance on instance.id_ = job.process_instance_id_
                join act_ru_jobdef definition on definition.id_ = job.job_def_id_
                where job.type_ = 'timer'
                order by rank, due, id""").param("caseNumber", caseNumber).query(Waiting.class).list().stream()
                .map(this::named)
                .toList();
    }

    private Waiting named(Waiting waiting) {
        boolean mayWork = officer.name().equals(waiting.officer())
                || waiting.groups().stream().anyMatch(officer::in);
        return new Waiting(
                waiting.kind(),
                waiting.id(),
                nameOf(waiting.definition(), waiting.id()),
                waiting.definition(),
                mayWork ? waiting.task() : null,
                waiting.checkpoint(),
                waiting.groups(),
                waiting.officer(),
                waiting.due());
    }

    /** What a model calls one of its elements; the element's id when it calls it nothing. */
    private String nameOf(String definition, String elementId) {
        ModelElementInstance element = models.getBpmnModelInstance(definition).getModelElementById(elementId);
        String name = element instanceof FlowElement flowElement ? flowElement.getName() : null;
        return name == null ? elementId : ModelWords.of(name.replaceAll("\\s+", " "));
    }
}
