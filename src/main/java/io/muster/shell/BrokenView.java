package io.muster.shell;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.InternalServerError;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import com.vaadin.flow.spring.annotation.SpringComponent;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Scope;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * A page that cannot be opened. While the database is away it says so, and tries again by itself; of a bug it tells a number,
 * under which the log has the rest. Anybody may come here, and it asks for nothing that may be broken as well.
 *
 * <p>It is a bean, and the only one of its type, so that it also stands in for the page that Vaadin makes itself when a page for
 * an error fails: that one has the exception in its text.
 */
@SpringComponent
@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
@AnonymousAllowed
class BrokenView extends InternalServerError implements HasDynamicTitle {

    private static final Logger LOG = LoggerFactory.getLogger(BrokenView.class);
    private static final int AGAIN_MS = 10_000;

    private boolean away;

    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<Exception> parameter) {
        away = isAway(parameter.getCaughtException());
        Div page = away ? patience(parameter.getCaughtException()) : apology(parameter.getCaughtException());
        page.addClassName("dead-end");
        getElement().removeAllChildren();
        getElement().appendChild(page.getElement());
        return away ? HttpServletResponse.SC_SERVICE_UNAVAILABLE : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    }

    private static boolean isAway(Exception problem) {
        return Stream.<Throwable>iterate(problem, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause instanceof CannotCreateTransactionException
                        || cause instanceof DataAccessResourceFailureException
                        || cause instanceof SQLTransientConnectionException
                        || cause instanceof SQLNonTransientConnectionException);
    }

    private static Div patience(Exception problem) {
        LOG.warn("A page cannot be opened, because the database is away: {}", problem.toString());
        Div page = new Div(new H2(text("error.away.title")), new Paragraph(text("error.away.text")));
        page.getElement().setAttribute("role", "status");
        // Not when somebody has gone elsewhere meanwhile.
        page.getElement().executeJs("setTimeout(() => this.isConnected && window.location.reload(), $0)", AGAIN_MS);
        return page;
    }

    private static Div apology(Exception problem) {
        String number = UUID.randomUUID().toString().substring(0, 8);
        LOG.error("Error {} while a page was opened", number, problem);
        return new Div(
                new H2(text("error.title")),
                new Paragraph(text("error.unexpected", number)),
                new Anchor("accounts", text("notFound.home")));
    }

    private static String text(String key, Object... details) {
        return UI.getCurrent().getTranslation(key, details);
    }

    @Override
    public String getPageTitle() {
        return text(away ? "error.away.title" : "error.title");
    }
}
