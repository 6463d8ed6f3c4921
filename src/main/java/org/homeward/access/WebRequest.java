package org.homeward.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Knows whether this thread serves somebody on the web, in front of all other filters. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class WebRequest extends OncePerRequestFilter {

    private static final ThreadLocal<Boolean> SERVED = new ThreadLocal<>();

    static boolean isServed() {
        return SERVED.get() != null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        SERVED.set(true);
        try {
            chain.doFilter(request, response);
        } finally {
            SERVED.remove();
        }
    }
}
