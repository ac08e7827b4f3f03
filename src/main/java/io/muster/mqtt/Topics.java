package io.muster.mqtt;

import io.muster.device.Command;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names of topics (MQTT contract, Topics). */
final class Topics {

    static final String ROOT = "muster/v1/";
    static final String ENROLL_REQUEST = ROOT + "enroll/request";
    static final String ENROLL_REPLY = ROOT + "enroll/reply/";

    /** Where units of other makes speak (MQTT contract, Real units). */
    static final String AUTOPI = "autopi/";

    static final String KURA = "$EDC/";
    static final String OWNTRACKS = "owntracks/";

    private static final Pattern COMMAND_REPLY = Pattern.compile("cmd/[^/]*/reply");
    /** A client id that may stand in a topic. */
    private static final Pattern CLIENT_ID = Pattern.compile("[0-9A-Za-z_-]{1,64}");

    /** A client id that nobody guesses: 128 random bits or more in hex (MQTT contract, Credentials). */
    private static final Pattern SECRET_ID = Pattern.compile("[0-9A-Fa-f]{32,64}");

    /** What is wrong with any other one. */
    static final String GUESSABLE = "is not of 32 to 64 hex digits, so that others could guess it";

    /** What a topic carries, and how much of it at most, in bytes. */
    enum Kind {
        ANNOUNCE(8192),
        HEARTBEAT(1024),
        STATUS(256),
        REPLY(4096),
        ENROLL(8192),
        AUTOPI(16_384),
        KURA(65_536),
        OWNTRACKS(8192);

        final int maxBytes;

        Kind(int maxBytes) {
            this.maxBytes = maxBytes;
        }

        /** The protocol of another make, which an adapter reads. */
        boolean isForeign() {
            return this == AUTOPI || this == KURA || this == OWNTRACKS;
        }
    }

    private Topics() {}

    static String registration(UnitId unit) {
        return ROOT + unit + "/registration";
    }

    static String command(UnitId unit, Command.Name name) {
        return ROOT + unit + "/cmd/" + name.wire();
    }

    static String error(UnitId unit) {
        return ROOT + unit + "/error";
    }

    /** Whether the broker keeps the last message of a topic for whoever subscribes later: registration and status alone. */
    static boolean isKept(String topic) {
        String[] levels = topic.split("/", -1);
        return levels.length == 4
                && topic.startsWith(ROOT)
                && (levels[3].equals("registration") || levels[3].equals("status"));
    }

    static String enrollReply(String clientId) {
        return ENROLL_REPLY + clientId;
    }

    static boolean isClientId(String text) {
        return CLIENT_ID.matcher(text).matches();
    }

    /** Whether a password may be told to a client that is called so. */
    static boolean isSecretId(String text) {
        return SECRET_ID.matcher(text).matches();
    }

    /** What a topic carries; empty for any other topic. */
    static Optional<Kind> kind(String topic) {
        if (topic.equals(ENROLL_REQUEST)) {
            return Optional.of(Kind.ENROLL);
        }
        if (topic.startsWith(ROOT)) {
            return ours(topic.substring(topic.indexOf('/', ROOT.length()) + 1));
        }
        String[] levels = topic.split("/", -1);
        if (topic.startsWith(AUTOPI) && levels.length > 2) {
            return Optional.of(Kind.AUTOPI);
        }
        if (topic.startsWith(KURA) && levels.length == 5 && levels[3].equals("MQTT")) {
            return Optional.of(Kind.KURA);
        }
        return topic.startsWith(OWNTRACKS) && levels.length == 3 ? Optional.of(Kind.OWNTRACKS) : Optional.empty();
    }

    /** @param below what stands below the unit */
    private static Optional<Kind> ours(String below) {
        return switch (below) {
            case "announce" -> Optional.of(Kind.ANNOUNCE);
            case "heartbeat" -> Optional.of(Kind.HEARTBEAT);
            case "status" -> Optional.of(Kind.STATUS);
            default -> COMMAND_REPLY.matcher(below).matches() ? Optional.of(Kind.REPLY) : Optional.empty();
        };
    }

    /** The unit that a topic names; empty when it is no unit id in its canonical form. */
    static Optional<UnitId> unit(String topic) {
        return topic.equals(ENROLL_REQUEST) ? Optional.empty() : unitId(unitLevel(topic));
    }

    /** The level of a topic that names the unit, whatever stands there. */
    static String unitLevel(String topic) {
        int begin = topic.indexOf('/') + 1;
        if (begin > 0 && !topic.startsWith(AUTOPI)) {
            begin = topic.indexOf('/', begin) + 1;
        }
        int end = topic.indexOf('/', begin);
        return begin == 0 ? "" : topic.substring(begin, end < 0 ? topic.length() : end);
    }

    /** A unit id in its canonical form. */
    static Optional<UnitId> unitId(String text) {
        try {
            return Optional.of(UnitId.canonical(text));
        } catch (Rejected rejected) {
            return Optional.empty();
        }
    }
}
