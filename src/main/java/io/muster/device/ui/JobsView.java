package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.customer.Customer;
import io.muster.device.InstallJob;
import io.muster.device.InstallJobs;
import io.muster.device.NewInstallJob;
import io.muster.kernel.Change;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Slice;
import io.muster.ui.EditorDialog;
import io.muster.ui.Hidden;
import io.muster.ui.ListPanel;
import io.muster.ui.LiveUpdates;
import io.muster.ui.Notifications;
import io.muster.ui.Places;
import io.muster.ui.Question;
import io.muster.ui.Times;
import jakarta.annotation.security.PermitAll;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The jobs by which people without an account install units of a customer. */
@Route("accounts/:customer/jobs")
@PermitAll
class JobsView extends Div implements BeforeEnterObserver, HasDynamicTitle {

    private final transient Access access;
    private final transient InstallJobs jobs;
    private final transient JobTools tools;
    private final transient LiveUpdates updates;
    private final transient Clock clock;
    private final ListPanel<InstallJob> list;
    private final Button create;
    private transient Actor viewer;
    private transient @Nullable Customer place;

    JobsView(Access access, InstallJobs jobs, JobTools tools, LiveUpdates updates, Clock clock) {
        this.access = access;
        this.jobs = jobs;
        this.tools = tools;
        this.updates = updates;
        this.clock = clock;
        viewer = access.actor();
        addClassName("list-view");
        list = new ListPanel<>(this::read, InstallJob::id);
        create = new Button(getTranslation("jobs.create"), VaadinIcon.PLUS.create(), click -> create());
        create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        list.addActions(create);
        columns(list.grid());
        list.onPhones(this::card);
        add(list);
    }

    /** The next end of one of these shows by itself. */
    private Slice<InstallJob> read(ListQuery query) {
        Slice<InstallJob> page = jobs.list(here().id(), query);
        updates.at(this, page.items().stream().map(InstallJob::expiresAt), list::refresh);
        return page;
    }

    private Customer here() {
        return Objects.requireNonNull(place);
    }

    private void columns(Grid<InstallJob> grid) {
        grid.addComponentColumn(JobsView::title)
                .setHeader(getTranslation("jobs.name"))
                .setSortProperty("name")
                .setFlexGrow(1);
        grid.addColumn(JobsView::whose)
                .setHeader(getTranslation("device.customer"))
                .setSortProperty("customer")
                .setAutoWidth(true);
        grid.addComponentColumn(this::state)
                .setHeader(getTranslation("device.state"))
                .setAutoWidth(true)
                .setFlexGrow(0);
        grid.addColumn(this::units)
                .setHeader(getTranslation("jobs.units"))
                .setSortProperty("units")
                .setWidth("9rem")
                .setFlexGrow(0);
        grid.addColumn(this::end)
                .setHeader(getTranslation("jobs.end"))
                .setSortProperty("expiresAt")
                .setAutoWidth(true);
        grid.addColumn(InstallJob::createdBy)
                .setHeader(getTranslation("jobs.by"))
                .setAutoWidth(true);
        grid.addComponentColumn(this::actions)
                .setKey("actions")
                .setHeader(new Hidden(getTranslation("list.actions")))
                .setAutoWidth(true)
                .setFlexGrow(0)
                .setFrozenToEnd(true);
    }

    private static Component title(InstallJob job) {
        Span name = new Span(job.name());
        Div title = new Div(name);
        if (job.note() != null) {
            Span note = new Span(job.note());
            note.addClassName("faint");
            note.setTitle(job.note());
            title.add(new Div(note));
        }
        return title;
    }

    private Component card(InstallJob job) {
        Span title = new Span(job.name());
        title.addClassName("row-title");
        Div head = new Div(title, state(job));
        head.addClassName("row-facts");
        Span customer = new Span(whose(job));
        customer.addClassName("faint");
        Div facts = new Div(
                new Span(getTranslation("jobs.units") + ": " + units(job)),
                new Span(getTranslation("jobs.end") + ": " + end(job)));
        facts.addClassName("row-facts");
        Div text = new Div(head, customer, facts);
        if (job.note() != null) {
            Span note = new Span(job.note());
            note.addClassName("faint");
            text.add(note);
        }
        text.add(actions(job));
        text.addClassName("row-text");
        Div card = new Div(text);
        card.addClassName("row-card");
        return card;
    }

    private static String whose(InstallJob job) {
        return job.locationName() == null ? job.customerName() : job.customerName() + " · " + job.locationName();
    }

    private Component state(InstallJob job) {
        InstallJob.State state = job.state(clock.instant());
        Span badge = new Span(getTranslation("jobState." + state));
        badge.getElement().getThemeList().add(state == InstallJob.State.VALID ? "badge success" : "badge contrast");
        return badge;
    }

    private String units(InstallJob job) {
        return getTranslation("jobs.units.of", job.units(), job.maxUnits(), job.left());
    }

    private String end(InstallJob job) {
        return Times.exact(job.expiresAt(), viewer.preferences());
    }

    private Component actions(InstallJob job) {
        Div actions = new Div();
        actions.addClassName("row-actions");
        if (!viewer.may(Permission.MANAGE_INSTALL_JOBS, job.place())) {
            return actions;
        }
        InstallJob.State state = job.state(clock.instant());
        if (state == InstallJob.State.VALID) {
            actions.add(action(VaadinIcon.QRCODE, "jobs.link.new", job, () -> tools.show(jobs.link(job.id()))));
        }
        if (state == InstallJob.State.VALID || state == InstallJob.State.USED_UP) {
            actions.add(action(VaadinIcon.TRASH, "jobs.revoke", job, () -> confirmRevoke(job)));
        }
        return actions;
    }

    private Button action(VaadinIcon icon, String text, InstallJob job, Runnable action) {
        Button button = new Button(icon.create(), click -> action.run());
        button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON, ButtonVariant.LUMO_SMALL);
        button.setAriaLabel(getTranslation(text + ".label", job.name()));
        button.setTooltipText(getTranslation(text));
        return button;
    }

    private void confirmRevoke(InstallJob job) {
        Question.beforeHarm(
                getTranslation("jobs.revoke.title", job.name()),
                getTranslation("jobs.revoke.text"),
                getTranslation("jobs.revoke"),
                () -> {
                    jobs.revoke(job.id());
                    list.refresh();
                    Notifications.done(getTranslation("jobs.revoked", job.name()));
                });
    }

    private void create() {
        ZoneId zone = viewer.preferences().timeZone();
        new EditorDialog<NewInstallJob>(
                        getTranslation("jobs.create"),
                        getTranslation("action.create"),
                        tools.form(viewer, LocalDate.ofInstant(clock.instant(), zone), here()),
                        data -> {
                            InstallJobs.Issued issued = jobs.create(data);
                            list.refresh();
                            Notifications.done(getTranslation("jobs.created", data.name()));
                            tools.show(issued);
                        })
                .open();
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        viewer = access.actor();
        Customer found = tools.customer(Places.customer(event));
        access.require(viewer, Permission.SEE_INSTALL_JOBS, found.path());
        place = found;
        create.setVisible(viewer.may(Permission.MANAGE_INSTALL_JOBS, found.path()));
        list.setEmptyText(getTranslation("jobs.empty", found.name().value()));
        updates.follow(this, found.path(), EnumSet.of(Change.Kind.JOB, Change.Kind.DEVICE), list::refresh);
        list.refresh();
    }

    @Override
    public String getPageTitle() {
        return getTranslation("tab.jobs") + " – " + getTranslation("product");
    }
}
