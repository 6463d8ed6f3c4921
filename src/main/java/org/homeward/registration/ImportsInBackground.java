package org.homeward.registration;

import jakarta.annotation.PreDestroy;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Works on imports beside everything else, and takes up those that a node left unfinished. A node whose engine runs no
 * jobs runs no imports either.
 */
@Component
class ImportsInBackground {

    private static final Logger log = LoggerFactory.getLogger(ImportsInBackground.class);
    private static final int LOOK_AGAIN_AFTER_SECONDS = 20;

    private final JdbcClient jdbc;
    private final ImportWork work;
    private final boolean enabled;
    private final ScheduledExecutorService workers = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "imports");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();

    ImportsInBackground(
            JdbcClient jdbc, ImportWork work, @Value("${camunda.bpm.job-execution.enabled:true}") boolean enabled) {
        this.jdbc = jdbc;
        this.work = work;
        this.enabled = enabled;
    }

    @EventListener(ApplicationReadyEvent.class)
    void takeUpWhatIsUnfinished() {
        if (enabled) {
            workers.scheduleWithFixedDelay(this::lookForUnfinished, 0, LOOK_AGAIN_AFTER_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Begins soon, unless this node does not work in the background. */
    void begin(UUID id) {
        if (enabled && underWay.add(id)) {
            // Of the officer who brought the list; what is taken up after a crash is worked on in this machine's.
            Locale language = LocaleContextHolder.getLocale();
            workers.execute(() -> {
                LocaleContextHolder.setLocale(language);
                try {
                    work(id);
                } finally {
                    LocaleContextHolder.resetLocaleContext();
                }
            });
        }
    }

    private void lookForUnfinished() {
        try {
            jdbc.sql("select id from import where state = 'running' order by started_at")
                    .query(UUID.class)
                    .list()
                    .forEach(this::begin);
        } catch (RuntimeException e) {
            log.warn("Unfinished imports could not be looked for; trying again soon.", e);
        }
    }

    private void work(UUID id) {
        try {
            work.finishUnlessAnotherNodeDoes(id);
        } catch (RuntimeException e) {
            log.warn("Import {} was interrupted; it goes on soon.", id, e);
        } finally {
            underWay.remove(id);
        }
    }

    @PreDestroy
    void stop() {
        workers.shutdownNow();
    }
}
