package org.homeward.access;

import java.util.List;
import java.util.Locale;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Officers to try Homeward with, each with the own name as password: only on the embedded database, which nobody
 * reaches from outside, and not with {@code homeward.demo=false}; after a rehearsal that stays up, then.
 */
@Component
public class DemoOfficers {

    private static final List<DemoOfficer> ALL = List.of(
            new DemoOfficer("consular", List.of(Rights.CONSULAR)),
            new DemoOfficer("consular2", List.of(Rights.CONSULAR, Rights.CLEARED)),
            new DemoOfficer("vetting", List.of(Rights.VETTING)),
            new DemoOfficer("vetting2", List.of(Rights.VETTING, Rights.CLEARED)),
            new DemoOfficer("transport", List.of(Rights.TRANSPORT, Rights.CLEARED)),
            new DemoOfficer("field", List.of(Rights.FIELD, Rights.CLEARED)),
            new DemoOfficer("reception", List.of(Rights.RECEPTION, Rights.CLEARED)),
            new DemoOfficer("reception2", List.of(Rights.RECEPTION, Rights.CLEARED)),
            new DemoOfficer("manager", List.of(Rights.MANAGERS, Rights.CLEARED)),
            new DemoOfficer("designer", List.of(Rights.DESIGNERS)),
            new DemoOfficer("admin", List.of(Rights.ADMINISTRATORS)));

    private final IdentityService identity;
    private final boolean embedded;
    private volatile boolean wanted;

    DemoOfficers(IdentityService identity, Environment environment) {
        this.identity = identity;
        this.embedded = environment.getProperty("spring.datasource.url", "").isBlank();
        this.wanted = embedded && environment.getProperty("homeward.demo", Boolean.class, true);
    }

    /** One officer of the demo, whose password is the name. */
    public record DemoOfficer(String name, List<String> groups) {}

    /** The officers of the demo; none when this is no demo. */
    public List<DemoOfficer> list() {
        return wanted ? ALL : List.of();
    }

    /**
     * Signs them up after a rehearsal that stays up, so that people may look at what became of everybody.
     *
     * @return whether they may sign in now: never on an outside database
     */
    public boolean signUpForALook() {
        wanted = embedded;
        signUp();
        return wanted;
    }

    void signUp() {
        list().forEach(this::signUp);
    }

    private void signUp(DemoOfficer demo) {
        if (identity.createUserQuery().userId(demo.name()).count() > 0) {
            return;
        }
        User officer = identity.newUser(demo.name());
        officer.setFirstName(demo.name().substring(0, 1).toUpperCase(Locale.ROOT)
                + demo.name().substring(1));
        officer.setLastName("(demo)");
        officer.setPassword(demo.name());
        identity.saveUser(officer);
        demo.groups().forEach(group -> identity.createMembership(demo.name(), group));
    }
}
