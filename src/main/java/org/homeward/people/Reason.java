package org.homeward.people;

import java.util.List;
import org.springframework.context.MessageSourceResolvable;

/**
 * One ground for or against two descriptions being one person. In words: {@code messages.getMessage(reason, locale)}.
 *
 * @param code what was found, such as {@code names-agree}; its words are under {@code people.reason.…} in the messages
 * @param arguments what fills the words, in order
 * @param against whether it speaks against
 */
public record Reason(String code, List<String> arguments, boolean against) implements MessageSourceResolvable {

    public Reason {
        arguments = List.copyOf(arguments);
    }

    static Reason agree(String code, Object... arguments) {
        return new Reason(code, List.of(arguments).stream().map(String::valueOf).toList(), false);
    }

    static Reason differ(String code, Object... arguments) {
        return new Reason(code, List.of(arguments).stream().map(String::valueOf).toList(), true);
    }

    @Override
    public String[] getCodes() {
        return new String[] {"people.reason." + code};
    }

    @Override
    public Object[] getArguments() {
        return arguments.toArray();
    }

    @Override
    public String getDefaultMessage() {
        return code + (arguments.isEmpty() ? "" : ": " + String.join(" ~ ", arguments));
    }
}
