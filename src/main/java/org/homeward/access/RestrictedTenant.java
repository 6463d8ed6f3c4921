package org.homeward.access;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProvider;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProviderCaseInstanceContext;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProviderHistoricDecisionInstanceContext;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProviderProcessInstanceContext;
import org.jspecify.annotations.Nullable;

/**
 * Marks the process instances of restricted households with the tenant {@value Rights#CLEARED}, so that their tasks,
 * instances, incidents and counts exist for its members only. What is called inherits from its caller; what starts anew
 * is restricted when it starts with the variable {@code restricted} being true.
 */
class RestrictedTenant implements TenantIdProvider {

    static final String VARIABLE = "restricted";

    @Override
    public @Nullable String provideTenantIdForProcessInstance(TenantIdProviderProcessInstanceContext starts) {
        DelegateExecution caller = starts.getSuperExecution();
        if (caller != null) {
            return caller.getTenantId();
        }
        return Boolean.TRUE.equals(starts.getVariables().get(VARIABLE)) ? Rights.CLEARED : null;
    }

    @Override
    public @Nullable String provideTenantIdForHistoricDecisionInstance(
            TenantIdProviderHistoricDecisionInstanceContext decision) {
        return decision.getExecution() == null ? null : decision.getExecution().getTenantId();
    }

    @Override
    public @Nullable String provideTenantIdForCaseInstance(TenantIdProviderCaseInstanceContext starts) {
        return null;
    }
}
