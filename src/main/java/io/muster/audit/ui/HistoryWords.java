package io.muster.audit.ui;

import io.muster.audit.HistoryEntry;
import io.muster.kernel.Change;
import io.muster.kernel.UnitId;
import io.muster.ui.Times;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The history in words: what it keeps as keys has texts in the resource bundles; what has none stands as it is. */
@Component
class HistoryWords {

    /** Fields whose values are constants, with the beginning of the keys of their texts. */
    private static final Map<String, String> CONSTANTS = Map.of(
            "groups", "group.",
            "mfaPolicy", "mfaPolicy.",
            "timeFormat", "timeFormat.",
            "units", "units.",
            "state", "deviceState.",
            "scopes", "scope.",
            "vehicleKind", "vehicle.kind.",
            "active", "history.value.",
            "restricted", "history.value.");

    private static final Set<String> MOMENTS = Set.of("expiresAt");

    private final MessageSource texts;

    HistoryWords(MessageSource texts) {
        this.texts = texts;
    }

    String kind(Change.Kind kind) {
        return text("history.kind." + kind, kind.name());
    }

    String channel(String channel) {
        return text("history.channel." + channel, channel);
    }

    String action(HistoryEntry entry) {
        return text("history.action." + entry.action(), plain(entry.action()));
    }

    /** {@code Company name: Old → New}. */
    String change(HistoryEntry entry, Change.Field field, Clockface clock) {
        if (MOMENTS.contains(field.name())) {
            return moment(entry, field, clock);
        }
        // It cannot have asked for anything yet, and the list of devices says so too.
        return change(
                entry.unheard() && field.name().equals("state")
                        ? new Change.Field(field.name(), expected(field.from()), expected(field.to()))
                        : field);
    }

    private static @Nullable String expected(@Nullable String state) {
        return "pending".equalsIgnoreCase(state) ? "EXPECTED" : state;
    }

    /** The access of users ends with a day, as people enter it; everything else at a moment. */
    private String moment(HistoryEntry entry, Change.Field field, Clockface clock) {
        boolean days = entry.kind() == Change.Kind.USER
                && Stream.of(field.from(), field.to()).allMatch(each -> each == null || isDay(each, clock));
        return change(new Change.Field(
                days ? "lastDay" : field.name(), moment(field.from(), days, clock), moment(field.to(), days, clock)));
    }

    private static boolean isDay(String value, Clockface clock) {
        return parsed(value).flatMap(end -> Times.lastDay(end, clock.zone())).isPresent();
    }

    private static @Nullable String moment(@Nullable String value, boolean day, Clockface clock) {
        return parsed(value)
                .map(moment -> day
                        ? Times.lastDay(moment, clock.zone())
                                .map(LocalDate::toString)
                                .orElseThrow()
                        : clock.exact().apply(moment))
                .orElse(value);
    }

    private static Optional<Instant> parsed(@Nullable String value) {
        try {
            return Optional.ofNullable(value).map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private String change(Change.Field field) {
        String name = text("history.field." + field.name(), plain(field.name()));
        if (field.from() == null) {
            return name + ": " + value(field.name(), field.to());
        }
        return name + ": " + value(field.name(), field.from()) + " → " + value(field.name(), field.to());
    }

    /** What an entry is about; a device that nobody has named is known by its unit id. */
    static String label(HistoryEntry entry) {
        return UnitId.shown(entry.label());
    }

    /** Who did it; a unit is known by its id. */
    static String actor(HistoryEntry entry) {
        return UnitId.shown(entry.actor());
    }

    /** A key as words: {@code passwordReset} and {@code password_reset} are "Password reset". */
    private static String plain(String key) {
        String words =
                key.replaceAll("(?<=[a-z])(?=[A-Z])", " ").replace('_', ' ').toLowerCase(Locale.ROOT);
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private String value(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return text("history.nothing", "–");
        }
        String prefix = CONSTANTS.get(field);
        if (prefix == null) {
            return UnitId.shown(value);
        }
        String list = value.startsWith("[") && value.endsWith("]") ? value.substring(1, value.length() - 1) : value;
        return Arrays.stream(list.split(", "))
                .map(each -> text(prefix + each.toUpperCase(Locale.ROOT), each))
                .collect(Collectors.joining(", "));
    }

    private String text(String key, String otherwise) {
        String text = texts.getMessage(key, null, otherwise, Locale.ENGLISH);
        return text == null ? otherwise : text;
    }
}
