package io.muster.user;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.kernel.CustomerId;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.Rejected;
import io.muster.kernel.Text;
import io.muster.kernel.UserId;
import io.muster.location.Locations;
import io.muster.user.ImportVerdict.Kind;
import io.muster.user.ManagedUsers.Managed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Creates and changes users from the lines of a file. A line whose e-mail address is that of a user in reach changes that
 * user, any other line creates one, who is invited. Lines with errors are left out; all others are done in one transaction,
 * or, when that fails, none.
 */
@Service
public class UserImport {

    private static final int STEP = 100;

    private final Access access;
    private final UserBatch batch;
    private final UserBatchStore store;
    private final ManyInvitations invitations;
    private final Locations locations;
    private final JdbcClient jdbc;

    UserImport(
            Access access,
            UserBatch batch,
            UserBatchStore store,
            ManyInvitations invitations,
            Locations locations,
            JdbcClient jdbc) {
        this.access = access;
        this.batch = batch;
        this.store = store;
        this.invitations = invitations;
        this.locations = locations;
        this.jdbc = jdbc;
    }

    /**
     * What was imported.
     *
     * @param result for {@link UserBulk#undo}
     * @param links  of the new users, only when mail is not configured; shown once
     */
    public record Imported(List<ImportVerdict> verdicts, BulkResult result, List<OneTimeLinks.Issued> links) {}

    /**
     * Says what importing these lines would do, and does nothing.
     *
     * @param place    customer of new users whose line names none
     * @param progress is told how many lines have been looked at
     */
    @Transactional
    public List<ImportVerdict> check(CustomerId place, List<ImportLine> lines, IntConsumer progress) {
        Actor actor = access.actor();
        access.require(actor, Permission.MANAGE_USERS, place);
        return judge(batch.begin(actor), place, lines, progress);
    }

    /** Imports the lines that have no errors. */
    @Transactional
    public Imported apply(CustomerId place, List<ImportLine> lines, IntConsumer progress) {
        Actor actor = access.actor();
        access.require(actor, Permission.MANAGE_USERS, place);
        BatchRound round = batch.begin(actor);
        List<ImportVerdict> verdicts = judge(round, place, lines, progress);
        List<BulkResult.Done> done = batch.write(round);
        List<User> invited = round.passed().stream()
                .filter(passed -> passed.before() == null)
                .map(BatchRound.Passed::after)
                .toList();
        int same = (int)
                verdicts.stream().filter(verdict -> verdict.kind() == Kind.SAME).count();
        return new Imported(verdicts, new BulkResult(done, List.of(), same), invitations.send(invited, actor.id()));
    }

    private List<ImportVerdict> judge(
            BatchRound round, CustomerId place, List<ImportLine> lines, IntConsumer progress) {
        if (lines.size() > ImportFile.MAX_LINES) {
            throw Rejected.invalid(null, "problem.csv.lines", ImportFile.MAX_LINES);
        }
        ImportReader reader = new ImportReader(
                new ImportNames(round.actor(), Permission.MANAGE_USERS, jdbc, locations), round, place);
        Judge judge = new Judge(round, reader, store.taken(keys(lines)), lines);
        List<ImportVerdict> verdicts = new ArrayList<>();
        for (ImportLine line : lines) {
            verdicts.add(judge.verdict(line));
            if (verdicts.size() % STEP == 0) {
                progress.accept(verdicts.size());
            }
        }
        Map<Integer, Rejected.Problem> noRoom = judge.noRoom();
        verdicts.replaceAll(verdict -> {
            Rejected.Problem problem = noRoom.get(verdict.line().number());
            return problem == null ? verdict : ImportVerdict.error(verdict.line(), List.of(problem));
        });
        return verdicts;
    }

    /** What might be taken: addresses and user names as they are compared. */
    private static Set<String> keys(List<ImportLine> lines) {
        Set<String> keys = new HashSet<>();
        for (ImportLine line : lines) {
            for (ImportColumn column : List.of(ImportColumn.EMAIL, ImportColumn.USERNAME)) {
                String cell = line.cell(column);
                if (cell != null && cell.length() <= EmailAddress.MAX_LENGTH && cell.indexOf('\0') < 0) {
                    keys.add(Text.key(cell));
                }
            }
        }
        return keys;
    }

    /** Looks at the lines of one file, each after those before it. */
    private final class Judge {

        private final BatchRound round;
        private final ImportReader reader;
        private final Map<String, UserBatchStore.Taken> taken;
        private final Map<UserId, Managed> known;
        private final Map<String, Integer> claimed = new HashMap<>();
        private final Map<UserId, Integer> numbers = new HashMap<>();
        private final Iterator<UserId> ids;

        Judge(BatchRound round, ImportReader reader, Map<String, UserBatchStore.Taken> taken, List<ImportLine> lines) {
            this.round = round;
            this.reader = reader;
            this.taken = taken;
            Actor actor = round.actor();
            Set<UserId> reached = taken.values().stream()
                    .filter(by -> actor.may(Permission.MANAGE_USERS, by.place()))
                    .map(UserBatchStore.Taken::user)
                    .collect(Collectors.toSet());
            this.known = store.lock(reached);
            this.ids = store.ids(lines.size()).iterator();
        }

        ImportVerdict verdict(ImportLine line) {
            try {
                Rejected.Collector problems = new Rejected.Collector();
                EmailAddress email = problems.field("email", () -> ImportReader.email(line));
                Managed before = email == null ? null : before(email);
                ImportReader.Read read = reader.read(
                        problems,
                        line,
                        email,
                        before == null ? null : before.user().data());
                UserId self = before == null ? null : before.user().id();
                if (email != null) {
                    refuseTaken(problems, "email", email.key(), line, self);
                }
                if (read.username() != null) {
                    refuseTaken(problems, "username", read.username().key(), line, self);
                }
                problems.throwIfAny();
                UserData data = Objects.requireNonNull(read.data());
                if (before == null) {
                    UserId id = ids.next();
                    round.create(id, data);
                    numbers.put(id, line.number());
                    return new ImportVerdict(line, Kind.CREATE, List.of(), List.of());
                }
                List<io.muster.kernel.Change.Field> fields =
                        User.difference(before.user().data(), data);
                boolean changes = round.change(before, data);
                numbers.put(before.user().id(), line.number());
                return new ImportVerdict(line, changes ? Kind.CHANGE : Kind.SAME, fields, List.of());
            } catch (Rejected rejected) {
                return ImportVerdict.error(line, rejected.problems());
            }
        }

        /** Lines that passed, and would find no room all the same. */
        Map<Integer, Rejected.Problem> noRoom() {
            Map<Integer, Rejected.Problem> lines = new HashMap<>();
            batch.leaveOut(round)
                    .forEach((user, problem) -> lines.put(Objects.requireNonNull(numbers.get(user)), problem));
            return lines;
        }

        private @Nullable Managed before(EmailAddress email) {
            UserBatchStore.Taken by = taken.get(email.key());
            Managed found = by == null ? null : known.get(by.user());
            boolean theirs = found != null
                    && !found.user().isDeleted()
                    && found.user().emailKey().equals(email.key());
            return theirs ? found : null;
        }

        private void refuseTaken(
                Rejected.Collector problems, String field, String key, ImportLine line, @Nullable UserId self) {
            UserBatchStore.Taken by = taken.get(key);
            if (by != null && !by.user().equals(self)) {
                // Whoever may not see that user must not learn that there is one.
                boolean seen = round.actor().may(Permission.SEE_USERS, by.place());
                problems.add(field, UserMaker.taken(field, seen, by.deleted()));
            }
            Integer other = claimed.putIfAbsent(key, line.number());
            if (other != null && other != line.number()) {
                problems.add(field, "problem.import.twice", other);
            }
        }
    }
}
