package org.homeward.access;

import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.Tenant;
import org.camunda.bpm.engine.identity.User;

/** Signs officers up for a test, and lets the engine act for them as it does behind Tasklist and Cockpit. */
record Officers(IdentityService identity) {

    /** An officer whose password is the own name. */
    void signUp(String name, String... groups) {
        dismiss(name);
        User officer = identity.newUser(name);
        officer.setPassword(name);
        identity.saveUser(officer);
        List.of(groups).forEach(group -> identity.createMembership(name, group));
    }

    void dismiss(String... names) {
        identity.clearAuthentication();
        List.of(names).forEach(identity::deleteUser);
    }

    /** From here on the engine acts for this officer, on this thread. */
    void act(String name) {
        identity.clearAuthentication();
        List<String> groups = identity.createGroupQuery().groupMember(name).list().stream()
                .map(Group::getId)
                .toList();
        List<String> tenants = identity.createTenantQuery().userMember(name).includingGroupsOfUser(true).list().stream()
                .map(Tenant::getId)
                .toList();
        identity.setAuthentication(name, groups, tenants);
    }
}
