package org.homeward.access;

import java.util.List;
import java.util.Locale;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Officers to try Homeward with, each with the own name as password: only on the embedded database, which nobody
 * reaches from outside, and not with {@code homeward.demo=false}.
 */
@Component
class DemoOfficers {

    private final IdentityService identity;
    private final boolean wanted;

    DemoOfficers(IdentityService identity, Environment environment) {
        this.identity = identity;
        this.wanted = environment.getProperty("spring.datasource.url", "").isBlank()
                && environment.getProperty("homeward.demo", Boolean.class, true);
    }

    void signUp() {
        if (!wanted) {
            return;
        }
        signUp("consular", Rights.CONSULAR);
        signUp("consular2", Rights.CONSULAR, Rights.CLEARED);
        signUp("vetting", Rights.VETTING);
        signUp("vetting2", Rights.VETTING, Rights.CLEARED);
        signUp("transport", Rights.TRANSPORT, Rights.CLEARED);
        signUp("field", Rights.FIELD, Rights.CLEARED);
        signUp("reception", Rights.RECEPTION, Rights.CLEARED);
        signUp("manager", Rights.MANAGERS, Rights.CLEARED);
        signUp("designer", Rights.DESIGNERS);
        signUp("admin", Rights.ADMINISTRATORS);
    }

    private void signUp(String name, String... groups) {
        if (identity.createUserQuery().userId(name).count() > 0) {
            return;
        }
        User officer = identity.newUser(name);
        officer.setFirstName(name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
        officer.setLastName("(demo)");
        officer.setPassword(name);
        identity.saveUser(officer);
        List.of(groups).forEach(group -> identity.createMembership(name, group));
    }
}
