package org.homeward.access;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Answers what Tomcat refuses before any of our filters sees it, such as an address of many thousand characters. Who
 * asked, and in which language, is not known then: it says it in both. Public, because Tomcat creates it by name.
 */
public class BarePage extends ErrorReportValve {

    private static final String PAGE = """
            <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Homeward</title></head><body>\
            <main><p>This request could not be read. Go back and try again.</p>\
            <p lang="ru">Этот запрос не удаётся прочитать. Вернитесь и попробуйте ещё раз.</p></main></body></html>
            """;

    @Override
    protected void report(Request request, Response response, Throwable thrown) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            response.setContentType("text/html");
            response.setCharacterEncoding("UTF-8");
            var writer = response.getReporter();
            if (writer != null) {
                writer.write(PAGE);
                response.finishResponse();
            }
        } catch (IOException | IllegalStateException e) {
            // Whoever asked has gone.
        }
    }

    /** Has Tomcat use it. */
    @Component
    static class InPlace implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

        @Override
        public void customize(TomcatServletWebServerFactory tomcat) {
            tomcat.addContextCustomizers(
                    context -> context.getParent().getPipeline().addValve(new BarePage()));
        }
    }
}
