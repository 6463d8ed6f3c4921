package org.homeward.access;

import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.delegate.DefaultDelegateInterceptor;
import org.camunda.bpm.engine.impl.delegate.DelegateInvocation;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;

/**
 * What a model calls is the house's own code: it reaches restricted households too, whoever completed the task before
 * it. (The engine lifts authorizations for it by itself, but not the tenant.) An officer without clearance who confirms
 * the departure of a convoy moves the restricted households on it without learning of them.
 *
 * <p>So the {@code …Process} class of a station starts and correlates as if nobody was signed in, both from a model and
 * from a page or an endpoint of ours: there the engine acts for nobody, whoever is signed in.
 */
class HouseCode extends DefaultDelegateInterceptor {

    @Override
    public void handleInvocation(DelegateInvocation invocation) throws Exception {
        CommandContext command = Context.getCommandContext();
        boolean checked = command.isTenantCheckEnabled();
        command.disableTenantCheck();
        try {
            super.handleInvocation(invocation);
        } finally {
            if (checked) {
                command.enableTenantCheck();
            }
        }
    }
}
