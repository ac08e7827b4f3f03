package io.muster.shell;

import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/**
 * Says in a few lines why the program does not start, when it has found out itself, a setting cannot be read, or its database is
 * not there; the stack trace is in the log with {@code --debug}.
 */
class StartProblems implements FailureAnalyzer {

    /** Beginnings of SQL states: not reachable, not let in, no such database; and H2's file that is in use or cannot be made. */
    private static final Set<String> NOT_THERE = Set.of("08", "28", "3D", "57P", "90020", "90028", "90031", "90062");

    /** The name of a setting, as it stands where its value is wanted. */
    private static final Pattern SETTING = Pattern.compile("\\$\\{([a-z0-9.-]+)(?::.*)?}");

    private static final String DATABASE = "With the built-in database: MUSTER_DATA_DIR has to be a directory that this"
            + " user can write to, and that no other program uses. With another one: SPRING_DATASOURCE_URL,"
            + " SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD say where it is and who asks.";

    private static final String NEWER =
            "A migration that is not known here is of a newer version of the program: start that"
                    + " one, or restore the copy of the data that was made before it was first started.";

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        FailureAnalysis ours = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused && isNotThere(refused)) {
                return new FailureAnalysis("The database cannot be used: " + refused.getMessage(), DATABASE, cause);
            }
            if (cause instanceof FlywayValidateException differs) {
                return new FailureAnalysis(
                        "This database was not written by this program: " + differs.getMessage(), NEWER, cause);
            }
            if (cause instanceof UnsatisfiedDependencyException unmade && unreadable(unmade) instanceof String told) {
                return new FailureAnalysis(told, null, cause);
            }
            if (cause instanceof IllegalArgumentException && isNoPort(cause)) {
                return new FailureAnalysis(
                        "There is no such port: " + cause.getMessage(),
                        "SERVER_PORT, MANAGEMENT_SERVER_PORT, MUSTER_MQTT_PORT and MUSTER_MQTT_TLS_PORT have to be numbers from 0 to 65535.",
                        cause);
            }
            if (ours == null && isOurs(cause)) {
                ours = new FailureAnalysis(told(cause), null, cause);
            }
        }
        return ours;
    }

    /** Says which setting has a value of another type than its place takes; null when something else is wrong. */
    private static @Nullable String unreadable(UnsatisfiedDependencyException unmade) {
        InjectionPoint place = unmade.getInjectionPoint();
        Value setting = place == null ? null : place.getAnnotation(Value.class);
        if (setting == null || !(unmade.getCause() instanceof TypeMismatchException mismatch)) {
            return null;
        }
        Matcher name = SETTING.matcher(setting.value());
        if (!name.matches()) {
            return null;
        }
        String variable = name.group(1).replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
        return variable + " is \"" + mismatch.getValue() + "\", and has to be " + wanted(mismatch.getRequiredType());
    }

    private static String wanted(@Nullable Class<?> type) {
        if (type == null) {
            return "something else";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        return switch (type.getSimpleName()) {
            case "int", "Integer", "long", "Long" -> "a whole number";
            case "boolean", "Boolean" -> "true or false";
            default -> "of the type " + type.getSimpleName();
        };
    }

    /** As the JDK says it of a number that is too large. */
    private static boolean isNoPort(Throwable cause) {
        String said = cause.getMessage();
        return said != null && said.toLowerCase(Locale.ROOT).startsWith("port") && said.contains("out of range");
    }

    /** What we say ourselves is meant for whoever starts the program. */
    private static boolean isOurs(Throwable cause) {
        boolean meant = cause instanceof IllegalStateException
                || cause instanceof IllegalArgumentException
                || cause instanceof UncheckedIOException;
        return meant
                && cause.getMessage() != null
                && cause.getStackTrace().length > 0
                && cause.getStackTrace()[0].getClassName().startsWith("io.muster.");
    }

    private static String told(Throwable cause) {
        Throwable why = cause.getCause();
        return Objects.requireNonNull(cause.getMessage())
                + (cause instanceof UncheckedIOException && why != null ? " (" + why + ")" : "");
    }

    private static boolean isNotThere(SQLException refused) {
        String state = refused.getSQLState();
        return state != null && NOT_THERE.stream().anyMatch(state::startsWith);
    }
}
