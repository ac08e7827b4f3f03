package io.muster.api;

import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Describes records as this module means them: what is not nullable is always there, and a request body is the record of the
 * fields that may be sent.
 */
@Component
class RecordSchemas implements ModelConverter {

    private static final String OURS = "io.muster.";

    @Override
    public @Nullable Schema<?> resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        if (!chain.hasNext()) {
            return null;
        }
        JavaType java = Json31.mapper().constructType(type.getType());
        if (java.hasRawClass(Body.class)) {
            return context.resolve(type.type(java.containedType(0)));
        }
        Schema<?> schema = chain.next().resolve(type, context, chain);
        Class<?> raw = java.getRawClass();
        if (schema != null && raw.isRecord() && raw.getName().startsWith(OURS)) {
            Schema<?> model = schema.get$ref() == null
                    ? schema
                    : context.getDefinedModels().get(name(schema));
            if (model != null && model.getProperties() != null) {
                describe(model, raw);
            }
        }
        return schema;
    }

    private static String name(Schema<?> reference) {
        return reference.get$ref().substring(reference.get$ref().lastIndexOf('/') + 1);
    }

    private static void describe(Schema<?> model, Class<?> raw) {
        for (RecordComponent component : raw.getRecordComponents()) {
            Schema<?> property = model.getProperties().get(component.getName());
            if (property == null) {
                continue;
            }
            if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                if (model.getRequired() == null || !model.getRequired().contains(component.getName())) {
                    model.addRequiredItem(component.getName());
                }
            } else if (property.get$ref() != null) {
                Schema<?> nothing = new Schema<>();
                nothing.setTypes(Set.of("null"));
                Schema<?> either = new Schema<>();
                either.setAnyOf(List.of(property, nothing));
                model.getProperties().put(component.getName(), either);
            } else if (property.getTypes() != null && !property.getTypes().contains("null")) {
                property.addType("null");
                if (property.getEnum() != null) {
                    property.addEnumItemObject(null);
                }
            }
        }
    }
}
