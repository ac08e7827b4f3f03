package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.History;
import io.muster.access.Permission;
import io.muster.customer.QuotaGate;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Rejected;
import io.muster.kernel.Slice;
import io.muster.kernel.TreePath;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Tokens by which units are let in without a person: made, listed and revoked by people, shown once. */
@Service
public class EnrolmentTokens {

    public static final int MOST_USES = 1_000_000;

    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 32;

    private final Access access;
    private final TokenStore store;
    private final DeviceSight sight;
    private final QuotaGate quotas;
    private final History history;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    EnrolmentTokens(
            Access access, TokenStore store, DeviceSight sight, QuotaGate quotas, History history, Clock clock) {
        this.access = access;
        this.store = store;
        this.sight = sight;
        this.quotas = quotas;
        this.history = history;
        this.clock = clock;
    }

    /** A new token, with itself for the one time it is shown. */
    public record Issued(EnrolmentToken token, String secret) {

        @Override
        public String toString() {
            return "Issued[" + token.name() + "]";
        }
    }

    /**
     * The tokens of a customer, and of those below it where the viewer may manage those too; the newest first.
     * Whoever is kept to some locations has those alone that let units in there.
     */
    @Transactional(readOnly = true)
    public Slice<EnrolmentToken> list(CustomerId customer, ListQuery query) {
        Actor actor = access.actor();
        TreePath place = access.require(actor, Permission.SEE_ENROLMENT_TOKENS, customer);
        return store.list(ManagedPlaces.of(actor, Permission.SEE_ENROLMENT_TOKENS, place), query);
    }

    /**
     * Makes a token.
     *
     * @throws Rejected INVALID when the location is not the customer's, or whoever is kept to some locations names none, or the end has
     *                  passed
     */
    @Transactional
    public Issued create(NewEnrolmentToken data) {
        Actor actor = access.actor();
        TreePath place = access.require(actor, Permission.MANAGE_ENROLMENT_TOKENS, data.customerId());
        quotas.hold(data.customerId());
        Instant now = clock.instant();
        Rejected.Collector problems = new Rejected.Collector();
        problems.field("locationId", () -> {
            sight.requireLocationOfOthers(actor, data.customerId(), data.locationId());
            return true;
        });
        if (data.expiresAt() != null && !data.expiresAt().isAfter(now)) {
            problems.add("expiresAt", "problem.past");
        }
        if (data.maxUses() != null && (data.maxUses() < 1 || data.maxUses() > MOST_USES)) {
            problems.add("maxUses", "problem.token.uses", MOST_USES);
        }
        problems.throwIfAny();
        String secret = secret();
        long id = store.add(data, secret, actor.username(), now);
        EnrolmentToken token = store.find(id).orElseThrow();
        List<Change.Field> fields = new ArrayList<>();
        fields.addAll(Change.Field.of("location", null, data.locationId()));
        fields.addAll(Change.Field.of("maxUses", null, data.maxUses()));
        fields.addAll(Change.Field.of("expiresAt", null, data.expiresAt()));
        fields.addAll(Change.Field.of("autoAccept", null, data.autoAccept()));
        record(actor, token, place, "enrolment_token_created", fields);
        return new Issued(token, secret);
    }

    /**
     * Ends a token at once. Units that it has let in stay.
     *
     * @throws Rejected NOT_FOUND when there is none of this id within reach
     */
    @Transactional
    public void revoke(long id) {
        Actor actor = access.actor();
        EnrolmentToken token = store.find(id).orElseThrow(Rejected::notFound);
        TreePath place = access.require(actor, Permission.MANAGE_ENROLMENT_TOKENS, token.customerId());
        if (!actor.minds(token.locationId())) {
            throw Rejected.notFound();
        }
        if (store.revoke(id, clock.instant())) {
            record(actor, token, place, "enrolment_token_revoked", List.of());
        }
    }

    private void record(Actor actor, EnrolmentToken token, TreePath place, String action, List<Change.Field> fields) {
        history.record(actor.by(), Change.Kind.ENROLMENT, token.id(), token.name(), place, action, fields);
    }

    private String secret() {
        StringBuilder secret = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            secret.append(CROCKFORD.charAt(random.nextInt(CROCKFORD.length())));
        }
        return secret.toString();
    }
}
