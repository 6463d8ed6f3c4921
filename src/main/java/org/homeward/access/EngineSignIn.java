package org.homeward.access;

import java.util.List;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.stereotype.Component;

/**
 * Signs officers in against the engine's identity service, which also pauses an account after wrong tries. A wrong
 * name, a wrong password and a paused account are answered alike, so that nobody learns who is an officer.
 */
@Component
class EngineSignIn implements AuthenticationProvider {

    static final String REFUSED =
            "This name and password do not open a session. After wrong tries an account pauses, for"
                    + " up to five minutes; after ten, an administrator must unlock it.";

    static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._@-]{1,64}");

    private final IdentityService identity;

    EngineSignIn(IdentityService identity) {
        this.identity = identity;
    }

    @Override
    public Authentication authenticate(Authentication given) {
        String name = given.getName();
        String password = String.valueOf(given.getCredentials());
        if (!NAME.matcher(name).matches() || !identity.checkPassword(name, password)) {
            throw new BadCredentialsException(REFUSED);
        }
        return officer(name);
    }

    /** The officer with the groups of this moment. */
    private Authentication officer(String name) {
        List<SimpleGrantedAuthority> groups = identity.createGroupQuery().groupMember(name).list().stream()
                .map(group -> new SimpleGrantedAuthority(Rights.ROLE + group.getId()))
                .toList();
        var officer = UsernamePasswordAuthenticationToken.authenticated(name, null, groups);
        User account = identity.createUserQuery().userId(name).singleResult();
        // As it is stored, salted and hashed: another one once the password is changed.
        officer.setDetails(account == null ? null : account.getPassword());
        return officer;
    }

    /** The same officer with the groups of this moment; null once there is no such officer, or another password. */
    @Nullable
    Authentication again(Authentication before) {
        Authentication officer = officer(before.getName());
        boolean same = officer.getDetails() != null && officer.getDetails().equals(before.getDetails());
        return same ? officer : null;
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
