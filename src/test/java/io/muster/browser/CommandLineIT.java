package io.muster.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.browser.Window.Screen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is asked of the packaged program on its command line. */
class CommandLineIT {

    @RegisterExtension
    static final Stage STAGE = Stage.withAccount("Nordic Fleet Group");

    @Test
    void an_owner_who_is_locked_out_comes_back_by_a_link_on_the_terminal() {
        STAGE.program().restart("--recover-owner=" + Stage.OWNER, "--recover-owner=nobody@example.com");
        String link = STAGE.program().recoveryLink(Stage.OWNER);
        assertThat(link).startsWith(STAGE.program().url() + "/reset/");
        assertThat(STAGE.program().says("There is no administrator of the account with the address nobody@example.com"))
                .isTrue();
        Window anna = STAGE.window(Screen.DESKTOP);
        anna.open(link);
        anna.enter("Password", "quiet yellow ferries");
        anna.enter("Repeat password", "quiet yellow ferries");
        anna.press("Set password");
        anna.shows(anna.text("Your password is set"));
        anna.signIn(Stage.OWNER, "quiet yellow ferries");
        anna.at("/accounts/\\d+/account");
    }
}
