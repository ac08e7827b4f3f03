package io.muster.api;

import com.fasterxml.jackson.databind.JavaType;
import io.muster.api.Sent.Rule;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.AnnotationsUtils;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Describes records as this module means them: what is not nullable is always there, and a request body is the record of the
 * fields that may be sent, as {@link Sent} says; with PATCH a part of them, which is described by itself.
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
                String change = nameOfChange(raw.getSimpleName());
                if (isChanged(raw) && !context.getDefinedModels().containsKey(change)) {
                    Schema<?> copy = AnnotationsUtils.clone(model, true);
                    copy.setName(change);
                    describe(copy, raw, Sent::change);
                    context.defineModel(change, copy);
                }
                describe(model, raw, Sent::create);
            }
        }
        return schema;
    }

    private static String name(Schema<?> reference) {
        return reference.get$ref().substring(reference.get$ref().lastIndexOf('/') + 1);
    }

    /** The description of what PATCH takes, of an input that POST takes more or something else of. */
    static String nameOfChange(String input) {
        return input.replaceFirst("Input$", "Change");
    }

    private static boolean isChanged(Class<?> raw) {
        return Arrays.stream(raw.getRecordComponents())
                .map(component -> component.getAnnotation(Sent.class))
                .anyMatch(sent -> sent != null && sent.change() != Rule.FREE);
    }

    private static Rule rule(RecordComponent component, Function<Sent, Rule> purpose) {
        Sent sent = component.getAnnotation(Sent.class);
        if (sent != null) {
            return purpose.apply(sent);
        }
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class) ? Rule.FREE : Rule.NEEDED;
    }

    private static void describe(Schema<?> model, Class<?> raw, Function<Sent, Rule> purpose) {
        for (RecordComponent component : raw.getRecordComponents()) {
            Schema<?> property = model.getProperties().get(component.getName());
            if (property == null) {
                continue;
            }
            Rule rule = rule(component, purpose);
            if (rule == Rule.NO_FIELD) {
                model.getProperties().remove(component.getName());
            } else if (rule == Rule.NO_NULL) {
                continue;
            } else if (rule == Rule.NEEDED) {
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
