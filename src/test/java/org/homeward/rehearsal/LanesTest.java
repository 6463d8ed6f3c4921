package org.homeward.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.CannotAcquireLockException;

class LanesTest {

    private final Lanes lanes = new Lanes();

    @AfterEach
    void close() {
        lanes.destroy();
    }

    @Test
    void different_cases_are_dealt_with_at_the_same_time() {
        CyclicBarrier both = new CyclicBarrier(2);

        boolean any = lanes.any(List.of("A", "B"), name -> name, name -> meets(both));

        assertThat(any).isTrue();
    }

    @Test
    void what_concerns_one_case_is_done_in_its_order_and_to_the_end() {
        List<Integer> work = List.of(5, 3, 4, 1, 2);
        ConcurrentLinkedQueue<Integer> done = new ConcurrentLinkedQueue<>();

        boolean any = lanes.any(work, number -> "one case", number -> done.add(number) && false);

        assertThat(done).containsExactlyElementsOf(work);
        assertThat(any).isFalse();
    }

    @Test
    void what_failed_is_told_when_the_others_are_done() {
        ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();

        assertThatThrownBy(() -> lanes.any(List.of("bad", "good"), name -> name, name -> {
                    if (name.equals("bad")) {
                        throw new IllegalStateException("as expected");
                    }
                    return done.add(name);
                }))
                .hasMessage("as expected");

        assertThat(done).containsExactly("good");
    }

    @Test
    void who_was_in_each_others_way_tries_again_and_who_was_wrong_does_not() {
        assertThat(Lanes.inEachOthersWay(new IllegalStateException(new CannotAcquireLockException("locked"))))
                .isTrue();
        assertThat(Lanes.inEachOthersWay(new IllegalStateException(new SQLException("deadlock", "40P01"))))
                .isTrue();
        assertThat(Lanes.inEachOthersWay(new IllegalStateException(new SQLException("twice", "23505"))))
                .isFalse();
    }

    private static boolean meets(CyclicBarrier others) {
        try {
            others.await(30, TimeUnit.SECONDS);
            return true;
        } catch (Exception alone) {
            return false;
        }
    }
}
