package org.homeward.passage.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.homeward.passage.Checkpoint;
import org.springframework.context.MessageSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * The page on which people are counted with a phone, also without network: one page that its service worker keeps on the
 * phone, with its words. It holds nothing about anybody; that comes from {@link CheckpointLists}.
 */
@Controller
class CheckpointPage {

    private static final String WORDS = "messages/checkpoint";
    private static final String SAID_BY_SCRIPT = "checkpoint.say.";
    private static final String WORKER = "worker.js";
    private static final MediaType SCRIPT = new MediaType("text", "javascript", StandardCharsets.UTF_8);

    private final MessageSource messages;
    private final ObjectMapper json;
    private final String files;
    private final String version;
    private final String worker;

    CheckpointPage(MessageSource messages, ObjectMapper json) throws IOException {
        this.messages = messages;
        this.json = json;
        var classpath = new PathMatchingResourcePatternResolver();
        Resource[] assets = classpath.getResources("classpath:static/assets/checkpoint/*");
        files = Arrays.stream(assets)
                .map(Resource::getFilename)
                .filter(name -> !WORKER.equals(name))
                .map(name -> "\"" + name + "\"")
                .sorted()
                .collect(Collectors.joining(", ", "[", "]"));
        worker = classpath
                .getResource("classpath:static/assets/checkpoint/" + WORKER)
                .getContentAsString(StandardCharsets.UTF_8);
        version = mark(Stream.of(
                        assets,
                        classpath.getResources("classpath:" + WORDS + "*.properties"),
                        classpath.getResources("classpath:templates/checkpoint.html"))
                .flatMap(Arrays::stream));
    }

    @GetMapping("/checkpoint")
    String show(Locale language, Model model) throws JsonProcessingException {
        // Nothing in it may end the element it stands in.
        model.addAttribute("words", json.writeValueAsString(words(language)).replace("<", "\\u003c"));
        return "checkpoint";
    }

    /** Where whoever is to sign in again is led: from here on to the page itself, which else comes from the phone. */
    @GetMapping("/checkpoint/sign-in")
    String signedIn() {
        return "redirect:/checkpoint";
    }

    /** Other bytes as soon as anything of the page is other, so that phones take the new one. */
    @GetMapping("/checkpoint/worker.js")
    ResponseEntity<String> worker(Locale language) {
        return ResponseEntity.ok()
                .contentType(SCRIPT)
                .header("Service-Worker-Allowed", "../checkpoint")
                .body("const VERSION = \"" + version + "-" + language.getLanguage() + "\";\nconst FILES = " + files
                        + ";\n" + worker);
    }

    private Map<String, String> words(Locale language) {
        var own = ResourceBundle.getBundle(
                WORDS,
                language.getLanguage().equals("en") ? Locale.ROOT : language,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        Map<String, String> words = new TreeMap<>();
        own.keySet().stream()
                .filter(key -> key.startsWith(SAID_BY_SCRIPT))
                .forEach(key -> words.put(key.substring(SAID_BY_SCRIPT.length()), own.getString(key)));
        for (Checkpoint checkpoint : Checkpoint.values()) {
            String key = "checkpoint." + checkpoint.word().replace(' ', '-');
            words.put(checkpoint.word(), messages.getMessage(key, null, language));
        }
        return words;
    }

    private static String mark(Stream<Resource> parts) {
        CRC32 sum = new CRC32();
        parts.forEach(part -> {
            try {
                sum.update(part.getContentAsByteArray());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        return Long.toHexString(sum.getValue());
    }
}
