package org.homeward.access;

import static org.camunda.bpm.engine.authorization.Permissions.READ;

import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.stereotype.Component;

/** The lists of tasks that officers find ready in Tasklist: mine, my group's, overdue, by priority. */
@Component
class TaskFilters {

    private static final String ME = "${currentUser()}";
    private static final String MY_GROUPS = "${currentUserGroups()}";
    private static final String NOW = "${now()}";

    private final FilterService filters;
    private final TaskService tasks;
    private final Grants grants;

    TaskFilters(FilterService filters, TaskService tasks, Grants grants) {
        this.filters = filters;
        this.tasks = tasks;
        this.grants = grants;
    }

    /** Brings the filters to what stands here. */
    void establish() {
        establish("My tasks", "What I have taken", 10, mine(), Rights.DOSSIER);
        for (String group : Rights.DOSSIER) {
            establish(
                    "Waiting for " + group,
                    "What nobody in the group has taken yet",
                    20,
                    tasks.createTaskQuery().taskCandidateGroup(group).taskUnassigned(),
                    Set.of(group));
        }
        establish("Overdue", "What my groups should have done by now", 30, overdue(), Rights.DOSSIER);
        establish("By priority", "All that my groups have to do, most urgent first", 40, byPriority(), Rights.DOSSIER);
        establish("All tasks", "What waits anywhere, most urgent first", 50, all(), Set.of(Rights.MANAGERS));
        establish("All overdue", "What should be done by now, anywhere", 60, allOverdue(), Set.of(Rights.MANAGERS));
    }

    private TaskQuery mine() {
        return tasks.createTaskQuery().taskAssigneeExpression(ME);
    }

    private TaskQuery overdue() {
        return tasks.createTaskQuery()
                .taskCandidateGroupInExpression(MY_GROUPS)
                .includeAssignedTasks()
                .dueBeforeExpression(NOW)
                .orderByDueDate()
                .asc();
    }

    private TaskQuery byPriority() {
        return tasks.createTaskQuery()
                .taskCandidateGroupInExpression(MY_GROUPS)
                .includeAssignedTasks()
                .orderByTaskPriority()
                .desc()
                .orderByDueDate()
                .asc();
    }

    private TaskQuery all() {
        return tasks.createTaskQuery().orderByTaskPriority().desc();
    }

    private TaskQuery allOverdue() {
        return tasks.createTaskQuery().dueBeforeExpression(NOW).orderByDueDate().asc();
    }

    /** What a task is about stands on its card by Tasklist's script: more would hide that line. */
    private void establish(String name, String description, int position, TaskQuery query, Set<String> groups) {
        Filter filter = filters.createTaskFilterQuery().filterName(name).singleResult();
        if (filter == null) {
            filter = filters.newTaskFilter(name);
        }
        filter.setQuery(query);
        filter.setProperties(Map.of(
                "description", description, "priority", position, "refresh", true, "showUndefinedVariable", false));
        String id = filters.saveFilter(filter).getId();
        groups.forEach(group -> grants.grant(group, Resources.FILTER, id, READ));
    }
}
