package io.muster.mqtt;

import java.util.List;
import java.util.stream.Stream;

/**
 * Who may write and read which topics of the embedded broker: a unit what stands under its own id, the bootstrap user its
 * question and the answer to its own client id (MQTT contract, Credentials).
 */
final class TopicRules {

    static final String LISTENER = "listener";
    static final String BOOTSTRAP = "bootstrap";

    private TopicRules() {}

    static boolean mayWrite(String user, String topic) {
        return patterns(
                        switch (user) {
                            case LISTENER ->
                                List.of(
                                        "muster/v1/+/registration",
                                        "muster/v1/+/error",
                                        "muster/v1/+/cmd/+",
                                        "muster/v1/enroll/reply/+");
                            case BOOTSTRAP -> List.of(Topics.ENROLL_REQUEST);
                            default ->
                                List.of(
                                        own(user, "announce"),
                                        own(user, "status"),
                                        own(user, "heartbeat"),
                                        own(user, "cmd/+/reply"),
                                        "autopi/" + user + "/#",
                                        "$EDC/+/" + user + "/#",
                                        "owntracks/+/" + user,
                                        "owntracks/+/" + user + "/#");
                        })
                .anyMatch(pattern -> covers(pattern, topic.split("/", -1)));
    }

    /** Whether a filter asks for nothing but what its user may read. */
    static boolean mayRead(String user, String clientId, String filter) {
        return patterns(
                        switch (user) {
                            case LISTENER -> List.of("muster/v1/#", "autopi/#", "$EDC/#", "owntracks/#");
                            case BOOTSTRAP ->
                                Topics.isClientId(clientId) ? List.of(Topics.enrollReply(clientId)) : List.<String>of();
                            default ->
                                List.of(
                                        own(user, "registration"),
                                        own(user, "error"),
                                        own(user, "cmd/+"),
                                        "$EDC/+/" + user + "/#");
                        })
                .anyMatch(pattern -> covers(pattern, filter.split("/", -1)));
    }

    private static String own(String unit, String what) {
        return Topics.ROOT + unit + "/" + what;
    }

    private static Stream<String[]> patterns(List<String> patterns) {
        return patterns.stream().map(pattern -> pattern.split("/", -1));
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
