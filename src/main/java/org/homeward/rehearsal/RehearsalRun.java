package org.homeward.rehearsal;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.homeward.access.DemoOfficers;
import org.homeward.registration.list.UnreadableList;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * {@code --rehearse=DIR [--exit]}: plays the scenario, prints what became of everybody, and with {@code --exit} ends
 * with status 0 if all are accounted for, no invariant is broken and nothing was given up or broken off, 1 if not, 2 if it cannot be played.
 */
@Component
@ConditionalOnProperty("rehearse")
class RehearsalRun implements ApplicationRunner {

    private final Rehearsal rehearsal;
    private final DemoOfficers demoOfficers;
    private final MessageSource messages;
    private final ConfigurableApplicationContext application;

    RehearsalRun(
            Rehearsal rehearsal,
            DemoOfficers demoOfficers,
            MessageSource messages,
            ConfigurableApplicationContext application) {
        this.rehearsal = rehearsal;
        this.demoOfficers = demoOfficers;
        this.messages = messages;
        this.application = application;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        String folder = String.join("", arguments.getOptionValues("rehearse"));
        boolean exits = arguments.containsOption("exit");
        int status = play(Path.of(folder), exits);
        if (exits) {
            System.exit(SpringApplication.exit(application, () -> status));
        }
    }

    private int play(Path folder, boolean exits) {
        Instant began = Instant.now();
        try {
            Scenario scenario = Scenario.read(folder, rehearsal.began().orElse(began));
            scenario.notUnderstood().forEach(System.out::println);
            Outcome.Count count = rehearsal.play(scenario);
            System.out.println(count.table());
            if (!exits) {
                System.out.println(whereToLook());
            }
            System.out.println(count.json(Duration.between(began, Instant.now()).toMillis() / 1000.0));
            System.out.flush();
            List<String> troubles = rehearsal.troubles();
            troubles.forEach(System.err::println);
            return count.inOrder() && troubles.isEmpty() ? 0 : 1;
        } catch (CannotRehearse cannot) {
            System.err.println(cannot.getMessage());
            return 2;
        } catch (UnreadableList list) {
            System.err.println("The list cannot be read. " + sentence(list));
            return 2;
        }
    }

    /** Before the last line, which is for programs. */
    private String whereToLook() {
        String where = "Homeward stays up for a look at http://localhost:"
                + application.getEnvironment().getProperty("local.server.port") + "/: ";
        return demoOfficers.signUpForALook()
                ? where + "sign in as manager, consular or another officer named there; the password is the name.\n"
                : where + "sign in as the administrator of HOMEWARD_ADMIN_USER, who adds officers in Admin.\n";
    }

    private String sentence(UnreadableList list) {
        String columns = list.fields().stream()
                .map(field -> messages.getMessage("registration.field." + field.key(), null, Locale.ENGLISH))
                .collect(Collectors.joining(", "));
        return messages.getMessage("imports.refused." + list.why(), new Object[] {columns}, Locale.ENGLISH);
    }
}
