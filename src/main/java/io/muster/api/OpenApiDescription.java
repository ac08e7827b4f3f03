package io.muster.api;

import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.converter.ResolvedSchema;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The description of the interface at {@code /v3/api-docs}, and the page made of it at {@code /api-docs}. */
@Configuration(proxyBeanMethods = false)
class OpenApiDescription {

    @Bean
    OpenAPI description() {
        return new OpenAPI()
                .info(new Info()
                        .title("Muster")
                        .version("1")
                        .description("Customers, users, devices and tokens, with the rights of the token's owner."))
                .components(new Components()
                        .addSecuritySchemes(
                                "token",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("An API token, mst_…"))
                        .addSecuritySchemes(
                                "password",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("basic")
                                        .description("For the first token only")))
                .addSecurityItem(new SecurityRequirement().addList("token"));
    }

    /** Every operation can answer with a problem. */
    @Bean
    OpenApiCustomizer problems() {
        return openApi -> {
            ResolvedSchema problem =
                    ModelConverters.getInstance(true).resolveAsResolvedSchema(new AnnotatedType(Problem.class));
            openApi.getComponents().addSchemas("Problem", problem.schema);
            problem.referencedSchemas.forEach(openApi.getComponents()::addSchemas);
            ApiResponse response = new ApiResponse()
                    .description("A problem, see RFC 9457")
                    .content(new Content()
                            .addMediaType(
                                    "application/problem+json",
                                    new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"))));
            openApi.getPaths()
                    .values()
                    .forEach(path -> path.readOperations()
                            .forEach((Operation operation) ->
                                    operation.getResponses().addApiResponse("default", response)));
        };
    }

    /** A request body is described by the record of the fields that may be sent. */
    @Bean
    ModelConverter bodies() {
        return new ModelConverter() {
            @Override
            public @Nullable Schema<?> resolve(
                    AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
                JavaType java = Json31.mapper().constructType(type.getType());
                AnnotatedType described = java.hasRawClass(Body.class) ? type.type(java.containedType(0)) : type;
                return chain.hasNext() ? chain.next().resolve(described, context, chain) : null;
            }
        };
    }
}
