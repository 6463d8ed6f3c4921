package org.homeward.access;

import java.util.Set;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cmd.AbstractWritableIdentityServiceCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteAuthorizationCmd;
import org.camunda.bpm.engine.impl.cmd.SaveAuthorizationCmd;
import org.camunda.bpm.engine.impl.cmd.SetUserInfoCmd;
import org.camunda.bpm.engine.impl.cmd.UnlockUserCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;

/**
 * Shuts a published hole of 7.24.0 inside the engine: while no administrator was there, anybody could create one. To the
 * engine a command without a signed-in officer is its own and allowed everything; so, while a web request is served,
 * nobody but a signed-in officer, whose rights the engine then checks, changes officers, groups, tenants and rights.
 */
class OfficersOnly extends CommandInterceptor {

    static final String REFUSED = "Officers and their rights are changed by an administrator who is signed in.";

    private static final Set<Class<?>> OF_RIGHTS =
            Set.of(SaveAuthorizationCmd.class, DeleteAuthorizationCmd.class, UnlockUserCmd.class, SetUserInfoCmd.class);

    private final ProcessEngineConfigurationImpl engine;

    OfficersOnly(ProcessEngineConfigurationImpl engine) {
        this.engine = engine;
    }

    @Override
    public <T> T execute(Command<T> command) {
        if (changesOfficers(command)
                && WebRequest.isServed()
                && engine.getIdentityService().getCurrentAuthentication() == null) {
            throw new Refusal(REFUSED);
        }
        return next.execute(command);
    }

    private static boolean changesOfficers(Command<?> command) {
        return command instanceof AbstractWritableIdentityServiceCmd || OF_RIGHTS.contains(command.getClass());
    }
}
