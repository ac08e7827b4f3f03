package io.muster.api;

import io.muster.access.Access;
import io.muster.audit.HistoryFilter;
import io.muster.audit.HistoryReader;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Text;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The history of a customer and of those below it. It can be read, and nothing else. */
@RestController
@RequestMapping("/api/v1/audit")
@Tag(name = "History")
class AuditApi {

    private static final int LONGEST = 254;

    private final HistoryReader history;
    private final Access access;

    AuditApi(HistoryReader history, Access access) {
        this.history = history;
        this.access = access;
    }

    /**
     * What the history can be asked for.
     *
     * @param customerId the sender's own when absent
     * @param kind       sort of thing that was changed: {@code customer}, {@code user}, {@code location}, {@code device},
     *                   {@code token}, {@code enrolment}, {@code job}, {@code sign_in}
     * @param entity     id of what was changed, alone or after its kind: {@code device:8}; ids of one kind can be those of
     *                   another, too
     * @param actor      id or username of who did it
     * @param from       the earliest moment
     * @param to         the first moment that is too late
     */
    record Wanted(
            @Nullable String customerId,
            @Nullable String kind,
            @Nullable String entity,
            @Nullable String actor,
            @Nullable String from,
            @Nullable String to) {

        HistoryFilter filter() {
            Fields fields = new Fields();
            Change.Kind sort = fields.optional("kind", kind, Fields.lowerCase(Change.Kind.class));
            Subject subject = fields.optional("entity", entity, Subject::of);
            if (subject != null && subject.kind() != null) {
                if (sort != null && sort != subject.kind()) {
                    fields.problem("entity", "api.problem.entityKind");
                }
                sort = subject.kind();
            }
            String who = fields.optional("actor", actor, text -> Text.line(text, LONGEST));
            Instant earliest = fields.optional("from", from, Moments::parse);
            Instant end = fields.optional("to", to, Moments::parse);
            fields.throwIfAny();
            return new HistoryFilter(
                    sort == null ? Set.of() : Set.of(sort), subject == null ? null : subject.id(), who, earliest, end);
        }
    }

    /** What was changed: an id, and its kind where that was said. */
    private record Subject(Change.@Nullable Kind kind, String id) {

        static Subject of(String text) {
            String line = Text.line(text, LONGEST);
            int colon = line.indexOf(':');
            return colon < 0
                    ? new Subject(null, line)
                    : new Subject(
                            Fields.lowerCase(Change.Kind.class).apply(line.substring(0, colon)),
                            line.substring(colon + 1));
        }
    }

    @GetMapping
    @Operation(summary = "What was changed, the newest first", description = "Who did it, when, from what to what.")
    Page<AuditJson> list(@ParameterObject Wanted wanted, @ParameterObject Page.Asked asked) {
        CustomerId customer =
                wanted.customerId() == null ? access.actor().customer() : CustomerId.of(wanted.customerId());
        return Page.of(history.list(customer, wanted.filter(), asked.query()), AuditJson::of);
    }
}
