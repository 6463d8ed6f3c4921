package org.homeward.rehearsal;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.Tenant;
import org.camunda.bpm.engine.identity.User;
import org.springframework.security.authentication.AuthenticationManager;
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
    private final AuthenticationManager signIn;
    private final Map<String, Authentication> signedIn = new LinkedHashMap<>();

    Cast(IdentityService identity, AuthenticationManager signIn) {
        this.identity = identity;
        this.signIn = signIn;
    }

    private static Map<String, String> roles() {
        Map<String, String> roles = new LinkedHashMap<>();
        roles.put("rehearsal-consular", "consular");
        roles.put("rehearsal-vetting", "vetting");
        roles.put("rehearsal-vetting2", "vetting");
        roles.put("rehearsal-transport", "transport");
        roles.put("rehearsal-field", "field");
        roles.put("rehearsal-reception", "reception");
        roles.put("rehearsal-manager", "managers");
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
            officer.setFirstName(name.replace("rehearsal-", ""));
            officer.setLastName("(rehearsal)");
            officer.setPassword(password);
            identity.saveUser(officer);
            if (isNew) {
                identity.createMembership(name, group);
            }
            signedIn.put(name, signIn.authenticate(new UsernamePasswordAuthenticationToken(name, password)));
        });
    }

    /** The accounts are of no use after the rehearsal. */
    void leave() {
        ROLES.keySet().forEach(identity::deleteUser);
    }

    /** Does something as this officer: our rooms and the engine see who acts and check the rights. */
    <T> T as(String officer, Callable<T> deed) {
        SecurityContextHolder.getContext().setAuthentication(signedIn.get(officer));
        identity.setAuthentication(officer, groups(officer), tenants(officer));
        try {
            return deed.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            identity.clearAuthentication();
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
