package io.muster.pages;

import com.github.mvysny.fakeservlet.FakeRequest;
import com.github.mvysny.kaributesting.v10.MockRouteNotFoundError;
import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.github.mvysny.kaributesting.v10.NotificationsKt;
import com.github.mvysny.kaributesting.v10.Routes;
import com.github.mvysny.kaributesting.v10.spring.MockSpringServlet;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.dom.DomEvent;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.internal.nodefeature.ElementListenerMap;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.Layout;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouterLayout;
import com.vaadin.flow.server.VaadinServletRequest;
import com.vaadin.flow.shared.JsonConstants;
import io.muster.Cast;
import io.muster.access.Scope;
import io.muster.user.User;
import java.util.EnumSet;
import java.util.List;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.core.type.filter.TypeFilter;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A page without a browser: what a signed-in user opens, clicks and reads. */
final class Browser {

    private static final Routes ROUTES = routes();

    private Browser() {}

    /** Opens the program as this user. */
    static void open(ApplicationContext context, User user) {
        open(context, Cast.authentication(user.id(), EnumSet.allOf(Scope.class)));
    }

    /** Opens the program as whoever this is, who need not be a user. */
    static void open(ApplicationContext context, Authentication authentication) {
        MockVaadin.setup(UI::new, new MockSpringServlet(ROUTES, context, UI::new));
        for (Class<?> layout : find(new AnnotationTypeFilter(Layout.class))) {
            UI.getCurrent().getInternals().getRouter().getRegistry().setLayout(layout.asSubclass(RouterLayout.class));
        }
        // Only now: the first, anonymous visit has led to the sign-in page.
        SecurityContextHolder.getContext().setAuthentication(authentication);
        FakeRequest request = (FakeRequest) VaadinServletRequest.getCurrent().getRequest();
        request.setUserPrincipalInt(SecurityContextHolder.getContext().getAuthentication());
        request.setUserInRole((principal, role) -> "USER".equals(role));
    }

    /** Views are not public, so they have to be looked for by other means than Karibu's own. */
    @SuppressWarnings("unchecked")
    private static Routes routes() {
        Routes routes = new Routes();
        for (Class<?> view : find(new AnnotationTypeFilter(Route.class))) {
            routes.getRoutes().add(view.asSubclass(Component.class));
        }
        routes.getErrorRoutes().remove(MockRouteNotFoundError.class);
        for (Class<?> view : find(new AssignableTypeFilter(HasErrorParameter.class))) {
            routes.getErrorRoutes().add((Class<? extends HasErrorParameter<?>>) view);
        }
        return routes;
    }

    private static List<Class<?>> find(TypeFilter filter) {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(filter);
        return scanner.findCandidateComponents("io.muster").stream()
                .<Class<?>>map(found -> ClassUtils.resolveClassName(found.getBeanClassName(), null))
                .toList();
    }

    /** Makes the window this many pixels wide. */
    static void resize(int width) {
        Element window = UI.getCurrent().getElement();
        ObjectNode size = JsonNodeFactory.instance
                .objectNode()
                .put("event.w", width)
                .put("event.h", 800)
                .put(JsonConstants.EVENT_DATA_PHASE, JsonConstants.EVENT_PHASE_TRAILING);
        window.getNode().getFeature(ElementListenerMap.class).fireEvent(new DomEvent(window, "window-resize", size));
    }

    /** Types something into a field for numbers that is none; nothing to take it out again. */
    static void type(IntegerField field, String text) {
        Element element = field.getElement();
        element.setProperty("_inputElementValue", text);
        element.getNode()
                .getFeature(ElementListenerMap.class)
                .fireEvent(new DomEvent(element, "unparsable-change", JsonNodeFactory.instance.objectNode()));
    }

    /** Begins to type in a form, and does not leave the field. */
    static void begin(Component form) {
        fire(form, "input");
    }

    /** Leaves the field; what was typed there was taken back. */
    static void leave(Component form) {
        fire(form, "focusout");
    }

    private static void fire(Component component, String event) {
        ElementListenerMap listeners = component.getElement().getNode().getFeature(ElementListenerMap.class);
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        listeners.getExpressions(event).forEach(each -> data.put(each, true));
        listeners.fireEvent(new DomEvent(component.getElement(), event, data));
    }

    /** What the open notifications say. */
    static List<String> notifications() {
        return NotificationsKt.getNotifications().stream()
                .map(notification -> notification.getElement().getTextRecursively())
                .toList();
    }

    static void close() {
        MockVaadin.tearDown();
        SecurityContextHolder.clearContext();
    }
}
