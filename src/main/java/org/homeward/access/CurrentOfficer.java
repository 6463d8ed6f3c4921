package org.homeward.access;

import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** Who acts now: the officer who is signed in, or Homeward itself when a job or a timer acts. */
@Component
public class CurrentOfficer {

    /** The name on record when no person acts. */
    public static final String HOMEWARD = "homeward";

    private final ObjectProvider<IdentityService> identity;

    CurrentOfficer(ObjectProvider<IdentityService> identity) {
        this.identity = identity;
    }

    public String name() {
        Authentication signedIn = signedIn();
        if (signedIn != null) {
            return signedIn.getName();
        }
        var inEngine = inEngine();
        return inEngine == null || inEngine.getUserId() == null ? HOMEWARD : inEngine.getUserId();
    }

    /** May know of restricted households. Homeward itself may. */
    public boolean cleared() {
        return isHomeward() || in("cleared");
    }

    /** True when no person acts: a job, a timer, the start of the application. */
    public boolean isHomeward() {
        return HOMEWARD.equals(name());
    }

    public boolean in(String group) {
        return groups().contains(group);
    }

    public Set<String> groups() {
        Authentication signedIn = signedIn();
        if (signedIn != null) {
            return signedIn.getAuthorities().stream()
                    .map(authority -> authority.getAuthority().replaceFirst("^ROLE_", ""))
                    .collect(Collectors.toSet());
        }
        var inEngine = inEngine();
        return inEngine == null || inEngine.getGroupIds() == null ? Set.of() : Set.copyOf(inEngine.getGroupIds());
    }

    private static @Nullable Authentication signedIn() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication == null
                        || authentication instanceof AnonymousAuthenticationToken
                        || !authentication.isAuthenticated()
                ? null
                : authentication;
    }

    private org.camunda.bpm.engine.impl.identity.@Nullable Authentication inEngine() {
        return identity.getObject().getCurrentAuthentication();
    }
}
