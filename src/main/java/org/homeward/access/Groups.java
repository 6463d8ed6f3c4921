package org.homeward.access;

import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.Tenant;
import org.springframework.stereotype.Component;

/** The groups of officers, and the tenant of restricted households with the cleared officers as its members. */
@Component
class Groups {

    private static final Map<String, String> NAMES = Map.of(
            Rights.CONSULAR, "Consular officers",
            Rights.VETTING, "Vetting officers",
            Rights.TRANSPORT, "Transport officers",
            Rights.FIELD, "Field officers",
            Rights.RECEPTION, "Reception officers",
            Rights.MANAGERS, "Managers",
            Rights.DESIGNERS, "Process designers",
            Rights.ADMINISTRATORS, "Administrators",
            Rights.CLEARED, "Cleared for restricted households");

    private final IdentityService identity;

    Groups(IdentityService identity) {
        this.identity = identity;
    }

    void establish() {
        NAMES.forEach(this::establish);
        if (identity.createTenantQuery().tenantId(Rights.CLEARED).count() == 0) {
            Tenant tenant = identity.newTenant(Rights.CLEARED);
            tenant.setName("Restricted households");
            identity.saveTenant(tenant);
            identity.createTenantGroupMembership(Rights.CLEARED, Rights.CLEARED);
        }
    }

    private void establish(String id, String name) {
        if (identity.createGroupQuery().groupId(id).count() > 0) {
            return;
        }
        Group group = identity.newGroup(id);
        group.setName(name);
        group.setType(id.equals(Rights.ADMINISTRATORS) ? "SYSTEM" : "WORKFLOW");
        identity.saveGroup(group);
    }
}
