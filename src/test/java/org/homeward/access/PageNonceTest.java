package org.homeward.access;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class PageNonceTest {

    @Test
    void a_page_bears_the_nonce_of_its_own_header_whatever_was_asked_for_meanwhile() throws Exception {
        var response = new MockHttpServletResponse();

        new PageNonce()
                .doFilter(
                        new MockHttpServletRequest("GET", "/camunda/app/cockpit/default/"),
                        response,
                        (request, page) -> {
                            ((HttpServletResponse) page)
                                    .setHeader("Content-Security-Policy", "script-src 'nonce-mine' 'self'");
                            page.setContentType("text/html;charset=UTF-8");
                            page.getOutputStream()
                                    .write("<script nonce=\"another's\">1</script><b>Ж</b><script nonce=\"another's\">"
                                            .getBytes("UTF-8"));
                        });

        assertThat(response.getContentAsString())
                .isEqualTo("<script nonce=\"mine\">1</script><b>Ж</b><script nonce=\"mine\">");
    }
}
