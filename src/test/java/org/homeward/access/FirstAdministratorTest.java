package org.homeward.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.camunda.bpm.engine.IdentityService;
import org.homeward.HomewardTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.env.MockEnvironment;

@HomewardTest
class FirstAdministratorTest {

    @Autowired
    IdentityService identity;

    @Autowired
    JdbcClient jdbc;

    private Officers officers;

    @BeforeEach
    void anAdministrator() {
        officers = new Officers(identity);
        officers.signUp("adam", Rights.ADMINISTRATORS);
    }

    @AfterEach
    void dismiss() {
        officers.dismiss("adam");
    }

    @Test
    void the_last_administrator_who_was_locked_out_by_wrong_passwords_is_let_in_again_by_a_start_that_names_them() {
        jdbc.sql(
                        "update camunda.act_id_user set attempts_ = 11, lock_exp_time_ = now() + interval '1 day' where id_ = 'adam'")
                .update();
        assertThat(identity.checkPassword("adam", "adam")).isFalse();

        new FirstAdministrator(identity, new MockEnvironment().withProperty("homeward.admin.user", "adam")).signUp();

        assertThat(identity.checkPassword("adam", "adam")).isTrue();
    }
}
