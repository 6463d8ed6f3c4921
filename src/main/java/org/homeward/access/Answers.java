package org.homeward.access;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.withDefaults;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Component;
import org.springframework.validation.BindException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * How everything that went wrong is answered: programs get {@code application/problem+json} with the sentence as
 * {@code detail} and the {@code field} it is about, people get a page with the sentence.
 */
@Component
@ControllerAdvice
class Answers implements AuthenticationEntryPoint, AccessDeniedHandler {

    private static final String SIGN_IN = "Sign in first.";
    private static final String NOT_ALLOWED = "Your groups do not allow this.";
    private static final String STALE =
            "This page was open too long, or came from elsewhere. Open it again and repeat.";

    private final ObjectMapper json;

    Answers(ObjectMapper json) {
        this.json = json;
    }

    /** Whether a program reads the answer: our own interface, and what Camunda's pages call. */
    boolean isForProgram(HttpServletRequest request) {
        return isApi(request) || isCamundaApi(request);
    }

    @ExceptionHandler
    @Nullable
    Object anything(Throwable thrown, HttpServletRequest request, HttpServletResponse response) {
        Sentence sentence = sentenceOf(thrown);
        if (response.isCommitted()) {
            return null;
        }
        if (isApi(request)) {
            return ResponseEntity.status(sentence.status())
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .body(problem(sentence));
        }
        response.setStatus(sentence.status());
        return page(sentence);
    }

    @Override
    public void commence(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException authentication)
            throws IOException {
        if (isApi(request)) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Homeward\"");
        }
        boolean tried = request.getHeader(HttpHeaders.AUTHORIZATION) != null;
        write(request, response, new Sentence(401, tried ? EngineSignIn.REFUSED : SIGN_IN));
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException {
        write(request, response, new Sentence(403, denied instanceof CsrfException ? STALE : reason(request)));
    }

    private static String reason(HttpServletRequest request) {
        return CamundaCalls.CLOSED.entrySet().stream()
                .filter(closed -> withDefaults().matcher(closed.getKey()).matches(request))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(NOT_ALLOWED);
    }

    /** Answers outside of Spring MVC: a filter has refused. */
    void write(HttpServletRequest request, HttpServletResponse response, Sentence sentence) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        if (!isForProgram(request)) {
            request.setAttribute(RequestDispatcher.ERROR_MESSAGE, sentence.text());
            response.sendError(sentence.status());
            return;
        }
        response.setStatus(sentence.status());
        response.setCharacterEncoding("UTF-8");
        response.setContentType(
                isApi(request) ? MediaType.APPLICATION_PROBLEM_JSON_VALUE : MediaType.APPLICATION_JSON_VALUE);
        json.writeValue(
                response.getOutputStream(),
                isApi(request) ? problem(sentence) : Map.of("type", "Homeward", "message", sentence.text()));
    }

    private static boolean isApi(HttpServletRequest request) {
        return path(request).startsWith("/api/");
    }

    private static boolean isCamundaApi(HttpServletRequest request) {
        return path(request).startsWith("/camunda/api/");
    }

    private static String path(HttpServletRequest request) {
        return request.getRequestURI().substring(request.getContextPath().length());
    }

    private static Map<String, Object> problem(Sentence sentence) {
        HttpStatus status = HttpStatus.valueOf(sentence.status());
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("title", status.getReasonPhrase());
        problem.put("status", sentence.status());
        problem.put("detail", sentence.text());
        if (sentence.field() != null) {
            problem.put("field", sentence.field());
        }
        return problem;
    }

    private static ModelAndView page(Sentence sentence) {
        return new ModelAndView("error", Map.of("status", sentence.status(), "sentence", sentence.text()));
    }

    private static Sentence sentenceOf(Throwable thrown) {
        Sentence expected = Sentence.expected(thrown);
        if (expected != null) {
            return expected;
        }
        if (thrown instanceof AccessDeniedException) {
            return new Sentence(403, NOT_ALLOWED);
        }
        if (thrown instanceof MaxUploadSizeExceededException) {
            return new Sentence(413, "The file is too large: at most 64 MB are taken.", "file");
        }
        if (thrown instanceof MissingServletRequestPartException part) {
            return new Sentence(
                    400, "The part '" + part.getRequestPartName() + "' is missing.", part.getRequestPartName());
        }
        if (thrown instanceof MultipartException) {
            return new Sentence(400, "The upload broke off or is not multipart/form-data. Send it again.", "file");
        }
        if (thrown instanceof HttpMessageNotReadableException unreadable) {
            return unreadable(unreadable);
        }
        if (thrown instanceof BindException invalid) {
            return invalid(invalid);
        }
        if (thrown instanceof MethodArgumentTypeMismatchException mismatch) {
            return new Sentence(
                    400, "The value of '" + mismatch.getName() + "' is not of the right kind.", mismatch.getName());
        }
        if (thrown instanceof MissingServletRequestParameterException missing) {
            return new Sentence(400, "'" + missing.getParameterName() + "' is missing.", missing.getParameterName());
        }
        if (thrown instanceof NoResourceFoundException) {
            return new Sentence(404, "There is nothing here.");
        }
        if (thrown instanceof HttpRequestMethodNotSupportedException) {
            return new Sentence(405, "This address does not take that method.");
        }
        if (thrown instanceof HttpMediaTypeNotSupportedException) {
            return new Sentence(415, "This kind of content is not taken here.");
        }
        if (thrown instanceof ErrorResponse answer && answer.getStatusCode().is4xxClientError()) {
            return new Sentence(answer.getStatusCode().value(), "This request could not be understood.");
        }
        return Sentence.of(thrown);
    }

    private static Sentence unreadable(HttpMessageNotReadableException unreadable) {
        if (unreadable.getCause() instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            String field = mapping.getPath().stream()
                    .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                    .collect(Collectors.joining())
                    .replaceFirst("^\\.", "");
            return new Sentence(400, "The value of '" + field + "' is not of the right kind.", field);
        }
        return new Sentence(400, "The body is missing or is not JSON of the right shape.");
    }

    private static Sentence invalid(BindException invalid) {
        var wrong = invalid.getFieldErrors();
        return wrong.isEmpty()
                ? new Sentence(400, "What was sent is not complete.")
                : new Sentence(
                        400,
                        "'" + wrong.get(0).getField() + "': "
                                + (wrong.get(0).isBindingFailure()
                                        ? "not of the right kind"
                                        : wrong.get(0).getDefaultMessage())
                                + ".",
                        wrong.get(0).getField());
    }
}
