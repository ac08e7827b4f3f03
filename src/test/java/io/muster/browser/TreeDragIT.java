package io.muster.browser;

import com.microsoft.playwright.Locator;
import io.muster.browser.Window.Screen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Customers are dragged in their tree, which only a browser can show. */
class TreeDragIT {

    @RegisterExtension
    static final Stage STAGE = Stage.shared();

    @Test
    void a_customer_that_is_dropped_on_another_one_moves_there_once_that_was_confirmed() {
        Window anna = STAGE.window(Screen.DESKTOP);
        anna.signIn(Stage.OWNER, Stage.PASSWORD);
        anna.at("/accounts/\\d+/account");
        anna.tab("Customers");
        create(anna, "Aarhus Harbour");
        create(anna, "Odense Depot");
        anna.press("As tree");
        Locator dragged = cell(anna, "Odense Depot");
        Locator target = cell(anna, "Aarhus Harbour");
        dragged.dragTo(target);
        anna.isAsked("Move Odense Depot");
        anna.shows(anna.text("Odense Depot moves with"));
        anna.closes("Move");
        anna.isTold("Customer “Odense Depot” has been moved below “Aarhus Harbour”");
        com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat(cell(anna, "Odense Depot"))
                .not()
                .isVisible();
        // The arrow, which is there as soon as there is something below; the name beside it is a link.
        cell(anna, "Aarhus Harbour").locator("[part=toggle]").click();
        anna.shows(cell(anna, "Odense Depot"));
    }

    private static void create(Window window, String name) {
        window.opens("Create", "Create customer under Nordic Fleet Group");
        window.enter("Company name", name);
        window.enter("Main work email", "office@example.com");
        window.closes("Create");
        window.isTold("Customer “" + name + "” has been created");
    }

    private static Locator cell(Window window, String name) {
        return window.page()
                .locator(
                        "vaadin-grid-tree-toggle", new com.microsoft.playwright.Page.LocatorOptions().setHasText(name));
    }
}
