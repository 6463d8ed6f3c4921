package org.homeward;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the platform. */
@SpringBootApplication
public class Homeward {

    public static void main(String[] args) {
        SpringApplication.run(Homeward.class, args);
    }
}
