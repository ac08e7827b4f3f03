package io.muster.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.muster.access.Access;
import io.muster.access.Scope;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.user.ApiToken;
import io.muster.user.ApiTokens;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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

/** The sender's own API tokens. */
@RestController
@RequestMapping("/api/v1/tokens")
@Tag(name = "Tokens")
class TokensApi {

    private static final int LONGEST_TIME = 40;
    private static final int LAST_YEAR = 9999;

    private final ApiTokens tokens;
    private final Access access;

    TokensApi(ApiTokens tokens, Access access) {
        this.tokens = tokens;
        this.access = access;
    }

    /**
     * What can be sent about a token.
     *
     * @param expiresAt never when absent
     * @param scopes    of {@code read write devices admin}; all that the sender has when absent
     */
    record Input(
            @Nullable String name,
            @Nullable String expiresAt,
            @Nullable List<@Nullable String> scopes) {}

    /**
     * An API token.
     *
     * @param token the token itself, only in the answer that creates it
     */
    record Json(
            String id,
            String name,
            List<String> scopes,
            @Nullable Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String token) {

        static Json of(ApiToken token, @Nullable String secret) {
            return new Json(
                    String.valueOf(token.id()),
                    token.name(),
                    scopeNames(token.scopes()),
                    Versions.shown(token.createdAt()),
                    Versions.shown(token.expiresAt()),
                    Versions.shown(token.lastUsedAt()),
                    secret);
        }
    }

    @GetMapping
    @Operation(summary = "The sender's own tokens, the newest first, all on one page")
    Page<Json> list() {
        List<Json> items =
                tokens.list().stream().map(token -> Json.of(token, null)).toList();
        return new Page<>(items, null, items.size());
    }

    @PostMapping
    @Operation(summary = "Create a token", description = "Takes a name and password too, so that a script can begin.")
    @SecurityRequirement(name = "token")
    @SecurityRequirement(name = "password")
    ResponseEntity<Json> create(@RequestBody Body<Input> body) {
        Set<Scope> own = access.actor().scopes();
        Input input = body.over(new Input(null, null, List.copyOf(scopeNames(own))));
        Fields fields = new Fields();
        Name name = fields.required("name", input.name(), Name::new);
        Instant expiresAt = fields.optional("expiresAt", input.expiresAt(), TokensApi::time);
        Set<Scope> scopes = fields.each("scopes", input.scopes(), Fields.lowerCase(Scope.class));
        fields.throwIfAny();
        ApiTokens.Issued issued = tokens.create(Objects.requireNonNull(name), expiresAt, scopes);
        Json json = Json.of(issued.token(), issued.secret());
        return ResponseEntity.created(URI.create("/api/v1/tokens/" + json.id())).body(json);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Revoke a token, at once")
    void revoke(@PathVariable String id) {
        if (!id.matches("[0-9]{1,18}")) {
            throw Rejected.notFound();
        }
        tokens.revoke(Long.parseLong(id));
    }

    static List<String> scopeNames(Set<Scope> scopes) {
        return scopes.stream()
                .sorted()
                .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static Instant time(String text) {
        try {
            if (text.length() <= LONGEST_TIME) {
                OffsetDateTime time = OffsetDateTime.parse(text);
                if (time.getYear() <= LAST_YEAR && time.getYear() >= 0) {
                    return time.toInstant();
                }
            }
        } catch (DateTimeException e) {
            throw Rejected.invalid(null, "api.problem.time");
        }
        throw Rejected.invalid(null, "api.problem.time");
    }
}
