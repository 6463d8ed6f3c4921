package org.homeward.access;

import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.jackson.TypeNameResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What holds for everything under {@code /api}: how programs sign in, and what they are told when something is wrong. */
@Configuration
class ApiDescription {

    private static final String SIGN_IN = "officer";
    private static final String PROBLEM = "Problem";

    @Bean
    OpenAPI signInAndProblems() {
        return new OpenAPI()
                .info(new Info()
                        .title("Homeward")
                        .version("1")
                        .description("Brings households, movements and scans in, and tells what has become of them."
                                + " What an officer may not know of does not exist in any answer."))
                .components(new Components()
                        .addSecuritySchemes(
                                SIGN_IN,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("basic")
                                        .description("An officer's name and password.")))
                .addSecurityItem(new SecurityRequirement().addList(SIGN_IN));
    }

    @Bean
    OpenApiCustomizer problems() {
        return api -> {
            api.getComponents().addSchemas(PROBLEM, problem());
            api.getPaths().values().stream()
                    .flatMap(path -> path.readOperations().stream())
                    .forEach(ApiDescription::addProblem);
        };
    }

    /** Rooms have records of the same name within theirs: each is described under the name of both. */
    @Bean
    ModelResolver shapes(ObjectMapperProvider mappers) {
        return new ModelResolver(mappers.jsonMapper(), new TypeNameResolver() {
                    @Override
                    protected String getNameOfClass(Class<?> type) {
                        Class<?> around = type.getEnclosingClass();
                        return (around == null ? "" : getNameOfClass(around) + ".") + type.getSimpleName();
                    }
                })
                .openapi31(mappers.isOpenapi31());
    }

    private static void addProblem(Operation operation) {
        operation
                .getResponses()
                .setDefault(new ApiResponse()
                        .description("What is wrong, in a sentence, and where. Nothing has changed then.")
                        .content(new Content()
                                .addMediaType(
                                        "application/problem+json",
                                        new MediaType()
                                                .schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM)))));
    }

    /** RFC 9457, and the field. */
    private static Schema<?> problem() {
        return new ObjectSchema()
                .addProperty("type", new StringSchema())
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema().description("a sentence: what is wrong and what to do"))
                .addProperty("instance", new StringSchema())
                .addProperty("field", new StringSchema().description("where it is wrong, such as members[0].born"));
    }
}
