package io.muster.mqtt;

import io.muster.device.UnitCredentials;
import io.muster.device.UnitState;
import io.muster.kernel.UnitId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** User names, passwords and client ids: the listener's own, the bootstrap user's, and those of units. */
@Component
class Passes {

    private final MqttSettings settings;
    private final UnitCredentials credentials;
    private final String listenerPassword = random();
    private final String listenerClientId;

    Passes(MqttSettings settings, UnitCredentials credentials) {
        this.settings = settings;
        this.credentials = credentials;
        this.listenerClientId = clientId(settings.dataDir());
    }

    /** Whether somebody may connect to the embedded broker. */
    boolean check(String user, String clientId, String password) {
        if (user.equals(TopicRules.LISTENER)) {
            return clientId.equals(listenerClientId) && equal(password, listenerPassword);
        }
        if (clientId.equals(listenerClientId)) {
            return false;
        }
        if (user.equals(TopicRules.BOOTSTRAP)) {
            return equal(password, settings.bootstrapPassword());
        }
        return Topics.unitId(user)
                .filter(unit -> credentials.verify(unit, password))
                .isPresent();
    }

    Optional<UnitId> knownUnit(String user) {
        return Topics.unitId(user).filter(unit -> credentials.state(unit).isPresent());
    }

    /** Why a known unit was not let in, for the ingest log. */
    String whyNot(UnitId unit) {
        return credentials
                .state(unit)
                .filter(state -> state == UnitState.DECOMMISSIONED || state == UnitState.REPLACED)
                .map(state -> "the registration is " + state.wire())
                .orElse("wrong user name or password");
    }

    /** Client id of the listener: the same after every start, so that the broker keeps what came in between. */
    String listenerClientId() {
        return listenerClientId;
    }

    String listenerUser() {
        return settings.embedded() || settings.username() == null ? TopicRules.LISTENER : settings.username();
    }

    String listenerPassword() {
        if (settings.embedded()) {
            return listenerPassword;
        }
        return settings.password() == null ? "" : settings.password();
    }

    private static boolean equal(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static String clientId(Path dataDir) {
        Path file = dataDir.resolve("listener-id");
        try {
            Files.createDirectories(dataDir);
            if (!Files.exists(file)) {
                Files.writeString(file, "muster-" + random());
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The data directory " + dataDir + " cannot be written", e);
        }
    }

    private static String random() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
