package org.homeward;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.boot.test.context.SpringBootTest;

/**
 * A test on real parts: the whole application on an embedded PostgreSQL in a folder of its own, without demo data, jobs
 * run by hand. Before each test the house is empty and the clock shows now.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        properties = {
            "homeward.data=target/test-data/${random.uuid}",
            "homeward.durable=false",
            "homeward.demo=false",
            "homeward.forecast-kept=PT0S",
            "camunda.bpm.job-execution.enabled=false",
        })
@AutoConfigureMockMvc
@ExtendWith(EmptyHouse.class)
public @interface HomewardTest {}
