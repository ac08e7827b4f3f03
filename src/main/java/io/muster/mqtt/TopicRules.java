package io.muster.mqtt;

import io.muster.kernel.UnitId;
import java.util.List;

/**
 * Who may write and read which topics of the embedded broker: a unit what stands under its own id, the bootstrap user its
 * question and the answer to its own client id (MQTT contract, Credentials).
 */
final class TopicRules {

    static final String LISTENER = "listener";
    static final String BOOTSTRAP = "bootstrap";

    private TopicRules() {}

    static boolean mayWrite(String user, String topic) {
        return anyCovers(writable(user), topic);
    }

    /**
     * Whether a user may leave a last will on a topic: a unit on its status, or where its make does so. The broker does not
     * say who left a will, so none can ask for a password.
     */
    static boolean mayLeave(String user, String topic) {
        return (topic.endsWith("/status")
                        || topic.startsWith(Topics.AUTOPI)
                        || topic.startsWith(Topics.KURA)
                        || topic.startsWith(Topics.OWNTRACKS))
                && mayWrite(user, topic);
    }

    /** Whether a filter asks for nothing but what its user may read. */
    static boolean mayRead(String user, String clientId, String filter) {
        return anyCovers(readable(user, clientId), filter);
    }

    private static List<String> writable(String user) {
        return switch (user) {
            case LISTENER ->
                List.of(
                        "muster/v1/+/registration",
                        "muster/v1/+/error",
                        "muster/v1/+/cmd/+",
                        "muster/v1/enroll/reply/+");
            case BOOTSTRAP -> List.of(Topics.ENROLL_REQUEST);
            default -> Topics.unitId(user).map(TopicRules::writes).orElse(List.of());
        };
    }

    private static List<String> readable(String user, String clientId) {
        return switch (user) {
            case LISTENER -> List.of("muster/v1/#", "autopi/#", "$EDC/#", "owntracks/#");
            case BOOTSTRAP -> Topics.isSecretId(clientId) ? List.of(Topics.enrollReply(clientId)) : List.of();
            default -> Topics.unitId(user).map(TopicRules::reads).orElse(List.of());
        };
    }

    /** Where a unit may write. */
    static List<String> writes(UnitId unit) {
        String user = unit.value();
        return List.of(
                own(user, "announce"),
                own(user, "status"),
                own(user, "heartbeat"),
                own(user, "cmd/+/reply"),
                "autopi/" + user + "/#",
                "$EDC/+/" + user + "/#",
                "owntracks/+/" + user,
                "owntracks/+/" + user + "/#");
    }

    /** What a unit may read. */
    static List<String> reads(UnitId unit) {
        String user = unit.value();
        return List.of(own(user, "registration"), own(user, "error"), own(user, "cmd/+"), "$EDC/+/" + user + "/#");
    }

    private static String own(String unit, String what) {
        return Topics.ROOT + unit + "/" + what;
    }

    private static boolean anyCovers(List<String> patterns, String asked) {
        String[] levels = asked.split("/", -1);
        return patterns.stream().anyMatch(pattern -> covers(pattern.split("/", -1), levels));
    }

    /** True when everything that the topic or filter matches is matched by the pattern too. */
    private static boolean covers(String[] pattern, String[] asked) {
        for (int i = 0; i < pattern.length; i++) {
            if (pattern[i].equals("#")) {
                return asked.length > i;
            }
            if (i >= asked.length || asked[i].equals("#")) {
                return false;
            }
            if (!pattern[i].equals("+") && !pattern[i].equals(asked[i])) {
                return false;
            }
        }
        return pattern.length == asked.length;
    }
}
