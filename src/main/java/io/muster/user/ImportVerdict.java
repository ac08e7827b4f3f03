package io.muster.user;

import io.muster.kernel.Change;
import io.muster.kernel.Rejected;
import java.util.List;

/**
 * What importing a line does, or did.
 *
 * @param fields   what changes, when somebody is changed
 * @param problems why nothing happens, in case of an error; their fields are those of {@link ImportColumn#of}
 */
public record ImportVerdict(ImportLine line, Kind kind, List<Change.Field> fields, List<Rejected.Problem> problems) {

    public enum Kind {
        CREATE,
        CHANGE,
        /** The user is like this already. */
        SAME,
        ERROR
    }

    public ImportVerdict {
        fields = List.copyOf(fields);
        problems = List.copyOf(problems);
    }

    static ImportVerdict error(ImportLine line, List<Rejected.Problem> problems) {
        return new ImportVerdict(line, Kind.ERROR, List.of(), problems);
    }
}
