package org.homeward.access;

import static org.homeward.access.Rights.ADMINISTRATORS;
import static org.homeward.access.Rights.MANAGERS;
import static org.homeward.access.Rights.OFFICERS;
import static org.homeward.access.Rights.right;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.OPTIONS;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.homeward.access.Rights.Right;

/**
 * Camunda's part of the table of {@link Rights}: its desks, and of its interface no more than what these desks need.
 * Whose tasks and instances an officer sees there, the engine decides by its authorizations and tenants.
 */
final class CamundaCalls {

    private static final String ENGINE = "/camunda/api/engine/engine/default";

    /** Who works in Tasklist, and who in Cockpit. */
    private static final Set<String> TASKLIST = Rights.DOSSIER;

    private static final Set<String> COCKPIT = Set.of(MANAGERS, Rights.DESIGNERS, ADMINISTRATORS);
    private static final Set<String> BOTH = Rights.union(TASKLIST, Rights.DESIGNERS, ADMINISTRATORS);

    static final List<Right> TABLE = List.of(
            // pages and their parts
            right(GET, "/camunda/app/tasklist/**", TASKLIST),
            right(GET, "/camunda/app/cockpit/**", COCKPIT),
            right(GET, "/camunda/app/admin/**", ADMINISTRATORS),
            right(GET, "/camunda/app/welcome/**", OFFICERS),
            right(GET, "/camunda/assets/**", OFFICERS),
            right(GET, "/camunda/lib/**", OFFICERS),
            right(GET, "/camunda/favicon.ico", OFFICERS),
            right(GET, "/camunda/api/tasklist/plugin/*/static/**", TASKLIST),
            right(GET, "/camunda/api/cockpit/plugin/*/static/**", COCKPIT),
            right(GET, "/camunda/api/admin/plugin/*/static/**", ADMINISTRATORS),
            right(GET, "/camunda/api/welcome/plugin/*/static/**", OFFICERS),
            // who am I
            right(GET, "/camunda/api/admin/auth/user/default", OFFICERS),
            right(POST, "/camunda/api/admin/auth/user/default/logout", OFFICERS),
            right(GET, "/camunda/api/engine/engine/", OFFICERS),
            right(GET, "/camunda/api/engine/engine", OFFICERS),
            right(GET, ENGINE + "/version", OFFICERS),
            right(GET, ENGINE + "/authorization/check", OFFICERS),
            right(GET, ENGINE + "/identity/password-policy", OFFICERS),
            right(POST, ENGINE + "/identity/password-policy", OFFICERS),
            right(GET, ENGINE + "/user/*/profile", OFFICERS),
            right(PUT, ENGINE + "/user/*/profile", OFFICERS),
            right(PUT, ENGINE + "/user/*/credentials", OFFICERS),
            right(GET, ENGINE + "/group", OFFICERS),
            right(POST, ENGINE + "/group", OFFICERS),
            right(GET, ENGINE + "/group/count", OFFICERS),
            right(POST, ENGINE + "/group/count", OFFICERS),
            // filters
            right(OPTIONS, ENGINE + "/filter", TASKLIST),
            right(OPTIONS, ENGINE + "/filter/*", TASKLIST),
            right(GET, ENGINE + "/filter", TASKLIST),
            right(GET, ENGINE + "/filter/count", TASKLIST),
            right(GET, ENGINE + "/filter/*", TASKLIST),
            right(GET, ENGINE + "/filter/*/list", TASKLIST),
            right(POST, ENGINE + "/filter/*/list", TASKLIST),
            right(GET, ENGINE + "/filter/*/count", TASKLIST),
            right(POST, ENGINE + "/filter/*/count", TASKLIST),
            // tasks
            right(GET, ENGINE + "/task", BOTH),
            right(POST, ENGINE + "/task", BOTH),
            right(GET, ENGINE + "/task/count", BOTH),
            right(POST, ENGINE + "/task/count", BOTH),
            right(GET, ENGINE + "/task/*", BOTH),
            right(GET, ENGINE + "/task/*/form", TASKLIST),
            right(GET, ENGINE + "/task/*/form-variables", TASKLIST),
            right(GET, ENGINE + "/task/*/deployed-form", TASKLIST),
            right(GET, ENGINE + "/task/*/identity-links", BOTH),
            right(GET, ENGINE + "/task/*/comment", TASKLIST),
            right(GET, ENGINE + "/history/user-operation", BOTH),
            right(GET, ENGINE + "/history/user-operation/count", BOTH),
            right(POST, ENGINE + "/task/*/claim", TASKLIST),
            right(POST, ENGINE + "/task/*/unclaim", TASKLIST),
            right(POST, ENGINE + "/task/*/assignee", MANAGERS),
            right(POST, ENGINE + "/task/*/submit-form", TASKLIST),
            right(POST, ENGINE + "/task/*/complete", TASKLIST),
            // models
            right(GET, ENGINE + "/process-definition", BOTH),
            right(GET, ENGINE + "/process-definition/count", BOTH),
            right(GET, ENGINE + "/process-definition/statistics", COCKPIT),
            right(GET, ENGINE + "/process-definition/*", BOTH),
            right(GET, ENGINE + "/process-definition/*/xml", BOTH),
            right(GET, ENGINE + "/process-definition/*/diagram", BOTH),
            right(GET, ENGINE + "/process-definition/*/static-called-process-definitions", COCKPIT),
            right(GET, ENGINE + "/process-definition/*/statistics", COCKPIT),
            right(GET, ENGINE + "/process-definition/key/*", BOTH),
            right(GET, ENGINE + "/process-definition/key/*/xml", BOTH),
            right(GET, ENGINE + "/decision-definition/**", COCKPIT),
            right(GET, ENGINE + "/decision-requirements-definition/**", COCKPIT),
            right(GET, ENGINE + "/case-definition/count", COCKPIT),
            right(GET, ENGINE + "/case-definition", COCKPIT),
            right(GET, ENGINE + "/deployment/**", COCKPIT),
            // what runs
            right(GET, ENGINE + "/process-instance", COCKPIT),
            right(POST, ENGINE + "/process-instance", COCKPIT),
            right(GET, ENGINE + "/process-instance/count", COCKPIT),
            right(POST, ENGINE + "/process-instance/count", COCKPIT),
            right(GET, ENGINE + "/process-instance/*", COCKPIT),
            right(GET, ENGINE + "/process-instance/*/activity-instances", COCKPIT),
            right(GET, ENGINE + "/variable-instance", COCKPIT),
            right(POST, ENGINE + "/variable-instance", COCKPIT),
            right(GET, ENGINE + "/variable-instance/count", COCKPIT),
            right(POST, ENGINE + "/variable-instance/count", COCKPIT),
            right(GET, ENGINE + "/execution", COCKPIT),
            right(GET, ENGINE + "/event-subscription/**", COCKPIT),
            right(GET, ENGINE + "/incident/**", COCKPIT),
            right(GET, ENGINE + "/job", COCKPIT),
            right(POST, ENGINE + "/job", COCKPIT),
            right(GET, ENGINE + "/job/count", COCKPIT),
            right(POST, ENGINE + "/job/count", COCKPIT),
            right(GET, ENGINE + "/job/*", COCKPIT),
            right(GET, ENGINE + "/job/*/stacktrace", COCKPIT),
            right(GET, ENGINE + "/job-definition/**", COCKPIT),
            right(POST, ENGINE + "/job-definition", COCKPIT),
            right(POST, ENGINE + "/job-definition/count", COCKPIT),
            right(GET, ENGINE + "/external-task", COCKPIT),
            right(POST, ENGINE + "/external-task", COCKPIT),
            right(GET, ENGINE + "/external-task/count", COCKPIT),
            right(POST, ENGINE + "/external-task/count", COCKPIT),
            right(GET, ENGINE + "/batch/**", COCKPIT),
            right(POST, ENGINE + "/history/task/count", COCKPIT),
            right(GET, ENGINE + "/task/report/candidate-group-count", MANAGERS),
            right(GET, ENGINE + "/history/decision-instance", COCKPIT),
            right(GET, ENGINE + "/history/decision-instance/count", COCKPIT),
            right(GET, ENGINE + "/history/decision-instance/*", COCKPIT),
            right(GET, "/camunda/api/cockpit/plugin/base/default/**", COCKPIT),
            right(POST, "/camunda/api/cockpit/plugin/base/default/**", COCKPIT),
            // steering
            right(PUT, ENGINE + "/process-definition/*/suspended", MANAGERS),
            right(PUT, ENGINE + "/process-definition/suspended", MANAGERS),
            right(PUT, ENGINE + "/process-instance/*/suspended", MANAGERS),
            right(PUT, ENGINE + "/job/*/retries", MANAGERS, ADMINISTRATORS),
            right(PUT, ENGINE + "/job/*/suspended", MANAGERS),
            right(PUT, ENGINE + "/job-definition/*/suspended", MANAGERS),
            right(PUT, ENGINE + "/job-definition/*/retries", MANAGERS, ADMINISTRATORS),
            // administration
            right(null, ENGINE + "/user/**", ADMINISTRATORS),
            right(null, ENGINE + "/group/**", ADMINISTRATORS),
            right(null, ENGINE + "/tenant/**", ADMINISTRATORS),
            right(null, ENGINE + "/authorization/**", ADMINISTRATORS),
            right(GET, ENGINE + "/metrics/**", ADMINISTRATORS),
            right(GET, ENGINE + "/schema/log", ADMINISTRATORS),
            right(POST, ENGINE + "/schema/log", ADMINISTRATORS),
            right(GET, ENGINE + "/telemetry/configuration", ADMINISTRATORS),
            right(GET, ENGINE + "/telemetry/data", ADMINISTRATORS),
            right(GET, "/camunda/api/admin/plugin/*/default/metrics/**", ADMINISTRATORS),
            right(GET, "/camunda/api/admin/auth/user/default/*", ADMINISTRATORS));

    /** What Camunda's pages offer and Homeward does not take, with the sentence that says where to go instead. */
    static final Map<String, String> CLOSED = Map.of(
            ENGINE + "/task/*/comment/create", OnlyThroughForms.REMARKS,
            ENGINE + "/task/*/attachment/create", OnlyThroughForms.REMARKS,
            ENGINE + "/incident/*/annotation", OnlyThroughForms.REMARKS,
            ENGINE + "/task/create", OnlyThroughForms.CASES,
            ENGINE + "/task/*/variables/**", OnlyThroughForms.CASES,
            ENGINE + "/task/*/localVariables/**", OnlyThroughForms.CASES,
            ENGINE + "/execution/*/localVariables/**", OnlyThroughForms.CASES,
            ENGINE + "/process-instance/*/variables/**", OnlyThroughForms.CASES,
            ENGINE + "/process-definition/*/submit-form", OnlyThroughForms.CASES,
            ENGINE + "/process-definition/*/start", OnlyThroughForms.CASES);

    private CamundaCalls() {}
}
