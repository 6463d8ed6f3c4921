package org.homeward.rehearsal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Predicate;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;

/** Many hands: what concerns one case is done in turn, what concerns different cases at the same time. */
@Component
class Lanes implements DisposableBean {

    private static final int HANDS =
            Math.max(2, Math.min(8, 2 * Runtime.getRuntime().availableProcessors()));

    private final ExecutorService hands = Executors.newFixedThreadPool(HANDS);

    /**
     * Does all of the work, and comes back when nobody is at it any more.
     *
     * @param caseOf what is not done at the same time has the same case
     * @param deed whether something came of it
     * @return whether something came of any
     * @throws RuntimeException what the first deed that failed threw; the rest of its case is left undone
     */
    <T> boolean any(Collection<T> work, Function<T, Object> caseOf, Predicate<T> deed) {
        Map<Object, List<T>> lanes = new LinkedHashMap<>();
        work.forEach(each -> lanes.computeIfAbsent(caseOf.apply(each), first -> new ArrayList<>())
                .add(each));
        List<Callable<Boolean>> all = lanes.values().stream()
                .<Callable<Boolean>>map(lane -> () -> inTurn(lane, deed))
                .toList();
        try {
            return hands.invokeAll(all).stream().map(Lanes::result).reduce(false, Boolean::logicalOr);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static <T> boolean inTurn(List<T> lane, Predicate<T> deed) {
        boolean any = false;
        for (T each : lane) {
            any |= deed.test(each);
        }
        return any;
    }

    private static boolean result(Future<Boolean> done) {
        try {
            return done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failed) {
                throw failed;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Whether somebody else was at the same thing: nothing has changed, and it can be done again. */
    static boolean inEachOthersWay(@Nullable Throwable thrown) {
        return thrown != null
                && (thrown instanceof OptimisticLockingException
                        || thrown instanceof ConcurrencyFailureException
                        || thrown instanceof SQLException sql
                                && String.valueOf(sql.getSQLState()).startsWith("40")
                        || inEachOthersWay(thrown.getCause()));
    }

    @Override
    public void destroy() {
        hands.shutdown();
    }
}
