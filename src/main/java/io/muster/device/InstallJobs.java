package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Guest;
import io.muster.access.History;
import io.muster.access.Permission;
import io.muster.access.Unguarded;
import io.muster.customer.QuotaGate;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.ListQuery;
import io.muster.kernel.MailAllowance;
import io.muster.kernel.Rejected;
import io.muster.kernel.Secrets;
import io.muster.kernel.Slice;
import io.muster.kernel.Text;
import io.muster.kernel.TreePath;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Jobs by which people without an account install units: made, listed and revoked by people with one. Whoever has the link of
 * a job may claim so many units for its customer and location ({@link UnitClaims}), and do nothing else.
 */
@Service
public class InstallJobs {

    public static final int MOST_UNITS = 10_000;
    public static final Duration LONGEST = Duration.ofDays(90);
    public static final int LONGEST_NOTE = 500;

    private final Access access;
    private final JobStore store;
    private final DeviceSight sight;
    private final QuotaGate quotas;
    private final History history;
    private final ApplicationEventPublisher events;
    private final MailAllowance mails;
    private final Clock clock;

    InstallJobs(
            Access access,
            JobStore store,
            DeviceSight sight,
            QuotaGate quotas,
            History history,
            ApplicationEventPublisher events,
            MailAllowance mails,
            Clock clock) {
        this.access = access;
        this.store = store;
        this.sight = sight;
        this.quotas = quotas;
        this.history = history;
        this.events = events;
        this.mails = mails;
        this.clock = clock;
    }

    /** A job, and the secret of a new link to it for the one time it is shown. */
    public record Issued(InstallJob job, String secret) {

        @Override
        public String toString() {
            return "Issued[" + job.name() + "]";
        }
    }

    /**
     * The jobs of a customer, and of those below it where the viewer may manage those too; the newest first. Whoever is
     * kept to some locations has those alone that are there.
     */
    @Transactional(readOnly = true)
    public Slice<InstallJob> list(CustomerId customer, ListQuery query) {
        Actor actor = access.actor();
        TreePath place = access.require(actor, Permission.SEE_INSTALL_JOBS, customer);
        return store.list(ManagedPlaces.of(actor, Permission.SEE_INSTALL_JOBS, place), query);
    }

    /**
     * Makes a job.
     *
     * @throws Rejected INVALID when the location is not the customer's, or whoever is kept to some locations names none, the end has
     *                  passed or is too far away, or the number of units is out of bounds
     */
    @Transactional
    public Issued create(NewInstallJob data) {
        Actor actor = access.actor();
        TreePath place = access.require(actor, Permission.MANAGE_INSTALL_JOBS, data.customerId());
        quotas.hold(data.customerId());
        Instant now = clock.instant();
        Rejected.Collector problems = new Rejected.Collector();
        problems.field("locationId", () -> {
            sight.requireLocationOfOthers(actor, data.customerId(), data.locationId());
            return true;
        });
        @Nullable
        String note = data.note() == null || data.note().isBlank()
                ? null
                : problems.field("note", () -> Text.optionalLines(data.note(), LONGEST_NOTE));
        if (!data.expiresAt().isAfter(now)) {
            problems.add("expiresAt", "problem.past");
        } else if (data.expiresAt().isAfter(now.plus(LONGEST))) {
            problems.add("expiresAt", "problem.job.end", LONGEST.toDays());
        }
        if (data.maxUnits() < 1 || data.maxUnits() > MOST_UNITS) {
            problems.add("maxUnits", "problem.job.units", MOST_UNITS);
        }
        problems.throwIfAny();
        String secret = Secrets.random();
        InstallJob job =
                store.find(store.add(data, note, actor.username(), now, secret)).orElseThrow();
        List<Change.Field> fields = new ArrayList<>();
        fields.addAll(Change.Field.of("location", null, data.locationId()));
        fields.addAll(Change.Field.of("maxUnits", null, data.maxUnits()));
        fields.addAll(Change.Field.of("expiresAt", null, data.expiresAt()));
        fields.addAll(Change.Field.of("note", null, note));
        record(actor.by(), job, place, "created", fields);
        return new Issued(job, secret);
    }

    /**
     * Makes one more link to a job, for whoever has lost the first one. Those before go on.
     *
     * @throws Rejected NOT_FOUND when there is no such job within reach; CONFLICT when it holds no more
     */
    @Transactional
    public Issued link(long id) {
        Actor actor = access.actor();
        InstallJob job = managed(actor, id);
        String secret = Secrets.random();
        store.link(id, secret, null);
        record(actor.by(), job, job.place(), "link_shown", List.of());
        return new Issued(job, secret);
    }

    /**
     * Sends a link of its own to somebody, soon.
     *
     * @throws Rejected TOO_MANY_REQUESTS when several have been sent there just now, or the actor has sent very many
     */
    @Transactional
    public void mail(long id, EmailAddress to) {
        Actor actor = access.actor();
        InstallJob job = managed(actor, id);
        mails.toAnybody(to, "job", actor.id());
        record(actor.by(), job, job.place(), "link_sent", Change.Field.of("email", null, to.value()));
        events.publishEvent(new JobMailWanted(id, to.value()));
    }

    private InstallJob managed(Actor actor, long id) {
        InstallJob job = within(actor, id);
        InstallJob.State state = job.state(clock.instant());
        if (state != InstallJob.State.VALID) {
            throw Rejected.conflict("problem.job." + state);
        }
        return job;
    }

    private InstallJob within(Actor actor, long id) {
        InstallJob job = store.find(id).orElseThrow(Rejected::notFound);
        access.require(actor, Permission.MANAGE_INSTALL_JOBS, job.customerId());
        if (!actor.minds(job.locationId())) {
            throw Rejected.notFound();
        }
        return job;
    }

    /**
     * Makes the link of a mail.
     *
     * @return empty when the job holds no more
     */
    @Unguarded("called for a mail that whoever manages the job has asked for")
    @Transactional
    public Optional<Issued> issue(JobMailWanted wanted) {
        return store.find(wanted.job())
                .filter(job -> job.state(clock.instant()) == InstallJob.State.VALID)
                .map(job -> {
                    String secret = Secrets.random();
                    store.link(job.id(), secret, wanted.to());
                    return new Issued(job, secret);
                });
    }

    /**
     * Ends a job at once, for whoever has its page open too. Units that were claimed stay.
     *
     * @throws Rejected NOT_FOUND when there is none of this id within reach
     */
    @Transactional
    public void revoke(long id) {
        Actor actor = access.actor();
        InstallJob job = within(actor, id);
        if (store.revoke(id, clock.instant())) {
            record(actor.by(), job, job.place(), "revoked", List.of());
        }
    }

    /** The job by which the actor came. */
    @Transactional(readOnly = true)
    public InstallJob own() {
        Guest guest = access.actor().guest();
        return Optional.ofNullable(guest)
                .flatMap(there -> store.find(there.job()))
                .orElseThrow(Rejected::notFound);
    }

    /** Why the job by which somebody came is over; empty while it is not. */
    @Unguarded("tells those who came by the job that it is over, and nothing else")
    @Transactional(readOnly = true)
    public Optional<InstallJob.State> over(Guest guest) {
        return store.find(guest.job())
                .map(job -> job.state(clock.instant()))
                .filter(state -> state != InstallJob.State.VALID);
    }

    private void record(Change.By by, InstallJob job, TreePath place, String action, List<Change.Field> fields) {
        history.record(by, Change.Kind.JOB, job.id(), job.name(), place, action, fields);
    }
}
