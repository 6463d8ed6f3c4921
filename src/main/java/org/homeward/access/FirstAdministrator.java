package org.homeward.access;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * The first administrator of a PostgreSQL of one's own, named by {@code HOMEWARD_ADMIN_USER} and
 * {@code HOMEWARD_ADMIN_PASSWORD}; nobody else could sign in to add officers. Once there is one, a start that names an
 * account only unlocks it: whoever guesses passwords must not lock the last administrator out for good.
 */
@Component
class FirstAdministrator {

    private final IdentityService identity;
    private final String name;
    private final String password;
    private final boolean embedded;
    private final boolean rehearsed;

    FirstAdministrator(IdentityService identity, Environment environment) {
        this.identity = identity;
        this.name = environment.getProperty("homeward.admin.user", "").trim();
        this.password = environment.getProperty("homeward.admin.password", "");
        this.rehearsed = environment.containsProperty("rehearse");
        this.embedded = environment.getProperty("spring.datasource.url", "").isBlank();
    }

    /** @throws CannotStart when nobody could administer the house */
    void signUp() {
        if (identity.createUserQuery().memberOfGroup(Rights.ADMINISTRATORS).count() > 0) {
            unlock();
            return;
        }
        if (name.isEmpty() || password.isEmpty()) {
            if (embedded || rehearsed) {
                return;
            }
            throw new CannotStart("Homeward has no administrator yet: set HOMEWARD_ADMIN_USER and"
                    + " HOMEWARD_ADMIN_PASSWORD for the first start on this database.");
        }
        if (!EngineSignIn.NAME.matcher(name).matches() || password.length() < 10) {
            throw new CannotStart("The first administrator needs a HOMEWARD_ADMIN_USER of letters and digits, and a"
                    + " HOMEWARD_ADMIN_PASSWORD of at least 10 characters.");
        }
        if (identity.createUserQuery().userId(name).count() == 0) {
            User administrator = identity.newUser(name);
            administrator.setFirstName(name);
            administrator.setLastName("");
            administrator.setPassword(password);
            identity.saveUser(administrator);
        }
        identity.createMembership(name, Rights.ADMINISTRATORS);
    }

    private void unlock() {
        if (!name.isEmpty() && identity.createUserQuery().userId(name).count() > 0) {
            identity.unlockUser(name);
        }
    }
}
