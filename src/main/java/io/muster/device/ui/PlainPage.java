package io.muster.device.ui;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.context.MessageSource;
import org.springframework.web.util.HtmlUtils;

/**
 * A page of plain HTML with a script of our own and nothing of Vaadin, so that it can be strict about what it runs. Its texts
 * come from the resource bundle: {@code {{key}}}.
 */
final class PlainPage {

    private static final Pattern TEXT = Pattern.compile("\\{\\{([\\w.]+)}}");
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
                    + "media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; "
                    + "form-action 'none'; frame-ancestors 'none'";

    private final String html;
    private final MessageSource texts;

    PlainPage(String name, MessageSource texts) {
        this.texts = texts;
        String raw = read("/pages/" + name + ".html");
        this.html = TEXT.matcher(raw).replaceAll(found -> Matcher.quoteReplacement(text(found.group(1))));
    }

    String text(String key, Object... args) {
        return HtmlUtils.htmlEscape(texts.getMessage(key, args, Locale.ENGLISH), "UTF-8");
    }

    /** Answers with the page, in which {@code [[note]]} is this text of the bundle. */
    void write(HttpServletResponse response, String note) throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().write(html.replace("[[note]]", text(note)));
    }

    private static String read(String path) {
        try (InputStream in = Objects.requireNonNull(PlainPage.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
