package io.muster.kernel;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.GenericConverter;
import org.springframework.data.convert.ReadingConverter;
import org.springframework.data.convert.WritingConverter;
import org.springframework.data.jdbc.core.convert.JdbcCustomConversions;
import org.springframework.data.jdbc.core.mapping.JdbcMappingContext;
import org.springframework.data.jdbc.repository.config.AbstractJdbcConfiguration;
import org.springframework.data.relational.RelationalManagedTypes;
import org.springframework.data.relational.core.mapping.NamingStrategy;

/** How the value types are kept in columns. */
@Configuration(proxyBeanMethods = false)
class JdbcTypes extends AbstractJdbcConfiguration {

    @Override
    protected List<?> userConverters() {
        List<Object> converters = new ArrayList<>();
        both(converters, CustomerId.class, Long.class, CustomerId::value, CustomerId::new);
        both(converters, UserId.class, Long.class, UserId::value, UserId::new);
        both(converters, DeviceId.class, Long.class, DeviceId::value, DeviceId::new);
        both(converters, LocationId.class, Long.class, LocationId::value, LocationId::new);
        both(converters, TreePath.class, String.class, TreePath::value, TreePath::new);
        both(converters, UnitId.class, String.class, UnitId::value, UnitId::new);
        both(converters, Name.class, String.class, Name::value, Name::new);
        both(converters, EmailAddress.class, String.class, EmailAddress::value, EmailAddress::new);
        both(converters, Country.class, String.class, Country::code, Country::new);
        both(converters, ZoneId.class, String.class, ZoneId::getId, ZoneId::of);
        return converters;
    }

    @Override
    protected java.util.Collection<String> getMappingBasePackages() {
        return List.of("io.muster");
    }

    /** Names go unquoted, so that each database folds them its own way. */
    @Override
    public JdbcMappingContext jdbcMappingContext(
            Optional<NamingStrategy> naming, JdbcCustomConversions conversions, RelationalManagedTypes types) {
        JdbcMappingContext context = super.jdbcMappingContext(naming, conversions, types);
        context.setForceQuote(false);
        return context;
    }

    private static <V, C> void both(
            List<Object> converters, Class<V> value, Class<C> column, Function<V, C> write, Function<C, V> read) {
        converters.add(new Writing(value, column, source -> write.apply(value.cast(source))));
        converters.add(new Reading(column, value, source -> read.apply(column.cast(source))));
    }

    @WritingConverter
    private record Writing(Class<?> from, Class<?> to, Function<Object, Object> function) implements GenericConverter {

        @Override
        public Set<ConvertiblePair> getConvertibleTypes() {
            return Set.of(new ConvertiblePair(from, to));
        }

        @Override
        public Object convert(@org.jspecify.annotations.Nullable Object source, TypeDescriptor a, TypeDescriptor b) {
            return function.apply(java.util.Objects.requireNonNull(source));
        }
    }

    @ReadingConverter
    private record Reading(Class<?> from, Class<?> to, Function<Object, Object> function) implements GenericConverter {

        @Override
        public Set<ConvertiblePair> getConvertibleTypes() {
            return Set.of(new ConvertiblePair(from, to));
        }

        @Override
        public Object convert(@org.jspecify.annotations.Nullable Object source, TypeDescriptor a, TypeDescriptor b) {
            return function.apply(java.util.Objects.requireNonNull(source));
        }
    }
}
