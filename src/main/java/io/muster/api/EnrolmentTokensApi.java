package io.muster.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.muster.access.Access;
import io.muster.device.EnrolmentToken;
import io.muster.device.EnrolmentTokens;
import io.muster.device.NewEnrolmentToken;
import io.muster.kernel.CustomerId;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Tokens by which units let themselves in. */
@RestController
@RequestMapping("/api/v1/enrolment-tokens")
@Tag(name = "Enrolment tokens")
class EnrolmentTokensApi {

    private final EnrolmentTokens tokens;
    private final Access access;
    private final Clock clock;

    EnrolmentTokensApi(EnrolmentTokens tokens, Access access, Clock clock) {
        this.tokens = tokens;
        this.access = access;
        this.clock = clock;
    }

    /**
     * What can be sent about a token.
     *
     * @param customerId customer that the units come to; the sender's own when absent
     * @param locationId location of that customer; whoever is restricted to locations has to name one of theirs
     * @param maxUses    units that it lets in; any number when absent
     * @param expiresAt  never when absent
     * @param autoAccept accept the units at once; else, and when absent, they wait for approval
     */
    record Input(
            @Sent(create = Sent.Rule.NEEDED) @Nullable String name,
            @Nullable String customerId,
            @Nullable String locationId,
            @Nullable Integer maxUses,
            @Nullable String expiresAt,
            @Sent(create = Sent.Rule.NO_NULL) @Nullable Boolean autoAccept) {

        NewEnrolmentToken parsed(CustomerId own, Fields fields) {
            Name called = fields.required("name", name, Name::new);
            CustomerId customer =
                    fields.optional("customerId", customerId, Fields.known(CustomerId::of, "problem.customer.unknown"));
            LocationId location =
                    fields.optional("locationId", locationId, Fields.known(LocationId::of, "problem.location.unknown"));
            Instant end = fields.optional("expiresAt", expiresAt, Moments::parse);
            boolean accept = fields.required("autoAccept", autoAccept);
            fields.throwIfAny();
            return new NewEnrolmentToken(
                    Objects.requireNonNull(called), customer == null ? own : customer, location, maxUses, end, accept);
        }
    }

    /**
     * An enrolment token.
     *
     * @param uses  units that it has let in
     * @param state {@code valid}, {@code used_up}, {@code expired}, {@code revoked}
     * @param token the token itself, only in the answer that creates it
     */
    record EnrolmentTokenJson(
            String id,
            String name,
            String customerId,
            @Nullable String locationId,
            @Nullable Integer maxUses,
            int uses,
            @Nullable Instant expiresAt,
            boolean autoAccept,
            String state,
            Instant createdAt,
            String createdBy,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String token) {

        static EnrolmentTokenJson of(EnrolmentToken token, Instant now, @Nullable String secret) {
            return new EnrolmentTokenJson(
                    String.valueOf(token.id()),
                    token.name(),
                    token.customerId().toString(),
                    token.locationId() == null ? null : token.locationId().toString(),
                    token.maxUses(),
                    token.uses(),
                    Moments.orNull(token.expiresAt()),
                    token.autoAccept(),
                    token.state(now).name().toLowerCase(Locale.ROOT),
                    Moments.shown(token.createdAt()),
                    token.createdBy(),
                    secret);
        }
    }

    @GetMapping
    @Operation(summary = "The enrolment tokens of the sender's customer and of those below it, the newest first")
    Page<EnrolmentTokenJson> list(@Nullable String customerId, @ParameterObject Page.Asked asked) {
        CustomerId customer = customerId == null ? access.actor().customer() : CustomerId.of(customerId);
        Instant now = clock.instant();
        return Page.of(tokens.list(customer, asked.query()), token -> EnrolmentTokenJson.of(token, now, null));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Create an enrolment token", description = "The answer has, this once, the token itself.")
    ResponseEntity<EnrolmentTokenJson> create(@RequestBody Body<Input> body) {
        Fields fields = new Fields();
        Input input = body.over(new Input(null, null, null, null, null, false), fields);
        EnrolmentTokens.Issued issued =
                tokens.create(input.parsed(access.actor().customer(), fields));
        EnrolmentTokenJson json = EnrolmentTokenJson.of(issued.token(), clock.instant(), issued.secret());
        return ResponseEntity.created(URI.create("/api/v1/enrolment-tokens/" + json.id()))
                .body(json);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Revoke an enrolment token, at once", description = "Units that it has let in stay.")
    void revoke(@PathVariable String id) {
        if (!id.matches("[0-9]{1,18}")) {
            throw Rejected.notFound();
        }
        tokens.revoke(Long.parseLong(id));
    }
}
