package org.homeward.access;

import org.homeward.workflow.StartLock;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Puts officers and their rights in place before the first request is served. What is there already is left as it is;
 * of several nodes that start together one at a time looks.
 */
@Component
class HouseRules implements SmartInitializingSingleton {

    private final StartLock startLock;
    private final Groups groups;
    private final Grants grants;
    private final TaskFilters filters;
    private final DemoOfficers demoOfficers;
    private final FirstAdministrator firstAdministrator;

    HouseRules(
            StartLock startLock,
            Groups groups,
            Grants grants,
            TaskFilters filters,
            DemoOfficers demoOfficers,
            FirstAdministrator firstAdministrator) {
        this.startLock = startLock;
        this.groups = groups;
        this.grants = grants;
        this.filters = filters;
        this.demoOfficers = demoOfficers;
        this.firstAdministrator = firstAdministrator;
    }

    @Override
    public void afterSingletonsInstantiated() {
        try (var lock = startLock.take()) {
            groups.establish();
            grants.establish();
            filters.establish();
            demoOfficers.signUp();
            firstAdministrator.signUp();
        }
    }
}
