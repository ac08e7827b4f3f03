package io.muster.api;

import io.muster.access.Access;
import io.muster.access.Scope;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.user.ApiTokens;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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

/** The sender's own API tokens. */
@RestController
@RequestMapping("/api/v1/tokens")
@Tag(name = "Tokens")
class TokensApi {

    private final ApiTokens tokens;
    private final Access access;

    TokensApi(ApiTokens tokens, Access access) {
        this.tokens = tokens;
        this.access = access;
    }

    @GetMapping
    @Operation(summary = "The sender's own tokens, the newest first")
    Page<TokenJson> list(@ParameterObject Page.Asked asked) {
        return Page.of(tokens.list(asked.query()), token -> TokenJson.of(token, null));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Create a token",
            description = "Takes a name and password too, so that a script can begin; an Idempotency-Key is then not"
                    + " heeded, and a repeat makes another token.")
    @SecurityRequirement(name = "token")
    @SecurityRequirement(name = "password")
    ResponseEntity<TokenJson> create(@RequestBody Body<TokenInput> body) {
        Set<Scope> own = access.actor().scopes();
        Fields fields = new Fields();
        TokenInput input = body.over(new TokenInput(null, null, List.copyOf(TokenJson.scopeNames(own))), fields);
        Name name = fields.required("name", input.name(), Name::new);
        Instant expiresAt = fields.optional("expiresAt", input.expiresAt(), Moments::parse);
        Set<Scope> scopes = fields.each("scopes", input.scopes(), Fields.lowerCase(Scope.class));
        fields.throwIfAny();
        ApiTokens.Issued issued = tokens.create(Objects.requireNonNull(name), expiresAt, scopes);
        TokenJson json = TokenJson.of(issued.token(), issued.secret());
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
}
