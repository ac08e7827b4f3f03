package io.muster.user.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.BeforeLeaveEvent;
import com.vaadin.flow.router.BeforeLeaveObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import io.muster.kernel.Rejected;
import io.muster.ui.Notifications;
import io.muster.ui.Problems;
import io.muster.ui.Unsaved;
import io.muster.user.Profile;
import io.muster.user.User;
import jakarta.annotation.security.PermitAll;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What everybody sees and changes about themselves. */
@Route("profile")
@PermitAll
class ProfileView extends Div implements BeforeEnterObserver, BeforeLeaveObserver, HasDynamicTitle {

    private final transient Profile profile;
    private final ProfileForm form = new ProfileForm();
    private final Problems problem = new Problems();
    private final transient Unsaved unsaved = new Unsaved(form);
    private final transient ProfileSections sections;
    private transient @Nullable User user;

    ProfileView(Profile profile, ProfileSections sections) {
        this.profile = profile;
        this.sections = sections;
        addClassNames("card-view", "profile");
        Button save = new Button(getTranslation("action.save"), click -> save());
        save.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        Button reset = new Button(getTranslation("action.reset"), click -> show());
        reset.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        Div buttons = new Div(save, reset);
        buttons.addClassName("form-buttons");
        add(new H2(getTranslation("profile.title")), sections.signIn(this::show));
        add(new H3(getTranslation("profile.person")), problem, form, buttons);
        add(sections.lists());
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        show();
    }

    @Override
    public void beforeLeave(BeforeLeaveEvent event) {
        unsaved.beforeLeave(event);
    }

    private void show() {
        User now = profile.get();
        user = now;
        problem.clear();
        form.show(now);
        unsaved.loaded();
        sections.show(now);
    }

    private void save() {
        form.read().ifPresent(entered -> {
            try {
                profile.edit(Objects.requireNonNull(user).version(), entered);
                show();
                Notifications.done(getTranslation("profile.saved"));
            } catch (Rejected rejected) {
                problem.show(rejected, form);
            }
        });
    }

    @Override
    public String getPageTitle() {
        return getTranslation("profile.title") + " – " + getTranslation("product");
    }
}
