package io.muster.ui;

import com.vaadin.flow.data.binder.Result;
import com.vaadin.flow.data.binder.ValueContext;
import com.vaadin.flow.data.converter.Converter;
import io.muster.kernel.Rejected;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Between what a field holds and a value type: what the type's constructor refuses, the field says. Blank is null. */
public final class ValueConverter<V> implements Converter<String, V> {

    private final transient Function<String, @Nullable V> read;
    private final transient Function<V, String> write;

    public ValueConverter(Function<String, @Nullable V> read, Function<V, String> write) {
        this.read = read;
        this.write = write;
    }

    @Override
    public Result<V> convertToModel(@Nullable String text, ValueContext context) {
        if (text == null || text.isBlank()) {
            return Result.ok(null);
        }
        try {
            return Result.ok(read.apply(text));
        } catch (Rejected rejected) {
            return Result.error(Notifications.message(rejected.problem()));
        }
    }

    @Override
    public String convertToPresentation(@Nullable V value, ValueContext context) {
        return value == null ? "" : write.apply(value);
    }
}
