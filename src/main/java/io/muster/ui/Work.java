package io.muster.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import io.muster.kernel.Rejected;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.concurrent.DelegatingSecurityContextRunnable;

/**
 * Work that takes longer than a click: it runs beside the page, which goes on meanwhile, and with the rights of whoever began
 * it.
 */
public final class Work {

    private static final Logger LOG = LoggerFactory.getLogger(Work.class);

    private Work() {}

    /**
     * Begins some work.
     *
     * @param done    gets the result, in the page
     * @param refused gets the refusal, in the page; anything else that goes wrong goes where errors of the page go
     */
    public static <T> void begin(UI ui, Callable<T> work, Consumer<T> done, Consumer<Rejected> refused) {
        begin(ui, work, done, refused, () -> {});
    }

    /**
     * Like {@link #begin(UI, Callable, Consumer, Consumer)}.
     *
     * @param failed runs in the page when anything else goes wrong, before that goes where errors of the page go
     */
    public static <T> void begin(
            UI ui, Callable<T> work, Consumer<T> done, Consumer<Rejected> refused, Runnable failed) {
        Thread.ofVirtual().name("page-work").start(new DelegatingSecurityContextRunnable(() -> {
            try {
                T result = work.call();
                tell(ui, () -> done.accept(result));
            } catch (Rejected rejected) {
                tell(ui, () -> refused.accept(rejected));
            } catch (Exception e) {
                tell(ui, () -> {
                    failed.run();
                    throw e instanceof RuntimeException known ? known : new IllegalStateException(e);
                });
            }
        }));
    }

    /** Says something in the page; nothing, when it has been closed. */
    public static void tell(UI ui, Runnable message) {
        try {
            ui.access(message::run);
        } catch (UIDetachedException e) {
            LOG.debug("A page was closed before its work was done");
        }
    }
}
