package org.homeward.access;

import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.persistence.entity.TenantManager;

/** The engine lets administrators into every tenant; restricted households are for members only, whoever asks. */
class MembersOnly extends TenantManager {

    @Override
    public boolean isTenantCheckEnabled() {
        return Context.getProcessEngineConfiguration().isTenantCheckEnabled()
                && Context.getCommandContext().isTenantCheckEnabled()
                && getCurrentAuthentication() != null;
    }

    /** Takes the place of the engine's own. */
    static class Factory implements SessionFactory {

        @Override
        public Class<?> getSessionType() {
            return TenantManager.class;
        }

        @Override
        public Session openSession() {
            return new MembersOnly();
        }
    }
}
