package io.muster.device;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.muster.access.Unguarded;
import io.muster.device.Answer.Problem;
import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.Change;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** How a unit without a password gets one (MQTT contract, Credentials). */
@Service
public class Enrolment {

    private static final int RETRY_AFTER_S = 60;
    private static final int WRONG_PROOFS_OF_A_UNIT = 5;
    private static final int WRONG_PROOFS_OF_A_CLIENT = 20;
    private static final int MOST_COUNTED = 10_000;

    private final DeviceRepository devices;
    private final UnitCredentials credentials;
    private final WaitingClients waiting;
    private final Quarantine quarantine;
    private final Journal journal;
    private final Cache<String, AtomicInteger> wrongProofs = Caffeine.newBuilder()
            .maximumSize(MOST_COUNTED)
            .expireAfterWrite(Duration.ofHours(1))
            .build();

    Enrolment(
            DeviceRepository devices,
            UnitCredentials credentials,
            WaitingClients waiting,
            Quarantine quarantine,
            Journal journal) {
        this.devices = devices;
        this.credentials = credentials;
        this.waiting = waiting;
        this.quarantine = quarantine;
        this.journal = journal;
    }

    /**
     * A unit asks for a password. With the proof that whoever installed it read its label, it gets one at once; otherwise a
     * person has to approve it.
     */
    @Unguarded("the claim proof, or a person's approval of exactly this client's request")
    @Transactional
    public EnrollAnswer enroll(EnrollRequest request) {
        if (request.token() != null) {
            return new EnrollAnswer.Refused(Problem.TOKEN_INVALID, "no such enrolment token");
        }
        Optional<Known> known = devices.lock(request.unit());
        if (request.claimProof() != null) {
            return proven(request, request.claimProof(), known);
        }
        if (known.isEmpty()) {
            return stranger(request);
        }
        Device device = known.get().device();
        return switch (device.state()) {
            case UNCLAIMED -> asksAgain(request, known.get());
            case PENDING, ACCEPTED -> collect(request, known.get());
            case DENIED -> new EnrollAnswer.Refused(Problem.UNIT_DENIED, "the unit was denied");
            case DECOMMISSIONED, REPLACED ->
                new EnrollAnswer.Refused(Problem.UNIT_DECOMMISSIONED, "the unit is no longer in use");
        };
    }

    private EnrollAnswer stranger(EnrollRequest request) {
        Announcement announcement = request.announcement();
        Facts facts = announcement == null ? Facts.NONE : announcement.facts();
        Quarantine.@Nullable Admission admission =
                quarantine.admit(Map.of(request.unit(), facts), journal.now()).get(request.unit());
        return switch (Objects.requireNonNull(admission)) {
            case Quarantine.Admission.In(Known known) -> asksAgain(request, known);
            case Quarantine.Admission.Refused(Problem problem, String message) ->
                new EnrollAnswer.Refused(problem, message);
        };
    }

    private EnrollAnswer asksAgain(EnrollRequest request, Known known) {
        waiting.asks(known.device().id(), request.clientId(), request.msgId());
        devices.updatePresences(List.of(known.presence().heard(journal.now())));
        journal.seen(Collections.singletonList(known.place()));
        return new EnrollAnswer.Pending(RETRY_AFTER_S);
    }

    /** The client whose request was approved was perhaps away when its password was sent; it gets another one, once. */
    private EnrollAnswer collect(EnrollRequest request, Known known) {
        boolean approved = waiting.of(known.device().id())
                .filter(client ->
                        client.approvedAt() != null && client.clientId().equals(request.clientId()))
                .isPresent();
        return approved && isUnused(known) ? issue(known) : alreadyIssued();
    }

    private EnrollAnswer proven(EnrollRequest request, String proof, Optional<Known> known) {
        if (wrong("unit " + request.unit()).get() >= WRONG_PROOFS_OF_A_UNIT
                || wrong("client " + request.clientId()).get() >= WRONG_PROOFS_OF_A_CLIENT) {
            return new EnrollAnswer.Refused(Problem.RATE_LIMITED, "too many wrong proofs");
        }
        Optional<Known> claimed = known.filter(found ->
                found.device().state() == UnitState.PENDING || found.device().state() == UnitState.ACCEPTED);
        // An unknown unit takes the same time as a known one.
        String code = claimed.flatMap(
                        found -> credentials.claimCode(found.device().id()))
                .orElse("0000000000");
        boolean equal = MessageDigest.isEqual(
                hmac(code, request.clientId() + ":" + request.unit()).getBytes(StandardCharsets.US_ASCII),
                proof.getBytes(StandardCharsets.US_ASCII));
        if (!equal || claimed.isEmpty()) {
            wrong("unit " + request.unit()).incrementAndGet();
            wrong("client " + request.clientId()).incrementAndGet();
            return new EnrollAnswer.Refused(Problem.CLAIM_INVALID, "the proof does not fit");
        }
        return isUnused(claimed.get()) ? issue(claimed.get()) : alreadyIssued();
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

    private AtomicInteger wrong(String who) {
        return Objects.requireNonNull(wrongProofs.get(who, key -> new AtomicInteger()));
    }

    private static String hmac(String key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Removes units from the quarantine that nobody asked for in 30 days. */
    @Unguarded("removes only what belongs to nobody and has been silent")
    @Scheduled(initialDelay = 300_000, fixedDelay = 3_600_000)
    @Transactional
    public void purge() {
        quarantine.purge(journal.now());
    }
}
