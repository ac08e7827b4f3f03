package io.muster.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.fakeservlet.FakeRequest;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.di.Instantiator;
import com.vaadin.flow.router.InternalServerError;
import com.vaadin.flow.router.Location;
import com.vaadin.flow.router.NavigationTrigger;
import com.vaadin.flow.server.ErrorEvent;
import com.vaadin.flow.server.ErrorHandler;
import com.vaadin.flow.server.VaadinServletRequest;
import com.vaadin.flow.server.VaadinSession;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.StatementCounter;
import io.muster.access.Group;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.catalina.connector.ClientAbortException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.CannotCreateTransactionException;

/** What somebody sees of a page that cannot be opened. */
@MusterTest
class BrokenPageTest {

    private static final CannotCreateTransactionException AWAY = new CannotCreateTransactionException(
            "Could not open JDBC Connection",
            new SQLTransientConnectionException("no connection", new ConnectException("Connection refused")));

    @Autowired
    ApplicationContext context;

    @Autowired
    Cast cast;

    @AfterEach
    void close() {
        Browser.close();
    }

    private static int fail(Exception problem) {
        UI ui = UI.getCurrent();
        return ui.getInternals()
                .getRouter()
                .handleExceptionNavigation(ui, new Location("login"), problem, NavigationTrigger.PAGE_LOAD, null);
    }

    private static String page() {
        return UI.getCurrent()
                .getChildren()
                .map(view -> view.getElement().getTextRecursively())
                .collect(Collectors.joining());
    }

    private static List<String> scripts() {
        UI.getCurrent().getInternals().getStateTree().runExecutionsBeforeClientResponse();
        return UI.getCurrent().getInternals().dumpPendingJavaScriptInvocations().stream()
                .map(call -> call.getInvocation().getExpression())
                .toList();
    }

    private void visit() {
        cast.owner();
        Browser.open(
                context,
                new AnonymousAuthenticationToken(
                        "test", "nobody", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS")));
        FakeRequest request = (FakeRequest) VaadinServletRequest.getCurrent().getRequest();
        request.setUserPrincipalInt(null);
        SecurityContextHolder.clearContext();
    }

    @Test
    void a_visitor_is_told_that_the_database_is_away_and_nothing_else() {
        visit();
        assertThat(fail(AWAY)).isEqualTo(503);
        assertThat(page())
                .startsWith("Not available at the moment")
                .contains("tries again by itself")
                .doesNotContain("JDBC", "Exception", "refused");
        assertThat(scripts()).anyMatch(script -> script.contains("location.reload()"));
    }

    @Test
    void a_visitor_is_told_the_number_of_a_bug_and_nothing_else() {
        visit();
        assertThat(fail(new IllegalStateException("secret of the program"))).isEqualTo(500);
        assertThat(page()).startsWith("Something went wrong").doesNotContain("secret", "Exception");
        assertThat(scripts()).noneMatch(script -> script.contains("location.reload()"));
    }

    @Test
    void it_asks_the_database_for_nothing() {
        Browser.open(context, cast.user(cast.customer().id(), Group.ACCOUNT_ADMINISTRATOR));
        AtomicInteger status = new AtomicInteger();
        assertThat(StatementCounter.during(() -> status.set(fail(AWAY)))).isEmpty();
        assertThat(status).hasValue(503);
        assertThat(page()).contains("tries again by itself");
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void a_browser_that_has_left_is_no_error(CapturedOutput log) {
        Browser.open(context, cast.owner());
        ErrorHandler handler = VaadinSession.getCurrent().getErrorHandler();
        handler.error(new ErrorEvent(
                new UncheckedIOException(new ClientAbortException(new IOException("left while it was answered")))));
        handler.error(new ErrorEvent(new UIDetachedException("left before it was told")));
        assertThat(log.getAll()).doesNotContain("in a page", "left while", "left before");
        assertThat(Browser.notifications()).isEmpty();
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void a_bug_is_logged_once_also_when_nobody_is_there_to_be_told(CapturedOutput log) {
        Browser.open(context, cast.owner());
        UI open = UI.getCurrent();
        UI.setCurrent(new UI());
        try {
            VaadinSession.getCurrent().getErrorHandler().error(new ErrorEvent(new IllegalStateException("a bug")));
        } finally {
            UI.setCurrent(open);
        }
        assertThat(log.getAll()).containsOnlyOnce("in a page").contains("a bug").doesNotContain("UIDetachedException");
    }

    @Test
    void it_stands_in_for_the_page_that_vaadin_would_make() {
        Browser.open(context, cast.owner());
        assertThat(Instantiator.get(UI.getCurrent()).getOrCreate(InternalServerError.class))
                .isNotExactlyInstanceOf(InternalServerError.class)
                .asString()
                .startsWith("io.muster.shell.BrokenView");
    }
}
