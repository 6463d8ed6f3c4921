package org.homeward.access;

import java.util.Iterator;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.el.ProcessEngineElContext;
import org.camunda.bpm.engine.spring.SpringExpressionManager;
import org.camunda.bpm.impl.juel.jakarta.el.ELContext;
import org.camunda.bpm.impl.juel.jakarta.el.ELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ExpressionFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

/**
 * Shuts a published hole of 7.24.0 inside the engine: anybody signed in could run expressions through a task query. An
 * expression of a model is evaluated for a case; one of a query or a saved filter for none, and such a one sees neither
 * beans nor objects here and calls no methods. The engine's functions {@code currentUser()}, {@code currentUserGroups()}
 * and {@code now()}, which our filters need, still work.
 */
class QueryExpressions extends SpringExpressionManager {

    static final String REFUSED = "A filter may ask for ${currentUser()}, ${currentUserGroups()} and ${now()} only.";

    QueryExpressions(ApplicationContext application) {
        super(application);
    }

    @Override
    public ELContext getElContext(@Nullable VariableScope scope) {
        return scope == null ? functionsOnly() : super.getElContext(scope);
    }

    private ELContext functionsOnly() {
        ensureInitialized();
        ELContext context = new ProcessEngineElContext(functionMapper, new Nothing());
        context.putContext(ExpressionFactory.class, expressionFactory);
        return context;
    }

    /** Knows no name, no property and no method. */
    private static class Nothing extends ELResolver {

        @Override
        public Object getValue(ELContext context, Object base, Object property) {
            throw new Refusal(REFUSED);
        }

        @Override
        public Object invoke(ELContext context, Object base, Object method, Class<?>[] types, Object[] arguments) {
            throw new Refusal(REFUSED);
        }

        @Override
        public Class<?> getType(ELContext context, Object base, Object property) {
            throw new Refusal(REFUSED);
        }

        @Override
        public void setValue(ELContext context, Object base, Object property, Object value) {
            throw new Refusal(REFUSED);
        }

        @Override
        public boolean isReadOnly(ELContext context, Object base, Object property) {
            return true;
        }

        @Override
        public @Nullable Iterator<java.beans.FeatureDescriptor> getFeatureDescriptors(ELContext context, Object base) {
            return null;
        }

        @Override
        public Class<?> getCommonPropertyType(ELContext context, Object base) {
            return Object.class;
        }
    }
}
