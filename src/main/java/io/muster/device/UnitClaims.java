package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.CustomerId;
import io.muster.kernel.LocationId;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Claiming a unit by what stands on its label: the unit id and the claim code (MQTT contract, Life of a unit). */
@Service
public class UnitClaims {

    private static final String NO_CODE = "0".repeat(10);

    private final Access access;
    private final DeviceRepository devices;
    private final DeviceSight sight;
    private final UnitCredentials credentials;
    private final ClaimProofs proofs;
    private final Registrar registrar;
    private final Guesses guesses;

    UnitClaims(
            Access access,
            DeviceRepository devices,
            DeviceSight sight,
            UnitCredentials credentials,
            ClaimProofs proofs,
            Registrar registrar,
            Guesses guesses) {
        this.access = access;
        this.devices = devices;
        this.sight = sight;
        this.credentials = credentials;
        this.proofs = proofs;
        this.registrar = registrar;
        this.guesses = guesses;
    }

    /** A unit that may be claimed, and the waiting client whose proof the code fits, if it is by that that the code is known. */
    private record Found(Known known, WaitingClients.@Nullable Client client) {}

    /**
     * Claims a unit for a customer; it is accepted with that. A code is used once. A unit that belongs to nobody gets its
     * password with it: the client whose proof fits the code, and no other.
     *
     * @param location null for none, or for the one that it is at
     * @throws Rejected NOT_FOUND, always the same, for whatever cannot be claimed with this code: an unknown id, a wrong
     *                  code, a unit of somebody else, one that has been claimed; TOO_MANY_REQUESTS after too many of these
     */
    @Transactional
    public DeviceRow claim(UnitId unit, ClaimCode code, CustomerId customer, @Nullable LocationId location) {
        Actor actor = access.actor();
        access.require(actor, Permission.CLAIM_DEVICE, customer);
        sight.requireLocation(actor, customer, location);
        String source = "user " + actor.id();
        if (!guesses.attempt(unit, source)) {
            throw Rejected.tooMany("problem.claim.tooMany", Guesses.PERIOD);
        }
        Found found = find(actor, unit, code).orElseThrow(() -> Rejected.notFound("problem.claim"));
        guesses.right(unit, source);
        Known before = found.known();
        registrar.save(actor.by(), before, before.device().claimed(customer, location), "claimed");
        credentials.claimed(before.device().id(), code);
        if (found.client() != null) {
            registrar.handOver(
                    unit, found.client(), proofs.admit(before.device().id(), found.client()));
        }
        return sight.row(actor, before.device().id());
    }

    /** Does the same work whatever is found, so that the time tells nothing. */
    private Optional<Found> find(Actor actor, UnitId unit, ClaimCode code) {
        Optional<Known> known = devices.lock(unit);
        Optional<String> unused = known.flatMap(
                there -> credentials.unusedClaimCode(there.device().id()));
        boolean fits = MessageDigest.isEqual(bytes(code.value()), bytes(unused.orElse(NO_CODE))) && unused.isPresent();
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

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
