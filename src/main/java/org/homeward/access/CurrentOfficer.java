package org.homeward.access;

import java.util.Objects;
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

    /** The officer's user name, or {@value #HOMEWARD}. */
    public String name() {
        Authentication signedIn = signedIn();
        if (signedIn != null) {
            return signedIn.getName();
        }
        var inEngine = inEngine();
        return inEngine == null || inEngine.getUserId() == null ? HOMEWARD : inEngine.getUserId();
    }

    /** First and last name as Admin keeps them, for what is printed; the user name where there is none. */
    public String fullName() {
        String name = name();
        var user = identity.getObject().createUserQuery().userId(name).singleResult();
        String full = user == null
                ? ""
                : (Objects.requireNonNullElse(user.getFirstName(), "") + " "
                                + Objects.requireNonNullElse(user.getLastName(), ""))
                        .strip();
        return full.isEmpty() ? name : full;
    }

    /** May know of restricted households. Homeward itself may. */
    public boolean cleared() {
        return isHomeward() || in(Rights.CLEARED);
    }

    /** True when no person acts: a job, a timer, the start of the application. */
    public boolean isHomeward() {
        return signedIn() == null && inEngine() == null;
    }

    /** Whether the officer is a member of the group, as {@link Rights} names it. */
    public boolean in(String group) {
        return groups().contains(group);
    }

    /** The groups of design §2 that the officer is a member of; none for Homeward itself. */
    public Set<String> groups() {
        Authentication signedIn = signedIn();
        if (signedIn != null) {
            return signedIn.getAuthorities().stream()
                    .map(authority -> authority.getAuthority())
                    .filter(authority -> authority.startsWith(Rights.ROLE))
                    .map(authority -> authority.substring(Rights.ROLE.length()))
                    .collect(Collectors.toUnmodifiableSet());
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
