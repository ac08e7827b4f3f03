package io.muster.user.ui;

import io.muster.access.Group;
import io.muster.access.Rights.Right;
import io.muster.access.Sight;
import io.muster.user.AccessReports.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** What a user can do and sees, in sentences. */
final class AccessWords {

    private final BiFunction<String, Object[], String> texts;
    private final Report report;

    AccessWords(BiFunction<String, Object[], String> texts, Report report) {
        this.texts = texts;
        this.report = report;
    }

    /** What has to be said first; empty for a user who can use everything they hold. */
    List<String> barriers() {
        return report.barriers().stream()
                .map(barrier -> text("access.barrier." + barrier, report.username()))
                .toList();
    }

    /** Which devices are seen, why, and how many. */
    List<String> devices() {
        List<String> sentences = new ArrayList<>();
        if (!report.opensDevices()) {
            return List.of(text("access.devices.closed"));
        }
        Sight sight = report.sight();
        if (sight.all()) {
            sentences.add(text("access.devices.all", area(true), text("group." + Group.FULL_DEVICE_ACCESS)));
        }
        report.places().forEach(place -> sentences.add(text("access.devices.location", place.name(), place.devices())));
        if (report.counts().assigned() > 0) {
            sentences.add(text("access.devices.assigned", report.counts().assigned()));
        }
        if (sight.ownerless()) {
            sentences.add(text("access.devices.ownerless", text("group." + Group.DEVICE_MANAGEMENT)));
        }
        if (sight.restricted()) {
            sentences.add(text(
                    report.places().isEmpty() ? "access.devices.restricted.nowhere" : "access.devices.restricted"));
        }
        sentences.add(text("access.devices.count", report.counts().seen()));
        if (!report.complete()) {
            sentences.add(text("access.devices.partly"));
        }
        return sentences;
    }

    /** One sentence for each thing that the user can do. */
    List<String> rights() {
        return report.rights().stream()
                .filter(right -> report.nested() > 0 || right.where() != io.muster.access.Rights.Where.BELOW)
                .map(this::sentence)
                .toList();
    }

    private String sentence(Right right) {
        String where = switch (right.where()) {
            case HOME -> report.customer();
            case BELOW -> text("access.where.below", report.customer(), report.nested());
            case HOME_AND_BELOW -> area(report.nested() > 0);
        };
        return text("access.sentence", text("right." + right.permission()), where, because(right.because()));
    }

    private String area(boolean nested) {
        return nested && report.nested() > 0
                ? text("access.where.both", report.customer(), report.nested())
                : report.customer();
    }

    private String because(List<Set<Group>> alternatives) {
        return alternatives.stream()
                .map(groups -> groups.stream()
                        .map(group -> text("group." + group))
                        .collect(Collectors.joining(" " + text("access.together") + " ")))
                .collect(Collectors.joining(" " + text("access.or") + " "));
    }

    private String text(String key, Object... values) {
        return texts.apply(key, values);
    }
}
