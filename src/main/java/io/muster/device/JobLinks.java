package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Guest;
import io.muster.access.History;
import io.muster.access.Identity;
import io.muster.access.Unguarded;
import io.muster.kernel.Change;
import io.muster.kernel.Database;
import io.muster.kernel.Rejected;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The links of {@link InstallJobs install jobs}, as those see them who open them. */
@Service
public class JobLinks {

    private final Access access;
    private final JobStore store;
    private final JobOpenings openings;
    private final History history;
    private final Database database;
    private final Clock clock;

    JobLinks(Access access, JobStore store, JobOpenings openings, History history, Database database, Clock clock) {
        this.access = access;
        this.store = store;
        this.openings = openings;
        this.history = history;
        this.database = database;
        this.clock = clock;
    }

    /**
     * Lets somebody in by a link. Whether a link never was, has expired or was revoked is all that is told. The link of a job
     * whose units are all installed lets in too: to see to one's own, not to claim more.
     *
     * @param source address from which it is opened
     * @param before who they were in this browser until now; whoever came by the same job goes on as the same guest, and finds
     *               the units that they have installed
     * @return who they are from now on
     * @throws Rejected NOT_FOUND, with the reason, when it leads nowhere; TOO_MANY_REQUESTS when so many were opened from
     *                  there, or of this job, that the next one has to wait
     */
    @Unguarded("the secret of the link")
    @Transactional
    public Identity open(String secret, String source, @Nullable Guest before) {
        openings.attempt(source);
        InstallJob job = store.behind(secret)
                .filter(found -> access.isServed(found.customerId()))
                .orElseThrow(() -> Rejected.notFound("problem.job.UNKNOWN"));
        InstallJob.State state = job.state(clock.instant());
        // Of a job that is used up the last units still have to be seen to, and what phones kept of them is still to
        // come.
        if (state != InstallJob.State.VALID && state != InstallJob.State.USED_UP) {
            throw Rejected.notFound("problem.job." + state);
        }
        if (before != null && before.job() == job.id()) {
            return new JobHolder(before);
        }
        openings.open(job.id());
        Guest guest = new Guest(job.id(), database.next("install_guest_seq"));
        Change.By by = new Change.By(null, "install job " + job.name(), "web");
        history.record(by, Change.Kind.JOB, job.id(), job.name(), job.place(), "opened", List.of());
        return new JobHolder(guest);
    }
}
