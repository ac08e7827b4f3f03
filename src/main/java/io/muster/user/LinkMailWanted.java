package io.muster.user;

import io.muster.kernel.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Event: this user is to get a mail with a one-time link. It survives a crash, and carries no secret: whoever sends the mail
 * asks {@link OneTimeLinks#issue} for the link then.
 *
 * @param by user who asked for it; null for the user
 */
public record LinkMailWanted(
        OneTimeLinks.Purpose purpose, long user, @Nullable Long by) {

    static LinkMailWanted of(OneTimeLinks.Purpose purpose, UserId user, @Nullable UserId by) {
        return new LinkMailWanted(purpose, user.value(), by == null ? null : by.value());
    }

    public UserId userId() {
        return new UserId(user);
    }

    public @Nullable UserId byId() {
        return by == null ? null : new UserId(by);
    }
}
