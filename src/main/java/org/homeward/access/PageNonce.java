package org.homeward.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Gives each of Camunda's pages the nonce that its own header names. 7.24.0 keeps one nonce for the whole application: who
 * opened a page while anybody else asked for anything got one whose scripts the browser refuses, a blank one.
 */
@Component
class PageNonce extends OncePerRequestFilter {

    private static final Pattern PAGE = Pattern.compile(".*/[^/.]*|.*\\.html");
    private static final Pattern IN_HEADER = Pattern.compile("'nonce-([^']+)'");
    private static final Pattern IN_PAGE = Pattern.compile("(?<= nonce=\")[^\"]*");

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !PAGE.matcher(request.getRequestURI()).matches();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var kept = new ContentCachingResponseWrapper(response);
        chain.doFilter(request, kept);
        String policy = kept.getHeader("Content-Security-Policy");
        Matcher nonce = IN_HEADER.matcher(policy == null ? "" : policy);
        if (kept.getContentSize() > 0 && nonce.find()) {
            // One byte, one character: whatever the page's encoding is, it stays as it was.
            String page = new String(kept.getContentAsByteArray(), StandardCharsets.ISO_8859_1);
            kept.resetBuffer();
            kept.getOutputStream()
                    .write(IN_PAGE.matcher(page)
                            .replaceAll(Matcher.quoteReplacement(nonce.group(1)))
                            .getBytes(StandardCharsets.ISO_8859_1));
        }
        kept.copyBodyToResponse();
    }
}
