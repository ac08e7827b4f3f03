package io.muster.device;

import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds the unit that a label belongs to, in so far as somebody may claim it, and counts the guesses. */
@Component
class Labels {

    private static final String NO_CODE = "0".repeat(10);

    private final DeviceRepository devices;
    private final ClaimCodes codes;
    private final ClaimProofs proofs;
    private final Guesses guesses;
    private final Registrar registrar;
    private final UnitUses uses;

    Labels(
            DeviceRepository devices,
            ClaimCodes codes,
            ClaimProofs proofs,
            Guesses guesses,
            Registrar registrar,
            UnitUses uses) {
        this.devices = devices;
        this.codes = codes;
        this.proofs = proofs;
        this.guesses = guesses;
        this.registrar = registrar;
        this.uses = uses;
    }

    /** A unit that may be claimed, and the waiting client whose proof the code fits, if it is by that that the code is known. */
    record Found(Known known, WaitingClients.@Nullable Client client) {}

    /**
     * The unit with this label, locked.
     *
     * @throws Rejected NOT_FOUND, always the same, for whatever cannot be claimed with this code; TOO_MANY_REQUESTS after too
     *                  many of these
     */
    Found read(Actor actor, UnitId unit, ClaimCode code) {
        return counted(actor, unit, () -> find(actor, unit, code))
                .orElseThrow(() -> Rejected.notFound("problem.claim"));
    }

    /**
     * The unit in use with this label, locked. It need not be new: whoever holds the label of a unit that is built in somewhere
     * stands before it.
     *
     * @throws Rejected NOT_FOUND, always the same, for whatever is not in use where the actor may claim units, or has another
     *                  code; TOO_MANY_REQUESTS after too many of these
     */
    Known inUse(Actor actor, UnitId unit, ClaimCode code) {
        return counted(actor, unit, () -> findInUse(actor, unit, code))
                .orElseThrow(() -> Rejected.notFound("problem.swap"));
    }

    private <T> Optional<T> counted(Actor actor, UnitId unit, Supplier<Optional<T>> attempt) {
        // All who have the link of a job are one source: a new opening of it is no new start.
        String source = actor.guest() == null
                ? "user " + actor.id()
                : "job " + actor.guest().job();
        Guesses.Guesser who = new Guesses.Guesser(source, "customer " + actor.customer());
        if (!guesses.attempt(unit, who)) {
            throw Rejected.tooMany("problem.claim.tooMany", guesses.wait(unit, who));
        }
        Optional<T> found = attempt.get();
        if (found.isPresent()) {
            guesses.right(unit, who);
        }
        return found;
    }

    /**
     * The code of a unit that has just become somebody's is used up with that. A unit that belonged to nobody gets its
     * password: the client whose proof fits the code, and no other.
     */
    void use(UnitLabel label, Found found) {
        DeviceId id = found.known().device().id();
        codes.use(id, label.code());
        if (found.client() != null) {
            registrar.handOver(label.unit(), found.client(), proofs.admit(id, found.client()));
        }
    }

    /** Does the same work whatever is found by another code, so that the time tells nothing. */
    private Optional<Known> findInUse(Actor actor, UnitId unit, ClaimCode code) {
        Optional<Known> known = devices.lock(unit);
        Optional<String> printed =
                known.flatMap(there -> codes.of(there.device().id()));
        boolean fits = isEqual(code, printed);
        return known.filter(there -> fits && mayClaimFrom(actor, there) && uses.isInUse(there));
    }

    /** Does the same work whatever is found, so that the time tells nothing. */
    private Optional<Found> find(Actor actor, UnitId unit, ClaimCode code) {
        Optional<Known> known = devices.lock(unit);
        Optional<String> unused =
                known.flatMap(there -> codes.unused(there.device().id()));
        boolean fits = isEqual(code, unused);
        List<ClaimProofs.Proof> shown =
                known.map(there -> proofs.of(there.device().id())).orElse(List.of());
        Optional<WaitingClients.Client> client = shown.stream()
                .filter(proof -> proof.fits(unit, code.value()))
                .map(ClaimProofs.Proof::client)
                .findFirst();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Device device = known.get().device();
        return switch (device.state()) {
            case UNCLAIMED -> client.map(waiting -> new Found(known.get(), waiting));
            case PENDING, ACCEPTED ->
                fits && mayClaimFrom(actor, known.get()) ? Optional.of(new Found(known.get(), null)) : Optional.empty();
            case DENIED, DECOMMISSIONED, REPLACED -> Optional.empty();
        };
    }

    private static boolean mayClaimFrom(Actor actor, Known known) {
        return known.place() != null
                && actor.reaches(known.place())
                && actor.may(Permission.CLAIM_DEVICE, known.place());
    }

    private static boolean isEqual(ClaimCode code, Optional<String> expected) {
        return MessageDigest.isEqual(bytes(code.value()), bytes(expected.orElse(NO_CODE))) && expected.isPresent();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
