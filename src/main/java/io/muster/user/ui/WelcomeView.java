package io.muster.user.ui;

import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import io.muster.user.OneTimeLinks;
import io.muster.user.OneTimeLinks.Purpose;

/** Where the one-time link of an invitation leads: the user sets the first password. */
@Route(value = "welcome/:secret", autoLayout = false)
@AnonymousAllowed
class WelcomeView extends PasswordByLink {

    WelcomeView(OneTimeLinks links) {
        super(links, Purpose.INVITE);
    }
}
