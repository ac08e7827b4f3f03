package io.muster.device;

import io.muster.device.Answer.Problem;
import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.Change;
import io.muster.kernel.DeviceId;
import io.muster.kernel.UnitId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Lets units in that belong to nobody and show an enrolment token: any number of them by the same few statements. */
@Component
class TokenGate {

    /** What became of a unit that showed a token. */
    sealed interface Verdict {

        /** It has come to the token's customer. */
        record In(Known known, EnrolmentToken token) implements Verdict {}

        /**
         * The token lets nobody in.
         *
         * @param token the token all the same, when there is such a one: whose the unit may be
         */
        record Refused(
                Problem problem, String message, @Nullable EnrolmentToken token) implements Verdict {}
    }

    private final TokenStore tokens;
    private final DeviceRepository devices;
    private final Journal journal;

    TokenGate(TokenStore tokens, DeviceRepository devices, Journal journal) {
        this.tokens = tokens;
        this.devices = devices;
        this.journal = journal;
    }

    /**
     * Decides about units. A use is counted for each that is let in, while nobody else counts.
     *
     * @param shown    the token that each showed
     * @param unclaimed those of them that the quarantine knows, locked
     */
    Map<UnitId, Verdict> admit(Map<UnitId, String> shown, Map<UnitId, Known> unclaimed, Instant now) {
        Map<String, EnrolmentToken> found = tokens.lock(
                shown.values().stream().map(TokenStore::hash).distinct().toList());
        Map<String, EnrolmentToken> used = new HashMap<>();
        Map<UnitId, EnrolmentToken> admitted = new LinkedHashMap<>();
        Map<UnitId, Verdict> verdicts = new HashMap<>();
        shown.forEach((unit, secret) -> {
            String hash = TokenStore.hash(secret);
            EnrolmentToken token = used.getOrDefault(hash, found.get(hash));
            Problem problem = token == null ? Problem.TOKEN_INVALID : token.problem(now);
            if (token == null || problem != null) {
                verdicts.put(unit, new Verdict.Refused(Objects.requireNonNull(problem), message(problem), token));
            } else {
                used.put(hash, token.used());
                admitted.put(unit, token);
            }
        });
        if (!admitted.isEmpty()) {
            tokens.count(used.values());
            enrol(admitted, unclaimed, now)
                    .forEach((unit, known) ->
                            verdicts.put(unit, new Verdict.In(known, Objects.requireNonNull(admitted.get(unit)))));
        }
        return verdicts;
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
        List<Device> added = new ArrayList<>();
        var ids = unknown.isEmpty() ? List.<DeviceId>of() : devices.nextIds(unknown.size());
        for (int i = 0; i < unknown.size(); i++) {
            Device device = Device.unknown(ids.get(i), unknown.get(i), Facts.NONE, now);
            added.add(enrolled(device, Objects.requireNonNull(admitted.get(unknown.get(i)))));
        }
        devices.insert(added);
        List<Device> changed = new ArrayList<>();
        admitted.forEach((unit, token) -> {
            Known known = unclaimed.get(unit);
            if (known != null) {
                changed.add(enrolled(known.device(), token));
            }
        });
        devices.update(changed);
        Map<UnitId, Known> after = devices.lock(admitted.keySet());
        List<Change> changes = new ArrayList<>();
        after.forEach((unit, known) -> {
            List<Change.Field> fields = new ArrayList<>(Journal.difference(null, known.device()));
            fields.addAll(Change.Field.of(
                    "enrolmentToken",
                    null,
                    Objects.requireNonNull(admitted.get(unit)).name()));
            changes.add(Journal.change(Change.By.unit(unit), known, new Device.Event("enrolled", fields), now));
        });
        journal.record(changes);
        return after;
    }

    private static Device enrolled(Device device, EnrolmentToken token) {
        return device.enrolled(token.customerId(), token.locationId(), token.autoAccept());
    }
}
