package org.homeward.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.annotation.Order;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Turns away, in a sentence, addresses that two readers may read differently: {@code //}, {@code ;}, {@code /../},
 * {@code %2e}. Spring Security would too, but not in a sentence, and some as an error of ours.
 */
@Component
@Order(StraightPaths.BEFORE_SECURITY)
class StraightPaths extends OncePerRequestFilter {

    /** Once the language of the request is known, and before Spring Security, which stands at −100. */
    static final int BEFORE_SECURITY = -104;

    private static final String CROOKED = "This address cannot be read. Write it as it stands in the page or manual.";

    private final Answers answers;
    private final StrictHttpFirewall firewall = new StrictHttpFirewall();

    StraightPaths(Answers answers) {
        this.answers = answers;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isStraight(request)) {
            chain.doFilter(request, response);
        } else {
            answers.write(request, response, new Sentence(400, CROOKED));
        }
    }

    private boolean isStraight(HttpServletRequest request) {
        try {
            firewall.getFirewalledRequest(request);
            ServletRequestPathUtils.parseAndCache(request);
            return true;
        } catch (RequestRejectedException | IllegalArgumentException e) {
            return false;
        } finally {
            ServletRequestPathUtils.clearParsedRequestPath(request);
        }
    }
}
