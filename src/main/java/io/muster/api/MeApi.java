package io.muster.api;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Group;
import io.muster.access.Permission;
import io.muster.customer.Customers;
import io.muster.kernel.Preferences.TimeFormat;
import io.muster.kernel.Preferences.UnitSystem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whom the token speaks for, and what it may do. */
@RestController
@Tag(name = "Me")
class MeApi {

    private final Access access;
    private final Customers customers;

    MeApi(Access access, Customers customers) {
        this.access = access;
        this.customers = customers;
    }

    record UserPart(
            String id, String username, String email, String timeZone, TimeFormat timeFormat, UnitSystem units) {}

    /** The sender's own customer; its name is null when the token may not read. */
    record CustomerPart(String id, @Nullable String name) {}

    /**
     * The sender.
     *
     * @param permissions what the sender may do at the own customer or below it
     */
    record Me(
            UserPart user,
            CustomerPart customer,
            List<Group> groups,
            List<String> scopes,
            List<Permission> permissions,
            boolean restricted) {}

    @GetMapping("/api/v1/me")
    @Operation(summary = "Whom the token speaks for, and what it may do")
    Me get() {
        Actor actor = access.actor();
        String name = actor.may(Permission.SEE_CUSTOMER, actor.home())
                ? customers.get(actor.customer()).name().value()
                : null;
        return new Me(
                new UserPart(
                        actor.id().toString(),
                        actor.username(),
                        actor.email().value(),
                        actor.preferences().timeZone().getId(),
                        actor.preferences().timeFormat(),
                        actor.preferences().units()),
                new CustomerPart(actor.customer().toString(), name),
                actor.groups().stream().sorted().toList(),
                TokenJson.scopeNames(actor.scopes()),
                Arrays.stream(Permission.values())
                        .filter(permission -> actor.may(permission, actor.home()) || actor.mayBelowHome(permission))
                        .toList(),
                actor.restricted());
    }
}
