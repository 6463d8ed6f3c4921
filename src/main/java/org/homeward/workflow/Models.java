package org.homeward.workflow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * Deploys processes, decisions and forms as one coherent set, under the names they have in the repository
 * ({@code processes/vetting/vetting.bpmn}); nothing happens when nothing changed.
 */
@Component
class Models implements SmartInitializingSingleton {

    private final RepositoryService repository;
    private final StartLock startLock;

    Models(RepositoryService repository, StartLock startLock) {
        this.repository = repository;
        this.startLock = startLock;
    }

    @Override
    public void afterSingletonsInstantiated() {
        try (var lock = startLock.take()) {
            DeploymentBuilder deployment = repository
                    .createDeployment()
                    .name("homeward")
                    .source("homeward")
                    .enableDuplicateFiltering(false);
            addAll(deployment, "processes");
            addAll(deployment, "forms");
            deployment.deploy();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addAll(DeploymentBuilder deployment, String folder) throws IOException {
        Resource[] found = new PathMatchingResourcePatternResolver().getResources("classpath*:" + folder + "/**/*.*");
        Resource[] models = Arrays.stream(found)
                .filter(model ->
                        model.getFilename() != null && model.getFilename().matches(".+\\.(bpmn|dmn|form)"))
                .sorted(Comparator.comparing(model -> relativeName(model, folder)))
                .toArray(Resource[]::new);
        for (Resource model : models) {
            try (InputStream content = model.getInputStream()) {
                deployment.addInputStream(relativeName(model, folder), content);
            }
        }
    }

    private static String relativeName(Resource model, String folder) {
        try {
            String url = model.getURL().toString();
            return url.substring(url.lastIndexOf("/" + folder + "/") + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
