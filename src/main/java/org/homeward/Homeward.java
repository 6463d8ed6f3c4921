package org.homeward;

import org.homeward.planning.plan.PlanCommand;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the platform, or only plans an operation from a file. */
@SpringBootApplication
public class Homeward {

    public static void main(String[] args) {
        if (PlanCommand.isAskedFor(args)) {
            System.exit(PlanCommand.run(args, System.out, System.err));
        }
        SpringApplication.run(Homeward.class, args);
    }
}
