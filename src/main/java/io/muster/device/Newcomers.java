package io.muster.device;

import io.muster.device.Answer.Problem;
import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.UnitId;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Units that belong to nobody knock: a token opens the door to its customer, anything else the one to the quarantine. */
@Component
class Newcomers {

    /** What a unit that belongs to nobody shows. */
    record Newcomer(@Nullable String token, Facts facts) {}

    /**
     * What became of it.
     *
     * @param known   the unit, wherever it has come to; null when it stays outside
     * @param token   the token that let it in, and that the history has to tell of yet
     * @param added   nobody knew it, and whoever asked is to add it, with all that it tells at once
     * @param refusal why it was not let in as it wished to be; it may be in the quarantine all the same
     */
    record Outcome(
            @Nullable Known known,
            @Nullable EnrolmentToken token,
            boolean added,
            @Nullable Refusal refusal) {

        /** What the history is to say of it; null when no token let it in. */
        Device.@Nullable Event arrival() {
            return known == null || token == null ? null : TokenGate.arrival(known, token);
        }
    }

    record Refusal(Problem problem, String message) {}

    private final Quarantine quarantine;
    private final TokenGate gate;

    Newcomers(Quarantine quarantine, TokenGate gate) {
        this.quarantine = quarantine;
        this.gate = gate;
    }

    /**
     * Decides about units.
     *
     * @param unclaimed those of them that the quarantine knows, locked
     */
    Map<UnitId, Outcome> admit(Map<UnitId, Newcomer> newcomers, Map<UnitId, Known> unclaimed, Instant now) {
        Map<UnitId, Outcome> outcomes = new HashMap<>();
        Map<UnitId, String> shown = new LinkedHashMap<>();
        newcomers.forEach((unit, newcomer) -> {
            if (newcomer.token() != null) {
                shown.put(unit, newcomer.token());
            }
        });
        Map<UnitId, TokenGate.Verdict> verdicts = shown.isEmpty() ? Map.of() : gate.admit(shown, unclaimed, now);
        Map<UnitId, Facts> strangers = new LinkedHashMap<>();
        newcomers.forEach((unit, newcomer) -> {
            TokenGate.Verdict verdict = verdicts.get(unit);
            Known known = unclaimed.get(unit);
            if (verdict instanceof TokenGate.Verdict.In in) {
                outcomes.put(unit, new Outcome(in.known(), in.token(), in.added(), null));
            } else if (known != null || isMadeUp(verdict)) {
                outcomes.put(unit, new Outcome(known, null, false, refusal(verdict)));
            } else {
                strangers.put(unit, newcomer.facts());
            }
        });
        if (!strangers.isEmpty()) {
            quarantine
                    .admit(strangers, now)
                    .forEach((unit, admission) -> outcomes.put(unit, outcome(admission, verdicts.get(unit))));
        }
        Map<UnitId, Long> hints = new HashMap<>();
        verdicts.forEach((unit, verdict) -> {
            if (verdict instanceof TokenGate.Verdict.Refused(var problem, var message, EnrolmentToken token)
                    && token != null) {
                hints.put(unit, token.id());
            }
        });
        quarantine.note(hints);
        return outcomes;
    }

    /** A token that never was: nothing is kept of who shows one. */
    private static boolean isMadeUp(TokenGate.@Nullable Verdict verdict) {
        return verdict instanceof TokenGate.Verdict.Refused refused && refused.token() == null;
    }

    private static Outcome outcome(Quarantine.Admission admission, TokenGate.@Nullable Verdict verdict) {
        return switch (admission) {
            case Quarantine.Admission.In(Known known) -> new Outcome(known, null, false, refusal(verdict));
            case Quarantine.Admission.Refused(Problem problem, String message) -> {
                Refusal spent = refusal(verdict);
                yield new Outcome(null, null, false, spent == null ? new Refusal(problem, message) : spent);
            }
        };
    }

    private static @Nullable Refusal refusal(TokenGate.@Nullable Verdict verdict) {
        return verdict instanceof TokenGate.Verdict.Refused refused
                ? new Refusal(refused.problem(), refused.message())
                : null;
    }

    int purge(Instant now) {
        return quarantine.purge(now);
    }
}
