package io.muster.api;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.converter.ResolvedSchema;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import java.util.Objects;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PatchMapping;

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
                .servers(List.of(new Server().url("/").description("This installation")))
                .addSecurityItem(new SecurityRequirement().addList("token"));
    }

    /** {@code listCustomers}, {@code getCustomer} and so on, for those who make a client out of the description. */
    @Bean
    OperationCustomizer operationIds() {
        return (operation, handler) -> {
            String verb = handler.getMethod().getName();
            String noun = operation.getTags().getFirst();
            boolean many = verb.equals("list") || !noun.endsWith("s");
            return operation.operationId(verb + (many ? noun : noun.substring(0, noun.length() - 1)));
        };
    }

    /** What can be changed is less than what can be created, and nothing of it is needed. */
    @Bean
    OperationCustomizer changes() {
        return (operation, handler) -> {
            if (handler.hasMethodAnnotation(PatchMapping.class) && operation.getRequestBody() != null) {
                operation.getRequestBody().getContent().values().forEach(content -> {
                    String input = content.getSchema().get$ref();
                    content.setSchema(new Schema<>().$ref(RecordSchemas.nameOfChange(input)));
                });
            }
            return operation;
        };
    }

    /** Every operation can answer with a problem, and every POST can be repeated. */
    @Bean
    OpenApiCustomizer commonParts() {
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
            openApi.getPaths().values().stream()
                    .flatMap(path -> path.readOperations().stream())
                    .forEach(operation -> operation.getResponses().addApiResponse("default", response));
            openApi.getPaths().values().stream()
                    .map(PathItem::getPost)
                    .filter(Objects::nonNull)
                    .forEach(post -> post.addParametersItem(new HeaderParameter()
                            .name("Idempotency-Key")
                            .description("A repeat with the same key within 24 hours answers as the first")
                            .schema(new StringSchema().maxLength(255))));
        };
    }
}
