package io.muster.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * A program of its own for one test class, or one that several share, and one browser for all of them. After each test every window must be without
 * errors on its console; when a test fails, a picture of every window is left in {@code target/browser}.
 */
final class Stage
        implements ExecutionCondition,
                BeforeAllCallback,
                AfterAllCallback,
                AfterEachCallback,
                TestExecutionExceptionHandler {

    static final String OWNER = "owner@example.com";
    static final String PASSWORD = "slow green tractors";
    static final String TOKEN = "mst_for_the_browser_tests_and_nothing_else_0001";

    /** A slow machine may take this long for what a person waits a moment for. */
    static final double PATIENCE_MS = 20_000;

    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            // Pages are drawn by the processor anyway; without a process of its own for that they take a fifth less.
            "--in-process-gpu",
            // No page is open for so long that its scripts are worth to be optimized.
            "--js-flags=--no-opt --no-maglev",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            "--use-file-for-fake-video-capture=" + Film.FILE.toAbsolutePath());

    private final Map<String, String> settings;
    private final boolean shared;
    private final List<Window> windows = new ArrayList<>();
    private Chromium chromium;
    private Program program;
    private boolean broken;

    private Stage(Map<String, String> settings, boolean shared) {
        this.settings = settings;
        this.shared = shared;
    }

    /** An installation that nobody has set up. */
    static Stage empty() {
        return new Stage(Map.of(), false);
    }

    /**
     * One installation for all classes that ask for it: each finds there what the others have made. Units may announce
     * themselves without end.
     */
    static Stage shared() {
        return new Stage(withAccount("Nordic Fleet Group", Map.of("MUSTER_MQTT_UNIT_RATE", "0")).settings, true);
    }

    /** An installation that was set up without a person. */
    static Stage withAccount(String name) {
        return withAccount(name, Map.of());
    }

    /** The same, with further settings. */
    static Stage withAccount(String name, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(Map.of(
                "MUSTER_SETUP_ACCOUNT", name,
                "MUSTER_SETUP_EMAIL", OWNER,
                "MUSTER_SETUP_PASSWORD", PASSWORD,
                "MUSTER_SETUP_API_TOKEN", TOKEN));
        return new Stage(all, false);
    }

    /** With which the program is started. */
    Map<String, String> settings() {
        return settings;
    }

    Program program() {
        return Objects.requireNonNull(program);
    }

    /** A new window with cookies of its own, as if somebody else sat there. */
    Window window(Window.Screen screen) {
        return window(screen, program().url());
    }

    /** The same, by another way to the program. */
    Window window(Window.Screen screen, String url) {
        Window window = new Window(Objects.requireNonNull(chromium).browser, url, screen);
        windows.add(window);
        return window;
    }

    /** A story ends where it breaks. */
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return broken
                ? ConditionEvaluationResult.disabled("an earlier test of this class has failed")
                : ConditionEvaluationResult.enabled("");
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        // Of two processes that share the classes, each is given one after the other: the root of a class ends with it.
        Store kept = context.getStore(ExtensionContext.StoreScope.LAUNCHER_SESSION, Namespace.create(Stage.class));
        program = shared
                ? kept.computeIfAbsent(Program.class, type -> Program.start(settings), Program.class)
                : Program.start(settings);
        chromium = kept.computeIfAbsent(Chromium.class, type -> new Chromium(), Chromium.class);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        windows.forEach(Window::close);
        if (!shared) {
            program().close();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        windows.forEach(Window::mustBeWithoutErrors);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        for (int i = 0; i < windows.size(); i++) {
            windows.get(i)
                    .picture(Path.of(
                            "target",
                            "browser",
                            context.getRequiredTestClass().getSimpleName() + "." + context.getDisplayName() + "-" + i
                                    + ".png"));
        }
        broken = true;
        throw failure;
    }

    /** The browser of this machine, started once; Playwright does not fetch one. */
    private static final class Chromium implements AutoCloseable {

        private final Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        private final Browser browser = begin();

        /** A browser that dies as it starts, as Chromium does once in many times, says nothing about the program. */
        private Browser begin() {
            try {
                return launch();
            } catch (PlaywrightException died) {
                return launch();
            }
        }

        private Browser launch() {
            return playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(executable())
                            .setArgs(FLAGS));
        }

        private static Path executable() {
            return Stream.of("chromium", "chromium-browser", "google-chrome")
                    .flatMap(name ->
                            Stream.of(System.getenv("PATH").split(":")).map(directory -> Path.of(directory, name)))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("There is no chromium on the PATH"));
        }

        @Override
        public void close() {
            browser.close();
            playwright.close();
        }
    }
}
