package io.muster.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ElementHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A browser window and what a person does in it. It remembers every error that the page wrote on the console. */
final class Window {

    /**
     * The browser says the first of a request that ends because one leaves the page, and the router the second of a link that
     * is followed while another page is on its way: the page asked for last comes up all the same.
     */
    private static final List<String> HARMLESS =
            List.of("AbortError", "Error: Invalid blocker state transition: unblocked -> proceeding");

    /** What the window is looked at with. */
    enum Screen {
        DESKTOP(1280, 800, false, ColorScheme.LIGHT),
        DARK(1280, 800, false, ColorScheme.DARK),
        PHONE(360, 740, true, ColorScheme.LIGHT),
        PHONE_DARK(360, 740, true, ColorScheme.DARK);

        final int width;
        final int height;
        final boolean touch;
        final ColorScheme colors;

        Screen(int width, int height, boolean touch, ColorScheme colors) {
            this.width = width;
            this.height = height;
            this.touch = touch;
            this.colors = colors;
        }
    }

    private final BrowserContext context;
    private final Page page;
    private final String home;
    private Locator front;
    private final List<String> errors = new ArrayList<>();

    Window(Browser browser, String home, Screen screen) {
        this.home = home;
        context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(screen.width, screen.height)
                .setIsMobile(screen.touch)
                .setHasTouch(screen.touch)
                .setColorScheme(screen.colors)
                .setLocale("en-GB")
                .setTimezoneId("Europe/Copenhagen"));
        context.setDefaultTimeout(Stage.PATIENCE_MS);
        page = context.newPage();
        front = page.locator("body");
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                errors.add(message.text());
            }
        });
        page.onPageError(error -> {
            if (HARMLESS.stream().noneMatch(error::startsWith)) {
                errors.add(error);
            }
        });
    }

    Page page() {
        return page;
    }

    /** Takes the network away, or gives it back. */
    void network(boolean there) {
        context.setOffline(!there);
    }

    /** Has a script in each page that it opens from now on. */
    void with(String script) {
        context.addInitScript(script);
    }

    /** Whatever the page has complained of until now was expected. */
    void forgetsErrors() {
        errors.clear();
    }

    // ---- going somewhere

    /** Opens a page by its address, as from a bookmark. */
    void open(String address) {
        front = page.locator("body");
        page.navigate(address.startsWith("http") ? address : home + address);
    }

    void signIn(String name, String password) {
        open("/login");
        enter("Email or username", name);
        enter("Password", password);
        press("Sign in");
    }

    void signOut() {
        page.getByLabel("Signed in as").first().click();
        page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Sign out"))
                .click();
        at("/login");
    }

    void tab(String name) {
        navigation("Sections of this account")
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name))
                .click();
    }

    void follow(String link) {
        link(link).click();
    }

    // ---- doing something

    void enter(String label, String text) {
        field(label).fill(text);
    }

    /** Chooses by typing, from a list that opens. */
    void choose(String label, String choice) {
        field(label).fill(choice);
        page.getByRole(
                        AriaRole.OPTION,
                        new Page.GetByRoleOptions().setName(choice).setExact(true))
                .click();
    }

    void press(String button) {
        button(button).click();
    }

    /** Presses a button that opens a dialog; from then on the dialog is what one has to do with. */
    void opens(String button, String title) {
        press(button);
        isAsked(title);
    }

    /**
     * Waits until a button has stood for a second: news of a unit comes in parts, each of which makes the rows anew, and a press that
     * is on its way in that moment is lost.
     */
    void settles(String button) {
        boolean stood = false;
        for (int tries = 0; !stood && tries < 20; tries++) {
            ElementHandle now = button(button).elementHandle();
            page.waitForTimeout(1000);
            stood = (Boolean) now.evaluate("button => button.isConnected");
        }
    }

    /** A dialog has come up, and whoever types now types there: until then, Escape goes to the button that was pressed. */
    void isAsked(String title) {
        front = page.locator("[role=dialog], [role=alertdialog]")
                .filter(new Locator.FilterOptions().setHasText(title))
                .last();
        // The element has no box of its own.
        assertThat(front).isAttached();
        page.waitForFunction("dialog => dialog.contains(document.activeElement)", front.elementHandle());
    }

    /** Presses a button that closes the dialog. */
    void closes(String button) {
        press(button);
        assertThat(front).hasCount(0);
        front = page.locator("body");
    }

    /** Ends the line that was typed last, which closes the dialog. */
    void closesByEnter() {
        page.keyboard().press("Enter");
        assertThat(front).hasCount(0);
        front = page.locator("body");
    }

    /** Leaves a dialog in which something was entered. */
    void discards() {
        press("Cancel");
        isAsked("Discard what you typed?");
        closes("Discard");
    }

    void search(String text) {
        enter("Search", text);
    }

    // ---- what is there

    /** A field on the page or, while a dialog is open, in the dialog. */
    Locator field(String label) {
        return front.getByLabel(label, new Locator.GetByLabelOptions().setExact(true));
    }

    Locator button(String name) {
        return front.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator navigation(String name) {
        return page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName(name));
    }

    Locator text(String text) {
        return page.getByText(text);
    }

    /** Values that are shown once, in their order. */
    Locator secrets() {
        return front.locator("pre");
    }

    /** The row of a list whose cells say this, in this order. */
    Locator row(String... texts) {
        Pattern name = Pattern.compile(Stream.of(texts).map(Window::quoted).collect(Collectors.joining(".*")));
        return page.getByRole(AriaRole.ROW, new Page.GetByRoleOptions().setName(name));
    }

    /** The browser reads the pattern, and knows no {@link Pattern#quote}. */
    private static String quoted(String text) {
        return text.replaceAll("[\\\\^$.|?*+()\\[\\]{}/]", "\\\\$0");
    }

    // ---- what must be so

    void at(String address) {
        assertThat(page).hasURL(Pattern.compile("^" + quoted(home) + address + "(\\?.*)?$"));
    }

    void shows(Locator what) {
        assertThat(what.first()).isVisible();
    }

    /** Something was said in the top right corner. */
    void isTold(String text) {
        Locator card = page.locator("vaadin-notification-card")
                .filter(new Locator.FilterOptions().setHasText(text))
                .first();
        assertThat(card).isVisible();
        BoundingBox box = card.boundingBox();
        assertThat(box.x + box.width).isGreaterThan(page.viewportSize().width * 0.9);
        assertThat(box.y).isLessThan(page.viewportSize().height * 0.5);
    }

    /** Nobody has to scroll sideways to read the page. */
    void mustFitItsWidth() {
        Object beyond = page.evaluate("() => document.scrollingElement.scrollWidth - window.innerWidth");
        assertThat(((Number) beyond).intValue())
                .as("pixels beyond the right edge of %s", page.url())
                .isZero();
    }

    void mustBeWithoutErrors() {
        assertThat(errors).as("errors on the console").isEmpty();
    }

    void picture(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }

    void close() {
        context.close();
    }
}
