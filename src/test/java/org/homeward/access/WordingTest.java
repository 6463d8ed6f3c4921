package org.homeward.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.i18n.LocaleContextHolder;

/** Whoever reads Russian is refused in Russian, and whoever reads Arabic in Arabic. */
class WordingTest {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern SLOT = Pattern.compile("\\{\\d}");

    @AfterEach
    void forget() {
        LocaleContextHolder.resetLocaleContext();
    }

    @Test
    void every_sentence_that_the_code_refuses_with_has_a_russian_one() throws IOException {
        Set<String> english = new Sentences().ofTheCode();
        assertThat(english).as("the search for sentences works").hasSizeGreaterThan(100);
        assertThat(Wording.read("/messages/sentences_ru.txt").keySet()).containsAll(english);
    }

    @Test
    void every_sentence_that_has_a_russian_one_has_an_arabic_one() {
        assertThat(Wording.read("/messages/sentences_ar.txt").keySet())
                .containsAll(Wording.read("/messages/sentences_ru.txt").keySet());
    }

    @ParameterizedTest
    @CsvSource({"ru, Cyrillic", "ar, Arabic"})
    void a_translated_sentence_speaks_of_nothing_that_the_english_one_does_not_know(String language, String script) {
        Wording.read("/messages/sentences_" + language + ".txt").forEach((english, other) -> {
            assertThat(slots(english)).as(english).containsAll(slots(other));
            assertThat(other).matches(".*\\p{Is" + script + "}.*");
        });
    }

    @Test
    void the_reader_gets_the_sentence_with_what_it_is_about() {
        LocaleContextHolder.setLocale(Locale.forLanguageTag("ru-RU"));
        assertThat(new Refusal("Case SYR-000001-K does not wait for this: it is under way.").sentence())
                .isEqualTo("Дело SYR-000001-K этого не ждёт: в пути.");
        assertThat(new Refusal("'a.b$1' is missing.").sentence()).isEqualTo("Не указано «a.b$1».");
        assertThat(new Sentence(403, "Your groups do not allow this.").text())
                .isEqualTo("Ваши группы этого не позволяют.");
        assertThat(new Refusal("Movement BUS-1 is cancelled.").getMessage())
                .as("for the log")
                .isEqualTo("Movement BUS-1 is cancelled.");
        LocaleContextHolder.setLocale(Locale.forLanguageTag("ar"));
        assertThat(new Refusal("Case SYR-000001-K does not wait for this: it is under way.").sentence())
                .isEqualTo("الملف \u2068SYR-000001-K\u2069 لا ينتظر هذا، وحال الأسرة: في الطريق.");
        LocaleContextHolder.setLocale(Locale.FRENCH);
        assertThat(new Refusal("Movement BUS-1 is cancelled.").sentence()).isEqualTo("Movement BUS-1 is cancelled.");
    }

    private static Set<String> slots(String sentence) {
        Set<String> slots = new TreeSet<>();
        SLOT.matcher(sentence).results().forEach(slot -> slots.add(slot.group()));
        return slots;
    }

    /** Reads the sources as the compiler does; what a sentence is put together with becomes {@code {0}}, {@code {1}}. */
    private static class Sentences extends TreeScanner<Void, Void> {

        private static final Set<String> REFUSALS = Set.of(
                "Refusal",
                "Refusal.NotFound",
                "Refusal.Conflict",
                "Refusal.TooMany",
                "NotFound",
                "Conflict",
                "Sentence");

        private final Map<String, String> constants = new HashMap<>();
        private final Set<String> found = new TreeSet<>();
        private boolean collecting;
        private String file = "";

        Set<String> ofTheCode() throws IOException {
            List<CompilationUnitTree> units = parsed();
            units.forEach(unit -> scan(unit, null));
            collecting = true;
            units.forEach(unit -> scan(unit, null));
            return found;
        }

        private static List<CompilationUnitTree> parsed() throws IOException {
            var compiler = ToolProvider.getSystemJavaCompiler();
            var manager = compiler.getStandardFileManager(null, null, null);
            try (Stream<Path> files = Files.walk(SOURCES)) {
                var sources =
                        files.filter(file -> file.toString().endsWith(".java")).toList();
                var task = (JavacTask)
                        compiler.getTask(null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(sources));
                return Stream.of(task.parse())
                        .flatMap(each -> {
                            List<CompilationUnitTree> list = new java.util.ArrayList<>();
                            each.forEach(list::add);
                            return list.stream();
                        })
                        .toList();
            }
        }

        @Override
        public Void visitClass(ClassTree tree, Void nothing) {
            String outer = file;
            file = tree.getSimpleName().toString();
            super.visitClass(tree, nothing);
            file = outer;
            return null;
        }

        @Override
        public Void visitVariable(VariableTree tree, Void nothing) {
            if (tree.getInitializer() != null && tree.getModifiers().toString().contains("static final String")) {
                String text = text(tree.getInitializer());
                constants.put(file + "." + tree.getName(), text);
                if (collecting && text.matches("[A-Z'].* .*\\.") && file.matches("Answers|CamundaEdge")) {
                    found.add(text);
                }
            }
            return super.visitVariable(tree, nothing);
        }

        @Override
        public Void visitNewClass(NewClassTree tree, Void nothing) {
            if (collecting && REFUSALS.contains(tree.getIdentifier().toString())) {
                int sentence = tree.getIdentifier().toString().equals("Sentence") ? 1 : 0;
                collect(tree.getArguments().get(sentence));
            }
            return super.visitNewClass(tree, nothing);
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree tree, Void nothing) {
            if (collecting && tree.getMethodSelect().toString().matches("(\\w+\\.)?conflict")) {
                collect(tree.getArguments().get(tree.getArguments().size() - 1));
            }
            return super.visitMethodInvocation(tree, nothing);
        }

        @Override
        public Void visitReturn(ReturnTree tree, Void nothing) {
            // Entry says in one method why a scan does not fit.
            if (collecting && file.equals("Entry") && tree.getExpression() != null) {
                collect(tree.getExpression());
            }
            return super.visitReturn(tree, nothing);
        }

        private void collect(ExpressionTree argument) {
            String sentence = text(argument);
            if (!sentence.matches("\\{\\d}")) {
                found.add(sentence);
            }
        }

        private String text(Tree expression) {
            int[] slots = {0};
            return text(expression, slots);
        }

        private String text(Tree expression, int[] slots) {
            if (expression instanceof BinaryTree sum && sum.getKind() == Kind.PLUS) {
                return text(sum.getLeftOperand(), slots) + text(sum.getRightOperand(), slots);
            }
            if (expression instanceof LiteralTree literal && literal.getValue() instanceof String text) {
                return text;
            }
            String name = expression instanceof IdentifierTree
                    ? file + "." + expression
                    : expression instanceof MemberSelectTree ? expression.toString() : "";
            return constants.containsKey(name) ? constants.get(name) : "{" + slots[0]++ + "}";
        }
    }
}
