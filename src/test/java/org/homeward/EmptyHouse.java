package org.homeward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngines;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.test.assertions.ProcessEngineTests;
import org.homeward.audit.Invariants;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Before each test: empties our tables and the engine's running and historic ones, but leaves officers, rights, models and
 * places. After each test: what must hold (design §3) holds, but for what the class {@link Breaks} on purpose.
 */
class EmptyHouse implements BeforeEachCallback, AfterEachCallback {

    private static final List<String> KEPT = List.of("operation", "governorate", "governorate_alias", "exit");

    @Override
    public void beforeEach(ExtensionContext context) {
        ApplicationContext application = SpringExtension.getApplicationContext(context);
        JdbcClient jdbc = application.getBean(JdbcClient.class);
        List<String> ours = jdbc.sql("""
                select 'homeward.' || tablename from pg_tables
                where schemaname = 'homeward' and tablename <> 'flyway_schema_history' and tablename <> all(:kept)""")
                .param("kept", KEPT.toArray(String[]::new))
                .query(String.class)
                .list();
        jdbc.sql("truncate " + String.join(", ", ours) + " restart identity").update();
        // Message and timer start events of the deployed models have no instance: they stay.
        jdbc.sql("""
                do $$ declare engine_table text; begin
                  set local session_replication_role = replica;
                  delete from camunda.act_ru_event_subscr where execution_id_ is not null;
                  delete from camunda.act_ru_job where process_instance_id_ is not null;
                  for engine_table in
                    select tablename from pg_tables where schemaname = 'camunda' and (tablename ~ '^act_hi_'
                      or tablename in ('act_ru_execution', 'act_ru_task', 'act_ru_variable', 'act_ru_incident',
                                       'act_ru_identitylink', 'act_ru_ext_task'))
                  loop execute 'delete from camunda.' || engine_table; end loop;
                end $$""").update();
        jdbc.sql("update operation set rehearsal = null").update();
        jdbc.sql("create table if not exists public.risk_at_first as select pcode, risk from governorate")
                .update();
        jdbc.sql(
                        "update governorate set risk = first.risk from public.risk_at_first first where first.pcode = governorate.pcode")
                .update();
        jdbc.sql("update exit set state = 'open', daily_quota = null, hours = null, authority_email = null")
                .update();
        ClockUtil.reset();
        SecurityContextHolder.clearContext();
        ProcessEngine engine = application.getBean(ProcessEngine.class);
        // Camunda's web apps look the engine up by name, in a table of the whole JVM: several contexts share it.
        ProcessEngines.registerProcessEngine(engine);
        engine.getIdentityService().clearAuthentication();
        ProcessEngineTests.init(engine);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        ClockUtil.reset();
        SecurityContextHolder.clearContext();
        ProcessEngineTests.reset();
        assertThat(SpringExtension.getApplicationContext(context)
                        .getBean(Invariants.class)
                        .offences())
                .as("what must hold after each test, but for what the class says in @Breaks")
                .filteredOn(offence -> !brokenOnPurpose(context).contains(offence.invariant()))
                .isEmpty();
    }

    private static List<String> brokenOnPurpose(ExtensionContext context) {
        Breaks breaks = context.getRequiredTestClass().getAnnotation(Breaks.class);
        return breaks == null ? List.of() : List.of(breaks.value());
    }
}
