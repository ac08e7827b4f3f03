package io.muster.device;

import io.muster.access.Unguarded;
import io.muster.device.Answer.Problem;
import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.AfterCommit;
import io.muster.kernel.Change;
import io.muster.kernel.DeviceId;
import io.muster.kernel.UnitId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Lazy;
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
    private final ClaimCodes codes;
    private final WaitingClients waiting;
    private final ClaimProofs proofs;
    private final Newcomers newcomers;
    private final Guesses guesses;
    private final UnitChannel channel;
    private final Journal journal;

    Enrolment(
            DeviceRepository devices,
            UnitCredentials credentials,
            ClaimCodes codes,
            WaitingClients waiting,
            ClaimProofs proofs,
            Newcomers newcomers,
            Guesses guesses,
            @Lazy UnitChannel channel,
            Journal journal) {
        this.devices = devices;
        this.credentials = credentials;
        this.codes = codes;
        this.waiting = waiting;
        this.proofs = proofs;
        this.newcomers = newcomers;
        this.guesses = guesses;
        // Lazy: what units are reached by is made of what listens to them, and that is made of this.
        this.channel = channel;
        this.journal = journal;
    }

    /**
     * A unit asks for a password. With an enrolment token, or the proof that whoever installed it read its label, it gets one at
     * once; otherwise a person has to approve or claim it.
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
                again(request, known)
                        .orElseGet(() -> request.claimProof() == null
                                ? collect(request, known)
                                : proven(request, request.claimProof(), known));
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
        if (outcome.known() == null) {
            return refused(Objects.requireNonNull(outcome.refusal()));
        }
        Known known = told(outcome.known(), facts, outcome.added());
        Device.Event arrival = outcome.arrival();
        if (arrival != null) {
            List<Change.Field> fields = new ArrayList<>(arrival.fields());
            fields.addAll(
                    outcome.known().device().facts().changesTo(known.device().facts()));
            journal.changed(Change.By.unit(unit), known, arrival.action(), fields);
        }
        if (outcome.token() != null) {
            heard(known, request.announcement());
            return new EnrollAnswer.Issued(unit.value(), admitted(request, known));
        }
        if (request.claimProof() != null) {
            proofs.show(known.device().id(), request.clientId(), request.msgId(), request.claimProof());
        }
        EnrollAnswer pending = asksAgain(request, known);
        return outcome.refusal() == null ? pending : refused(outcome.refusal());
    }

    /** What the unit tells of itself along with its request, so that a person sees what asks. Its announcement comes later. */
    private Known told(Known known, Facts facts, boolean added) {
        Device device = known.device().telling(facts);
        Known told = new Known(device, known.presence(), known.place(), known.suspended());
        if (added) {
            devices.insertKnown(List.of(told));
        } else if (!device.equals(known.device())) {
            devices.update(List.of(device));
        }
        return told;
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

    /** This client is the unit, and gets a password of its own; one that somebody else had holds no more. */
    private String admitted(EnrollRequest request, Known known) {
        DeviceId id = known.device().id();
        String password = credentials.passwordOf(id, waiting.admit(id, request.clientId(), request.msgId()));
        credentials.issue(id, password, true);
        return password;
    }

    /**
     * The password of the client that was let in, once more: its request came twice. So the unit may take whichever answer it
     * gets.
     */
    private Optional<EnrollAnswer> again(EnrollRequest request, Known known) {
        DeviceId id = known.device().id();
        return letIn(request, known)
                .filter(client -> client.msgId().equals(request.msgId()) && isSilent(known, credentials.issuedAt(id)))
                .map(client -> credentials.passwordOf(id, client))
                .filter(password -> credentials.holds(id, password))
                .map(password -> new EnrollAnswer.Issued(known.device().unitId().value(), password));
    }

    private Optional<WaitingClients.Client> letIn(EnrollRequest request, Known known) {
        return waiting.of(known.device().id())
                .filter(client ->
                        client.approvedAt() != null && client.clientId().equals(request.clientId()));
    }

    /** The client whose request was approved was perhaps away when its password was sent. */
    private EnrollAnswer collect(EnrollRequest request, Known known) {
        DeviceId id = known.device().id();
        WaitingClients.Client client = letIn(request, known).orElse(null);
        if (client != null && isUnused(known)) {
            String password = credentials.passwordOf(id, client);
            if (credentials.holds(id, password)) {
                credentials.collected(id);
            } else {
                credentials.issue(id, password, true);
            }
            waiting.collected(id, request.msgId());
            return issued(known, password);
        }
        // It came by a token and waits for approval, and nobody has a password for it yet.
        boolean waits = known.device().state() == UnitState.PENDING
                && !credentials.isIssued(known.device().id());
        return waits ? asksAgain(request, known) : alreadyIssued();
    }

    private EnrollAnswer proven(EnrollRequest request, String proof, Known known) {
        Guesses.Guesser source = guesser(request);
        if (!guesses.attempt(request.unit(), source)) {
            return new EnrollAnswer.Refused(Problem.RATE_LIMITED, "too many wrong proofs");
        }
        String code = codes.of(known.device().id()).orElse(NO_CODE);
        if (!ClaimProofs.fits(code, request.clientId(), request.unit(), proof) || code.equals(NO_CODE)) {
            return new EnrollAnswer.Refused(Problem.CLAIM_INVALID, "the proof does not fit");
        }
        guesses.right(request.unit(), source);
        if (!isUnused(known)) {
            return alreadyIssued();
        }
        String password = admitted(request, known);
        // Whoever signed in with the password before has said nothing yet, and is not to.
        AfterCommit.run(() -> channel.disconnect(request.unit()));
        return issued(known, password);
    }

    /**
     * A client chooses its id, so an address says more about who guesses. Where an external broker does not tell it, all outside
     * share the guesses for one unit.
     */
    private static Guesses.Guesser guesser(EnrollRequest request) {
        return request.address().isEmpty()
                ? new Guesses.Guesser("client " + request.clientId(), "outside")
                : new Guesses.Guesser("address " + request.address(), "address " + request.address());
    }

    /** True as long as the present password has neither been given to the unit nor been used. */
    private boolean isUnused(Known known) {
        return isSilent(known, credentials.uncollectedSince(known.device().id()));
    }

    private static boolean isSilent(Known known, @Nullable Instant since) {
        Instant heardAt = known.presence().lastSeenAt();
        return since != null && (heardAt == null || !heardAt.isAfter(since));
    }

    private EnrollAnswer issued(Known known, String password) {
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
