package org.homeward;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;

/** As {@link HomewardTest}, and the application listens on a port of its own for a real {@link Browser}. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "homeward.data=target/test-data/${random.uuid}",
            "homeward.durable=false",
            "homeward.demo=false",
            "homeward.forecast-kept=PT0S",
            "camunda.bpm.job-execution.enabled=false",
        })
@ExtendWith(EmptyHouse.class)
public @interface HomewardBrowserTest {}
