package org.homeward.access;

import static org.camunda.bpm.engine.authorization.Authorization.ANY;
import static org.camunda.bpm.engine.authorization.Authorization.AUTH_TYPE_GRANT;
import static org.camunda.bpm.engine.authorization.Permissions.ACCESS;
import static org.camunda.bpm.engine.authorization.Permissions.ALL;
import static org.camunda.bpm.engine.authorization.Permissions.READ;
import static org.camunda.bpm.engine.authorization.Permissions.READ_HISTORY;

import java.util.List;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.springframework.stereotype.Component;

/**
 * What the engine lets each group do, no more than its work needs. A task shows itself to its candidate group and its
 * assignee by itself; the stations need no right to tasks.
 */
@Component
class Grants {

    /** A card in Tasklist shows the process's name and, which takes the second, its routing variables. */
    private static final Permission[] ON_CARDS = {
        ProcessDefinitionPermissions.READ, ProcessDefinitionPermissions.READ_INSTANCE
    };

    private static final Permission[] WATCH = {
        ProcessDefinitionPermissions.READ,
        ProcessDefinitionPermissions.READ_INSTANCE,
        ProcessDefinitionPermissions.READ_TASK,
        ProcessDefinitionPermissions.READ_HISTORY
    };
    private static final Permission[] STEER = {
        ProcessDefinitionPermissions.READ,
        ProcessDefinitionPermissions.READ_INSTANCE,
        ProcessDefinitionPermissions.READ_TASK,
        ProcessDefinitionPermissions.READ_HISTORY,
        ProcessDefinitionPermissions.UPDATE_INSTANCE,
        ProcessDefinitionPermissions.RETRY_JOB,
        ProcessDefinitionPermissions.SUSPEND,
        ProcessDefinitionPermissions.SUSPEND_INSTANCE,
        ProcessDefinitionPermissions.TASK_ASSIGN
    };
    private static final Permission[] MEND = {
        ProcessDefinitionPermissions.READ,
        ProcessDefinitionPermissions.READ_INSTANCE,
        ProcessDefinitionPermissions.RETRY_JOB
    };
    private static final List<Resource> OF_OFFICERS = List.of(
            Resources.USER,
            Resources.GROUP,
            Resources.GROUP_MEMBERSHIP,
            Resources.TENANT,
            Resources.TENANT_MEMBERSHIP,
            Resources.AUTHORIZATION);

    private final AuthorizationService authorizations;

    Grants(AuthorizationService authorizations) {
        this.authorizations = authorizations;
    }

    /** Grants what is missing. */
    void establish() {
        for (String group : Rights.STATIONS) {
            grant(group, Resources.APPLICATION, "tasklist", ACCESS);
            grant(group, Resources.PROCESS_DEFINITION, ANY, ON_CARDS);
            readNamesOfGroups(group);
        }

        grant(Rights.MANAGERS, Resources.APPLICATION, "tasklist", ACCESS);
        grant(Rights.MANAGERS, Resources.APPLICATION, "cockpit", ACCESS);
        grant(Rights.MANAGERS, Resources.PROCESS_DEFINITION, ANY, STEER);
        grant(Rights.MANAGERS, Resources.TASK, ANY, READ);
        readNamesOfGroups(Rights.MANAGERS);
        readModels(Rights.MANAGERS);

        grant(Rights.DESIGNERS, Resources.APPLICATION, "cockpit", ACCESS);
        grant(Rights.DESIGNERS, Resources.PROCESS_DEFINITION, ANY, WATCH);
        readModels(Rights.DESIGNERS);

        grant(Rights.ADMINISTRATORS, Resources.APPLICATION, "cockpit", ACCESS);
        grant(Rights.ADMINISTRATORS, Resources.APPLICATION, "admin", ACCESS);
        grant(Rights.ADMINISTRATORS, Resources.PROCESS_DEFINITION, ANY, MEND);
        readModels(Rights.ADMINISTRATORS);
        OF_OFFICERS.forEach(resource -> grant(Rights.ADMINISTRATORS, resource, ANY, ALL));
    }

    /** Of those that tasks wait for; who is cleared is nobody's business. */
    private void readNamesOfGroups(String group) {
        Rights.STATIONS.forEach(named -> grant(group, Resources.GROUP, named, READ));
        grant(group, Resources.GROUP, Rights.MANAGERS, READ);
    }

    private void readModels(String group) {
        grant(group, Resources.DEPLOYMENT, ANY, READ);
        grant(group, Resources.DECISION_REQUIREMENTS_DEFINITION, ANY, READ);
        grant(group, Resources.DECISION_DEFINITION, ANY, READ, READ_HISTORY);
    }

    /** Grants this to the group, unless it has a grant on the same thing already. */
    void grant(String group, Resource resource, String id, Permission... permissions) {
        boolean present = authorizations
                        .createAuthorizationQuery()
                        .groupIdIn(group)
                        .resourceType(resource)
                        .resourceId(id)
                        .count()
                > 0;
        if (present) {
            return;
        }
        Authorization grant = authorizations.createNewAuthorization(AUTH_TYPE_GRANT);
        grant.setGroupId(group);
        grant.setResource(resource);
        grant.setResourceId(id);
        grant.setPermissions(permissions);
        authorizations.saveAuthorization(grant);
    }
}
