package io.muster.device;

import io.muster.customer.Quota;
import io.muster.customer.QuotaGate;
import io.muster.device.Answer.Problem;
import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.UnitId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Lets units in that belong to nobody and show an enrolment token: any number of them by the same few statements. */
@Component
class TokenGate {

    /** What became of a unit that showed a token. */
    sealed interface Verdict {

        /**
         * It comes to the token's customer.
         *
         * @param added nobody knew it, and whoever asked is to add it, with all that it tells at once
         */
        record In(Known known, EnrolmentToken token, boolean added) implements Verdict {}

        /**
         * The token lets nobody in.
         *
         * @param token the token all the same, when there is such a one: whose the unit may be
         */
        record Refused(
                Problem problem, String message, @Nullable EnrolmentToken token) implements Verdict {}
    }

    private static final String FULL = "the customer has no room for more units";

    private final TokenStore tokens;
    private final DeviceRepository devices;
    private final QuotaGate quotas;

    TokenGate(TokenStore tokens, DeviceRepository devices, QuotaGate quotas) {
        this.tokens = tokens;
        this.devices = devices;
        this.quotas = quotas;
    }

    /**
     * Decides about units; the history is for the caller to write. A use is counted for each that is let in when the transaction
     * is about to be committed, so that those who show the same token do not wait for each other. Then it fails with an
     * {@link org.springframework.dao.OptimisticLockingFailureException} when the token was used up or revoked meanwhile, and is to
     * be tried again from its beginning.
     *
     * @param shown    the token that each showed
     * @param unclaimed those of them that the quarantine knows, locked
     */
    Map<UnitId, Verdict> admit(Map<UnitId, String> shown, Map<UnitId, Known> unclaimed, Instant now) {
        // A whole batch shows the same one, as a rule.
        Map<String, String> hashes =
                shown.values().stream().distinct().collect(Collectors.toMap(secret -> secret, TokenStore::hash));
        Map<String, EnrolmentToken> found = tokens.shown(Set.copyOf(hashes.values()));
        Map<String, EnrolmentToken> used = new HashMap<>();
        Map<UnitId, EnrolmentToken> admitted = new LinkedHashMap<>();
        Map<UnitId, Verdict> verdicts = new HashMap<>();
        shown.forEach((unit, secret) -> {
            String hash = Objects.requireNonNull(hashes.get(secret));
            EnrolmentToken token = used.getOrDefault(hash, found.get(hash));
            Problem problem = token == null ? Problem.TOKEN_INVALID : token.problem(now);
            if (token == null || problem != null) {
                verdicts.put(unit, new Verdict.Refused(Objects.requireNonNull(problem), message(problem), token));
            } else {
                used.put(hash, token.used());
                admitted.put(unit, token);
            }
        });
        turnAwayBeyondQuota(admitted).forEach((unit, token) -> {
            admitted.remove(unit);
            verdicts.put(unit, new Verdict.Refused(Problem.TOKEN_EXHAUSTED, FULL, token));
        });
        if (!admitted.isEmpty()) {
            countBeforeCommit(admitted.values());
            enrol(admitted, unclaimed, now)
                    .forEach((unit, known) -> verdicts.put(
                            unit,
                            new Verdict.In(
                                    known, Objects.requireNonNull(admitted.get(unit)), !unclaimed.containsKey(unit))));
        }
        return verdicts;
    }

    /** Those who do not fit in at the token's customer any more, the last ones first. */
    private Map<UnitId, EnrolmentToken> turnAwayBeyondQuota(Map<UnitId, EnrolmentToken> admitted) {
        Map<CustomerId, List<UnitId>> arrivals = new TreeMap<>();
        admitted.forEach((unit, token) -> arrivals.computeIfAbsent(token.customerId(), key -> new ArrayList<>())
                .add(unit));
        Map<UnitId, EnrolmentToken> beyond = new HashMap<>();
        arrivals.forEach((customer, units) -> {
            int room = (int) quotas.room(Quota.Sort.DEVICES, customer, units.size());
            quotas.admit(Quota.Sort.DEVICES, customer, room);
            units.subList(room, units.size())
                    .forEach(unit -> beyond.put(unit, Objects.requireNonNull(admitted.get(unit))));
        });
        return beyond;
    }

    private void countBeforeCommit(Collection<EnrolmentToken> used) {
        SortedMap<Long, Long> uses =
                used.stream().collect(Collectors.groupingBy(EnrolmentToken::id, TreeMap::new, Collectors.counting()));
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void beforeCommit(boolean readOnly) {
                tokens.count(uses);
            }
        });
    }

    private static String message(Problem problem) {
        return switch (problem) {
            case TOKEN_EXPIRED -> "the enrolment token has expired";
            case TOKEN_EXHAUSTED -> "the enrolment token has been used up";
            default -> "no such enrolment token";
        };
    }

    private Map<UnitId, Known> enrol(Map<UnitId, EnrolmentToken> admitted, Map<UnitId, Known> unclaimed, Instant now) {
        List<UnitId> unknown = admitted.keySet().stream()
                .filter(unit -> !unclaimed.containsKey(unit))
                .toList();
        Map<UnitId, Known> after = new LinkedHashMap<>();
        var ids = unknown.isEmpty() ? List.<DeviceId>of() : devices.nextIds(unknown.size());
        for (int i = 0; i < unknown.size(); i++) {
            UnitId unit = unknown.get(i);
            EnrolmentToken token = Objects.requireNonNull(admitted.get(unit));
            Device device = enrolled(Device.unknown(ids.get(i), unit, Facts.NONE, now), token);
            after.put(unit, new Known(device, Presence.never(device.id()), token.place(), false));
        }
        List<Device> changed = new ArrayList<>();
        admitted.forEach((unit, token) -> {
            Known known = unclaimed.get(unit);
            if (known != null) {
                changed.add(enrolled(known.device(), token));
            }
        });
        if (!changed.isEmpty()) {
            devices.update(changed);
            after.putAll(devices.lock(changed.stream().map(Device::unitId).toList()));
        }
        return after;
    }

    /** What the history says of a unit that a token let in. */
    static Device.Event arrival(Known known, EnrolmentToken token) {
        List<Change.Field> fields = new ArrayList<>(Journal.difference(null, known.device()));
        fields.addAll(Change.Field.of("enrolmentToken", null, token.name()));
        return new Device.Event("enrolled", fields);
    }

    private static Device enrolled(Device device, EnrolmentToken token) {
        return device.enrolled(token.customerId(), token.locationId(), token.autoAccept());
    }
}
