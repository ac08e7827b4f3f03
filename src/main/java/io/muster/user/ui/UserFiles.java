package io.muster.user.ui;

import com.vaadin.flow.server.streams.DownloadHandler;
import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.kernel.CustomerId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Preferences;
import io.muster.ui.Csv;
import io.muster.user.AccessReview;
import io.muster.user.UserBulk;
import io.muster.user.UserImport;
import io.muster.user.UserRow;
import io.muster.user.Users;
import java.io.Writer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Files of users: what a list shows, what a review found, and what is imported. */
@org.springframework.stereotype.Component
class UserFiles {

    private final Access access;
    private final Users users;
    private final UserImport imports;
    private final UserBulk bulk;
    private final AccessReview review;

    UserFiles(Access access, Users users, UserImport imports, UserBulk bulk, AccessReview review) {
        this.access = access;
        this.users = users;
        this.imports = imports;
        this.bulk = bulk;
        this.review = review;
    }

    /** What a list shows: read in a request of its own, outside the session's lock. */
    record Shown(CustomerId place, ListQuery query) {}

    DownloadHandler users(Supplier<Shown> shown) {
        return download("muster-users.csv", Permission.SEE_USERS, shown, users::export);
    }

    DownloadHandler unused(Supplier<Shown> shown) {
        return download("muster-access-review.csv", Permission.MANAGE_USERS, shown, review::export);
    }

    private interface Export {

        void each(CustomerId place, ListQuery query, Consumer<UserRow> sink);
    }

    private DownloadHandler download(String name, Permission permission, Supplier<Shown> shown, Export export) {
        return event -> {
            Shown list = shown.get();
            access.require(permission, list.place());
            Preferences viewer = access.actor().preferences();
            event.setFileName(name);
            event.setContentType("text/csv;charset=UTF-8");
            try (Writer out = Csv.file(event.getOutputStream())) {
                out.write(UserCsv.head());
                export.each(list.place(), list.query(), row -> UserCsv.write(out, row, viewer));
            }
        };
    }

    /** Opens the review of who has not signed in for long. */
    void review(BulkActions actions, CustomerId place, Runnable changed) {
        Actor viewer = access.actor();
        access.require(viewer, Permission.MANAGE_USERS, place);
        new ReviewDialog(review, actions, this, viewer, place, changed).open();
    }

    /** Opens the import of users into a customer. */
    void open(CustomerId place, Runnable changed) {
        access.require(Permission.MANAGE_USERS, place);
        new ImportDialog(imports, bulk, place, changed).open();
    }
}
