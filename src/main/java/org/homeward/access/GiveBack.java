package org.homeward.access;

import org.camunda.bpm.engine.impl.cfg.auth.AuthorizationCommandChecker;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.jspecify.annotations.Nullable;

/**
 * To the engine whoever gives a task back assigns it, to nobody, which is the right of managers. An officer may give back
 * the tasks that are their own; at the edge only managers reach the call that names another officer.
 */
class GiveBack extends AuthorizationCommandChecker {

    @Override
    public void checkTaskAssign(TaskEntity task) {
        if (!isOwn(task)) {
            super.checkTaskAssign(task);
        }
    }

    private static boolean isOwn(TaskEntity task) {
        @Nullable Authentication officer = Context.getCommandContext().getAuthentication();
        return officer != null
                && officer.getUserId() != null
                && officer.getUserId().equals(task.getAssignee());
    }
}
