package org.homeward.access;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.withDefaults;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageConversionException;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Controller;
import org.springframework.validation.BindException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * How everything that went wrong is answered: programs get {@code application/problem+json} with the sentence as
 * {@code detail} and the {@code field} it is about, people get a page with the sentence.
 */
@Controller
@ControllerAdvice
class Answers implements AuthenticationEntryPoint, AccessDeniedHandler, ErrorController {

    private static final String SIGN_IN = "Sign in first.";
    private static final String NOT_ALLOWED = "Your groups do not allow this.";
    private static final String NOTHING_HERE = "There is nothing here.";
    private static final String WRONG_SHAPE = "The body is missing or is not JSON of the right shape.";
    private static final String NOT_SO = "This address does not take that method.";
    private static final String SENTENCE = Answers.class.getName() + ".sentence";
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
        if (DisconnectedClientHelper.isClientDisconnectedException(thrown)) {
            // Nobody is left to be told.
            return new ModelAndView();
        }
        Sentence sentence = sentenceOf(thrown);
        if (response.isCommitted()) {
            return null;
        }
        if (thrown instanceof Refusal.TooMany tooMany) {
            response.setHeader(
                    HttpHeaders.RETRY_AFTER, String.valueOf(tooMany.again().toSeconds()));
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
        boolean nobody = SecurityContextHolder.getContext().getAuthentication() == null
                && request.getHeader(HttpHeaders.AUTHORIZATION) == null;
        if (denied instanceof CsrfException && nobody && isApi(request)) {
            // A program that forgot to sign in has no page to open again.
            commence(request, response, new InsufficientAuthenticationException(SIGN_IN));
            return;
        }
        write(request, response, denied instanceof CsrfException ? new Sentence(403, STALE) : reason(request));
    }

    private static Sentence reason(HttpServletRequest request) {
        for (var closed : CamundaCalls.CLOSED.entrySet()) {
            if (withDefaults().matcher(closed.getKey()).matches(request)) {
                return new Sentence(403, closed.getValue());
            }
        }
        if (isCamundaApi(request)) {
            return new Sentence(403, NOT_ALLOWED);
        }
        List<Rights.Right> rows = Rights.table().stream()
                .filter(row -> withDefaults().matcher(row.path()).matches(request))
                .toList();
        if (rows.isEmpty()) {
            return new Sentence(404, NOTHING_HERE);
        }
        return rows.stream().anyMatch(row -> row.takes(request.getMethod()))
                ? new Sentence(403, NOT_ALLOWED)
                : new Sentence(405, NOT_SO);
    }

    /** Answers outside of Spring MVC: a filter has refused. */
    void write(HttpServletRequest request, HttpServletResponse response, Sentence sentence) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        if (!isForProgram(request)) {
            request.setAttribute(SENTENCE, sentence);
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

    /** The page, or the answer to a program, for what went wrong outside of Spring MVC. */
    @RequestMapping("/error")
    @Nullable
    Object error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Sentence sentence = request.getAttribute(SENTENCE) instanceof Sentence ours ? ours : outside(request);
        response.setStatus(sentence.status());
        if (isForProgram(request)) {
            write(request, response, sentence);
            return null;
        }
        return page(sentence);
    }

    private static Sentence outside(HttpServletRequest request) {
        if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable thrown) {
            return sentenceOf(thrown);
        }
        if (!(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status)) {
            return new Sentence(404, NOTHING_HERE);
        }
        return switch (status) {
            case 401 -> new Sentence(401, SIGN_IN);
            case 403 -> new Sentence(403, NOT_ALLOWED);
            case 404 -> new Sentence(404, NOTHING_HERE);
            case 405 -> new Sentence(405, NOT_SO);
            default ->
                status < 500
                        ? new Sentence(status, Sentence.NOT_UNDERSTOOD)
                        : Sentence.of(new IllegalStateException("Answered with " + status));
        };
    }

    private static boolean isApi(HttpServletRequest request) {
        return path(request).startsWith("/api/");
    }

    private static boolean isCamundaApi(HttpServletRequest request) {
        return path(request).startsWith("/camunda/api/");
    }

    private static String path(HttpServletRequest request) {
        // On the way to the page for errors the address that was asked for stands in an attribute.
        Object asked = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        return (asked == null ? request.getRequestURI() : asked.toString())
                .substring(request.getContextPath().length());
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
        if (thrown instanceof HttpMessageConversionException && !(thrown instanceof HttpMessageNotWritableException)) {
            return new Sentence(400, WRONG_SHAPE); // such as a field that stands there twice
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
            return new Sentence(404, NOTHING_HERE);
        }
        if (thrown instanceof HttpRequestMethodNotSupportedException) {
            return new Sentence(405, NOT_SO);
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
            return new Sentence(400, whatIsWrong(mapping, field), field);
        }
        return unreadable.getMostSpecificCause() instanceof StreamConstraintsException
                ? new Sentence(413, "The body is too large or nested too deep: at most 64 MB are taken.")
                : new Sentence(400, WRONG_SHAPE);
    }

    private static String whatIsWrong(JsonMappingException mapping, String field) {
        if (mapping.getCause() instanceof JsonParseException) {
            return "The body is not JSON: it breaks off, or is wrong, in '" + field + "'.";
        }
        if (mapping.getCause() instanceof InputCoercionException) {
            return "The value of '" + field + "' is larger or smaller than any number here.";
        }
        if (mapping instanceof UnrecognizedPropertyException) {
            return "There is no field '" + field + "' here. Check its name.";
        }
        Class<?> wanted = mapping instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        if (wanted == Instant.class) {
            return "The value of '" + field + "' is not a time with an offset, such as 2013-01-22T06:00:00Z.";
        }
        if (wanted == Integer.class || wanted == int.class) {
            return "The value of '" + field + "' is not a whole number.";
        }
        return "The value of '" + field + "' is not of the right kind.";
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
