package org.homeward.access;

import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantCommandChecker;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/** The shields inside the engine; those before it stand in {@link Rights} and {@link CamundaEdge}. */
@Component
class EngineShields extends AbstractProcessEnginePlugin {

    private final ApplicationContext application;

    EngineShields(ApplicationContext application) {
        this.application = application;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl engine) {
        engine.setQueryMaxResultsLimit(CamundaEdge.MOST_RESULTS);
        engine.setExpressionManager(new QueryExpressions(application));
        engine.setDelegateInterceptor(new HouseCode());
        engine.setCommandCheckers(List.of(new TenantCommandChecker(), new GiveBack()));
        engine.setTenantIdProvider(new RestrictedTenant());
        engine.setCustomSessionFactories(List.of(new MembersOnly.Factory(), new GroupsAsGiven.Factory()));
        engine.setCustomPreCommandInterceptorsTxRequired(
                before(engine, engine.getCustomPreCommandInterceptorsTxRequired()));
        engine.setCustomPreCommandInterceptorsTxRequiresNew(
                before(engine, engine.getCustomPreCommandInterceptorsTxRequiresNew()));
    }

    private static List<CommandInterceptor> before(
            ProcessEngineConfigurationImpl engine, @Nullable List<CommandInterceptor> present) {
        List<CommandInterceptor> all = new ArrayList<>();
        all.add(new OfficersOnly(engine));
        all.add(new OnlyThroughForms(engine));
        if (present != null) {
            all.addAll(present);
        }
        return all;
    }
}
