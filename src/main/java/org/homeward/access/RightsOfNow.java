package org.homeward.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * An open session may do what its officer may do now, not what the officer might when it began: whoever leaves a group
 * loses its rights with the next request, and whoever is dismissed or gets another password is signed out by it.
 */
class RightsOfNow extends OncePerRequestFilter {

    private final EngineSignIn officers;

    RightsOfNow(EngineSignIn officers) {
        this.officers = officers;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication signedIn = SecurityContextHolder.getContext().getAuthentication();
        // Who was signed in by EngineSignIn is known by name.
        if (signedIn != null && signedIn.getPrincipal() instanceof String) {
            Authentication now = officers.again(signedIn);
            SecurityContextHolder.setContext(new SecurityContextImpl(now));
            if (now == null) {
                request.getSession().invalidate();
            }
        }
        chain.doFilter(request, response);
    }
}
