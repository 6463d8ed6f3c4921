package org.homeward.rehearsal;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.Tenant;
import org.camunda.bpm.engine.identity.User;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/**
 * The simulated officers: accounts like everybody's, with secrets that only this run knows. They sign in like people,
 * and the engine checks their rights.
 */
@Component
class Cast {

    /** Which officers there are, by name, and the group of each. */
    private static final Map<String, String> ROLES = roles();

    private final IdentityService identity;
    private final AuthenticationProvider signIn;
    private final Map<String, Authentication> signedIn = new ConcurrentHashMap<>();
    private final Map<String, List<String>> groups = new ConcurrentHashMap<>();
    private final Map<String, List<String>> tenants = new ConcurrentHashMap<>();

    Cast(IdentityService identity, AuthenticationProvider signIn) {
        this.identity = identity;
        this.signIn = signIn;
    }

    private static Map<String, String> roles() {
        Map<String, String> roles = new LinkedHashMap<>();
        roles.put("rehearsalConsular", "consular");
        roles.put("rehearsalConsular2", "consular"); // a panel needs two
        roles.put("rehearsalVetting", "vetting");
        roles.put("rehearsalVetting2", "vetting");
        roles.put("rehearsalTransport", "transport");
        roles.put("rehearsalField", "field");
        roles.put("rehearsalReception", "reception");
        roles.put("rehearsalReception2", "reception"); // a child is handed over by two
        roles.put("rehearsalManager", "managers");
        return roles;
    }

    /** The officers, in the order in which they look at their tasks. */
    List<String> officers() {
        return List.copyOf(ROLES.keySet());
    }

    String groupOf(String officer) {
        return ROLES.getOrDefault(officer, "");
    }

    /** Makes the accounts where they are missing, each with a new secret, and signs everybody in. */
    void enter() {
        byte[] secret = new byte[24];
        ROLES.forEach((name, group) -> {
            new SecureRandom().nextBytes(secret);
            String password = HexFormat.of().formatHex(secret);
            User officer = identity.createUserQuery().userId(name).singleResult();
            boolean isNew = officer == null;
            officer = isNew ? identity.newUser(name) : officer;
            officer.setFirstName(name.replace("rehearsal", ""));
            officer.setLastName("(rehearsal)");
            officer.setPassword(password);
            identity.saveUser(officer);
            if (isNew) {
                identity.createMembership(name, group);
            }
            signedIn.put(
                    name,
                    Objects.requireNonNull(
                            signIn.authenticate(new UsernamePasswordAuthenticationToken(name, password))));
        });
    }

    /** The accounts are of no use after the rehearsal. */
    void leave() {
        ROLES.keySet().forEach(identity::deleteUser);
        signedIn.clear();
        groups.clear();
        tenants.clear();
    }

    /** Does something through our own doors as this officer. */
    <T> T as(String officer, Callable<T> deed) {
        SecurityContextHolder.getContext().setAuthentication(signedIn.get(officer));
        try {
            return deed.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    /** As {@link #as(String, Callable)}, for a deed without a result. */
    void as(String officer, Runnable deed) {
        as(officer, () -> {
            deed.run();
            return true;
        });
    }

    /** Does something in Tasklist as this officer: the engine checks the rights as it does for people there. */
    <T> T atDesk(String officer, Callable<T> deed) {
        // Nobody moves these officers between groups while they play: they are looked up once.
        identity.setAuthentication(
                officer,
                groups.computeIfAbsent(officer, this::groups),
                tenants.computeIfAbsent(officer, this::tenants));
        try {
            return as(officer, deed);
        } finally {
            identity.clearAuthentication();
        }
    }

    private List<String> groups(String officer) {
        return new ArrayList<>(identity.createGroupQuery().groupMember(officer).list().stream()
                .map(Group::getId)
                .toList());
    }

    private List<String> tenants(String officer) {
        return new ArrayList<>(
                identity.createTenantQuery().userMember(officer).includingGroupsOfUser(true).list().stream()
                        .map(Tenant::getId)
                        .toList());
    }
}
