package io.muster.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Looks at a page with axe-core, which knows the rules of accessibility that a program can check. */
final class Axe {

    /**
     * Runs in the page, once it has come to rest; gives a line for each thing that breaks a rule. What Vaadin shows while a
     * request is under way lies above all landmarks, and is not ours.
     */
    private static final String RUN = """
            async (part) => {
              await Promise.all(document.getAnimations().filter((one) => one.effect?.getTiming().iterations !== Infinity)
                .map((one) => one.finished.catch(() => {})));
              const result = await axe.run({ include: [[part]], exclude: [['vaadin-connection-indicator']] }, {
                resultTypes: ['violations'],
                preload: false,
                runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
              });
              return result.violations.flatMap((rule) => rule.nodes.map((node) =>
                rule.id + ': ' + node.target.join(' ') + ' ' + node.html.slice(0, 160) + ' '
                + (node.any[0] ?? node.all[0] ?? node.none[0])?.message));
            }
            """;

    private Axe() {}

    /** Before any page is opened: the script comes with each of them. */
    static void comesWith(Window window) {
        window.with(script());
    }

    /**
     * What breaks a rule.
     *
     * @param part selector of what is looked at
     */
    @SuppressWarnings("unchecked")
    static List<String> violations(Window window, String part) {
        return (List<String>) window.page().evaluate(RUN, part);
    }

    private static String script() {
        try (InputStream in = Objects.requireNonNull(Axe.class.getResourceAsStream("/axe.min.js"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
