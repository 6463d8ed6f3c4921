package org.homeward.planning.plan;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;

/** {@code --plan=FILE.json}: plans an operation from a file, without a database, and prints the plan as JSON. */
public final class PlanCommand {

    private static final String OPTION = "--plan";
    private static final int DONE = 0;
    private static final int BAD_INPUT = 2;

    private PlanCommand() {}

    /** Whether these arguments ask for a plan and nothing else. */
    public static boolean isAskedFor(String... arguments) {
        return Arrays.stream(arguments).anyMatch(one -> one.equals(OPTION) || one.startsWith(OPTION + "="));
    }

    /**
     * Prints the plan, and nothing else, to {@code out}.
     *
     * @return the exit status: 0, or 2 if the operation cannot be planned, with a sentence on {@code err}
     */
    public static int run(String[] arguments, PrintStream out, PrintStream err) {
        try {
            Plan plan = Planner.plan(OperationFile.read(file(arguments)));
            print(plan, out);
            err.printf(
                    Locale.ROOT,
                    "Seated %d households, left %d, in %.1f seconds; the plan is worth %.2f, and none more than %.2f.%n",
                    plan.seated().size(),
                    plan.left().size(),
                    plan.seconds(),
                    plan.objective(),
                    plan.bound());
            return DONE;
        } catch (CannotPlan e) {
            err.println(e.getMessage());
            return BAD_INPUT;
        }
    }

    private static String file(String[] arguments) {
        return Arrays.stream(arguments)
                .filter(one -> one.startsWith(OPTION + "=") && one.length() > OPTION.length() + 1)
                .map(one -> one.substring(OPTION.length() + 1))
                .findFirst()
                .orElseThrow(() -> new CannotPlan("Say which operation to plan: --plan=FILE.json."));
    }

    private static void print(Plan plan, PrintStream out) {
        try {
            new ObjectMapper().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET).writeValue(out, plan);
            out.println();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a print stream notes it instead
        }
        if (out.checkError()) {
            throw new CannotPlan("The plan could not be written to the standard output.");
        }
    }
}
