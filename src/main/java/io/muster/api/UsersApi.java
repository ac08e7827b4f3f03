package io.muster.api;

import io.muster.access.Access;
import io.muster.access.Permission;
import io.muster.kernel.CustomerId;
import io.muster.kernel.UserId;
import io.muster.user.Invitations;
import io.muster.user.PasswordResets;
import io.muster.user.SecondFactors;
import io.muster.user.User;
import io.muster.user.UserData;
import io.muster.user.Users;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The users of customers. */
@RestController
@RequestMapping("/api/v1/users")
@Tag(name = "Users")
class UsersApi {

    private static final String PATH = "/api/v1/users/";

    private final Users users;
    private final Invitations invitations;
    private final PasswordResets resets;
    private final SecondFactors factors;
    private final Access access;

    UsersApi(Users users, Invitations invitations, PasswordResets resets, SecondFactors factors, Access access) {
        this.users = users;
        this.invitations = invitations;
        this.resets = resets;
        this.factors = factors;
        this.access = access;
    }

    @GetMapping
    @Operation(summary = "Users of a customer and, as far as the sender administers those, of the ones below it")
    Page<UserJson> list(
            @RequestParam(required = false) @Nullable String customerId, @ParameterObject Page.Asked asked) {
        CustomerId customer = customerId == null ? access.actor().customer() : CustomerId.of(customerId);
        return Page.of(users.list(customer, asked.query()), UserJson::of);
    }

    @GetMapping("/deleted")
    @Operation(summary = "Users who have been deleted within 30 days, and can be brought back")
    Page<UserJson> deleted(
            @RequestParam(required = false) @Nullable String customerId, @ParameterObject Page.Asked asked) {
        CustomerId customer = customerId == null ? access.actor().customer() : CustomerId.of(customerId);
        return Page.of(users.deleted(customer, asked.query()), UserJson::of);
    }

    @PostMapping("/{id}/restore")
    @Operation(summary = "Bring a deleted user back")
    ResponseEntity<UserJson> restore(@PathVariable String id) {
        User user = users.restore(UserId.of(id));
        return Versions.ok(UserJson.of(user), user.version());
    }

    @GetMapping("/{id}")
    @Operation(summary = "One user")
    ResponseEntity<UserJson> get(@PathVariable String id) {
        User user = users.get(UserId.of(id));
        return Versions.ok(UserJson.of(user), user.version());
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Create a user, by invitation (sendWelcomeMail) or with a password")
    ResponseEntity<UserJson> create(@RequestBody Body<UserInput> body) {
        Fields fields = new Fields();
        UserInput input = body.over(UserInput.fresh(), fields);
        Users.FirstPassword first = input.first(fields);
        UserData data = input.data(fields);
        Users.Created created = users.create(data, Objects.requireNonNull(first));
        User user = created.user();
        return Versions.created(PATH + user.id(), UserJson.of(user, created.link()), user.version());
    }

    @PatchMapping("/{id}")
    @Operation(summary = "Change some fields of a user", description = "Absent fields stay as they are.")
    ResponseEntity<UserJson> edit(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody Body<UserInput> body) {
        User before = users.get(Permission.MANAGE_USERS, UserId.of(id));
        Versions.match(ifMatch, before.version());
        Fields fields = new Fields();
        UserInput input = body.toChange(UserInput.class).over(UserInput.of(before), fields);
        User user = users.edit(before.id(), before.version(), input.data(fields));
        return Versions.ok(UserJson.of(user), user.version());
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a user: all access ends at once")
    void delete(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        User user = users.get(Permission.MANAGE_USERS, UserId.of(id));
        Versions.match(ifMatch, user.version());
        users.delete(user.id(), ifMatch == null ? null : user.version());
    }

    @PostMapping("/{id}/invite")
    @Operation(summary = "Send a fresh one-time link to a user who has not set a password yet")
    UserJson invite(@PathVariable String id) {
        Users.Created invited = invitations.send(UserId.of(id));
        return UserJson.of(invited.user(), invited.link());
    }

    @DeleteMapping("/{id}/invite")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Revoke an invitation: its link is dead at once")
    void revokeInvitation(@PathVariable String id) {
        invitations.revoke(UserId.of(id));
    }

    /**
     * A reset that has been given.
     *
     * @param link one-time link to a new password, only when mail is not configured
     */
    record ResetJson(@Nullable String link) {}

    @PostMapping("/{id}/password-reset")
    @Operation(summary = "Send a one-time link to set a new password")
    ResetJson resetPassword(@PathVariable String id) {
        return new ResetJson(resets.give(UserId.of(id)).link());
    }

    @DeleteMapping("/{id}/second-factor")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Take the second factor from a user who has lost it")
    void resetSecondFactor(@PathVariable String id) {
        factors.reset(UserId.of(id));
    }
}
