package io.muster.device;

import io.muster.access.Unguarded;
import io.muster.device.Answer.Problem;
import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.Change;
import io.muster.kernel.UnitId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** How a unit without a password gets one (MQTT contract, Credentials). */
@Service
public class Enrolment {

    private static final int RETRY_AFTER_S = 60;
    private static final String NO_CODE = "0".repeat(10);

    private final DeviceRepository devices;
    private final UnitCredentials credentials;
    private final WaitingClients waiting;
    private final ClaimProofs proofs;
    private final Newcomers newcomers;
    private final Guesses guesses;
    private final Journal journal;

    Enrolment(
            DeviceRepository devices,
            UnitCredentials credentials,
            WaitingClients waiting,
            ClaimProofs proofs,
            Newcomers newcomers,
            Guesses guesses,
            Journal journal) {
        this.devices = devices;
        this.credentials = credentials;
        this.waiting = waiting;
        this.proofs = proofs;
        this.newcomers = newcomers;
        this.guesses = guesses;
        this.journal = journal;
    }

    /**
     * A unit asks for a password. With an enrolment token that accepts, or the proof that whoever installed it read its
     * label, it gets one at once; otherwise a person has to approve or claim it.
     */
    @Unguarded("the enrolment token, the claim proof, or a person's approval of exactly this client's request")
    @Transactional
    public EnrollAnswer enroll(EnrollRequest request) {
        Known known = devices.lock(request.unit()).orElse(null);
        if (known == null || known.device().state() == UnitState.UNCLAIMED) {
            return newcomer(request, known);
        }
        return switch (known.device().state()) {
            // A token is for units that belong to nobody: it neither moves one, nor gives out another one's password.
            case UNCLAIMED, PENDING, ACCEPTED ->
                request.claimProof() == null ? collect(request, known) : proven(request, request.claimProof(), known);
            case DENIED -> new EnrollAnswer.Refused(Problem.UNIT_DENIED, "the unit was denied");
            case DECOMMISSIONED, REPLACED ->
                new EnrollAnswer.Refused(Problem.UNIT_DECOMMISSIONED, "the unit is no longer in use");
        };
    }

    private EnrollAnswer newcomer(EnrollRequest request, @Nullable Known unclaimed) {
        UnitId unit = request.unit();
        Announcement announcement = request.announcement();
        Facts facts = announcement == null ? Facts.NONE : announcement.facts();
        Newcomers.Outcome outcome = Objects.requireNonNull(newcomers
                .admit(
                        Map.of(unit, new Newcomers.Newcomer(request.token(), facts)),
                        unclaimed == null ? Map.of() : Map.of(unit, unclaimed),
                        journal.now())
                .get(unit));
        Known known = outcome.known();
        if (known == null) {
            return refused(Objects.requireNonNull(outcome.refusal()));
        }
        if (outcome.added()) {
            devices.insertKnown(List.of(known));
        }
        Device.Event arrival = outcome.arrival();
        if (arrival != null) {
            journal.changed(Change.By.unit(unit), known, arrival.action(), arrival.fields());
        }
        if (outcome.token() != null && outcome.token().autoAccept()) {
            heard(known, request.announcement());
            waiting.admit(known.device().id(), request.clientId(), request.msgId());
            return new EnrollAnswer.Issued(
                    unit.value(), credentials.issue(known.device().id(), false));
        }
        if (request.claimProof() != null) {
            proofs.show(known.device().id(), request.clientId(), request.msgId(), request.claimProof());
        }
        EnrollAnswer pending = asksAgain(request, known);
        return outcome.refusal() == null ? pending : refused(outcome.refusal());
    }

    /** Only a sign of life; and where the unit is in the network, which is a hint at whose it may be. */
    private void heard(Known known, @Nullable Announcement announcement) {
        Presence presence = known.presence().heard(journal.now());
        Announcement.Network network = announcement == null ? null : announcement.network();
        devices.updatePresences(List.of(network == null ? presence : presence.at(network)));
        journal.seen(Collections.singletonList(known.place()));
    }

    private static EnrollAnswer refused(Newcomers.Refusal refusal) {
        return new EnrollAnswer.Refused(refusal.problem(), refusal.message());
    }

    private EnrollAnswer asksAgain(EnrollRequest request, Known known) {
        waiting.asks(known.device().id(), request.clientId(), request.msgId());
        heard(known, request.announcement());
        return new EnrollAnswer.Pending(RETRY_AFTER_S);
    }

    /** The client whose request was approved was perhaps away when its password was sent; it gets another one, once. */
    private EnrollAnswer collect(EnrollRequest request, Known known) {
        boolean approved = waiting.of(known.device().id())
                .filter(client ->
                        client.approvedAt() != null && client.clientId().equals(request.clientId()))
                .isPresent();
        if (approved && isUnused(known)) {
            return issue(known);
        }
        // It came by a token and waits for approval, and nobody has a password for it yet.
        boolean waits = known.device().state() == UnitState.PENDING
                && !credentials.isIssued(known.device().id());
        return waits ? asksAgain(request, known) : alreadyIssued();
    }

    private EnrollAnswer proven(EnrollRequest request, String proof, Known known) {
        String source = "client " + request.clientId();
        if (!guesses.attempt(request.unit(), source)) {
            return new EnrollAnswer.Refused(Problem.RATE_LIMITED, "too many wrong proofs");
        }
        String code = credentials.claimCode(known.device().id()).orElse(NO_CODE);
        if (!ClaimProofs.fits(code, request.clientId(), request.unit(), proof) || code.equals(NO_CODE)) {
            return new EnrollAnswer.Refused(Problem.CLAIM_INVALID, "the proof does not fit");
        }
        guesses.right(request.unit(), source);
        return isUnused(known) ? issue(known) : alreadyIssued();
    }

    /** True as long as the present password has neither been given to the unit nor been used. */
    private boolean isUnused(Known known) {
        Instant issuedAt = credentials.uncollectedSince(known.device().id());
        Instant heardAt = known.presence().lastSeenAt();
        return issuedAt != null && (heardAt == null || !heardAt.isAfter(issuedAt));
    }

    private EnrollAnswer issue(Known known) {
        String password = credentials.issue(known.device().id(), true);
        journal.changed(Change.By.unit(known.device().unitId()), known, "credential_issued", List.of());
        return new EnrollAnswer.Issued(known.device().unitId().value(), password);
    }

    private static EnrollAnswer alreadyIssued() {
        return new EnrollAnswer.Refused(Problem.ALREADY_ISSUED, "the unit has its password already");
    }

    /** Removes units from the quarantine that nobody asked for in 30 days. */
    @Unguarded("removes only what belongs to nobody and has been silent")
    @Scheduled(initialDelay = 300_000, fixedDelay = 3_600_000)
    @Transactional
    public void purge() {
        newcomers.purge(journal.now());
    }
}
