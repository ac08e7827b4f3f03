package io.muster.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.browser.Window.Screen;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of the packaged program on its command line, and what a page that is open says meanwhile. */
class CommandLineIT {

    @RegisterExtension
    static final Stage STAGE = Stage.shared();

    private static final String KARLA = "karla@nordic-fleet.example";

    @Test
    void an_owner_who_is_locked_out_comes_back_by_a_link_on_the_terminal() {
        Api api = new Api(STAGE.program(), "Bearer " + Stage.TOKEN);
        String home = api.get("me").path("customer").path("id").asString();
        api.post(
                "users",
                Map.of(
                        "email",
                        KARLA,
                        "username",
                        "karla",
                        "customerId",
                        home,
                        "groups",
                        List.of("ACCOUNT_ADMINISTRATOR"),
                        "password",
                        Stage.PASSWORD));
        Window owner = STAGE.window(Screen.DESKTOP);
        owner.signIn(Stage.OWNER, Stage.PASSWORD);
        owner.tab("Users");
        owner.shows(owner.row(KARLA));
        STAGE.program().stop();
        owner.shows(owner.text("The connection is lost"));
        STAGE.program().restart("--recover-owner=" + KARLA, "--recover-owner=nobody@example.com");
        owner.at("/login");
        // That there was nobody to connect to.
        owner.forgetsErrors();
        String link = STAGE.program().recoveryLink(KARLA);
        assertThat(link).startsWith(STAGE.program().url() + "/reset/");
        assertThat(STAGE.program().says("There is no administrator of the account with the address nobody@example.com"))
                .isTrue();
        Window karla = STAGE.window(Screen.DESKTOP);
        karla.open(link);
        karla.enter("Password", "quiet yellow ferries");
        karla.enter("Repeat password", "quiet yellow ferries");
        karla.press("Set password");
        karla.shows(karla.text("Your password is set"));
        karla.signIn(KARLA, "quiet yellow ferries");
        karla.at("/accounts/\\d+/account");
    }

    @Test
    void the_database_is_copied_while_the_program_runs(@TempDir Path place) throws Exception {
        Path copy = place.resolve("muster.zip");
        assertThat(STAGE.program().beside("--backup=" + copy))
                .as(STAGE.program().log())
                .isZero();
        try (ZipFile zip = new ZipFile(copy.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName)).containsExactly("muster.mv.db");
        }
        // Never over the one that is in use.
        assertThat(STAGE.program().beside("--restore=" + copy)).isOne();
    }
}
