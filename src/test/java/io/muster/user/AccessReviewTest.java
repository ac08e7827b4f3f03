package io.muster.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.audit.HistoryFilter;
import io.muster.audit.HistoryReader;
import io.muster.customer.Customer;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Rejected;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@MusterTest
class AccessReviewTest {

    @Autowired
    AccessReview review;

    @Autowired
    Users users;

    @Autowired
    UserBulk bulk;

    @Autowired
    HistoryReader history;

    @Autowired
    Cast cast;

    @Autowired
    JdbcClient jdbc;

    private Customer home;
    private User administrator;
    private User never;
    private User longAgo;
    private User lately;

    @BeforeEach
    void some_users() {
        home = cast.customer();
        administrator = cast.administrator(home.id());
        never = cast.user(home.id(), Group.INSTALLER);
        longAgo = cast.user(home.id(), Group.INSTALLER);
        lately = cast.user(home.id(), Group.INSTALLER);
        since("created_at", 91, never, longAgo, lately);
        since("last_login_at", 91, longAgo);
        since("last_login_at", 89, lately);
    }

    private void since(String column, int days, User... of) {
        for (User user : of) {
            jdbc.sql("update app_user set " + column + " = :moment where id = :id")
                    .param("moment", OffsetDateTime.now(ZoneOffset.UTC).minusDays(days))
                    .param("id", user.id().value())
                    .update();
        }
    }

    private List<String> listed() {
        return Cast.as(administrator, () -> review.list(home.id(), ListQuery.all())).items().stream()
                .map(UserRow::username)
                .toList();
    }

    @Test
    void who_has_not_signed_in_for_90_days_is_listed() {
        assertThat(listed()).containsExactlyInAnyOrder(never.username(), longAgo.username());
        User elsewhere = cast.user(cast.customer().id(), Group.INSTALLER);
        since("created_at", 91, elsewhere);
        assertThat(listed()).doesNotContain(elsewhere.username());
        List<String> exported = new ArrayList<>();
        Cast.does(administrator, () -> review.export(home.id(), ListQuery.all(), row -> exported.add(row.username())));
        assertThat(exported).containsExactlyInAnyOrderElementsOf(listed());
    }

    @Test
    void who_is_kept_is_not_listed_for_90_days_and_the_history_says_so() {
        BulkResult kept = Cast.as(administrator, () -> review.keep(List.of(never.id())));
        assertThat(kept.done()).hasSize(1);
        assertThat(listed()).containsExactly(longAgo.username());
        assertThat(Cast.as(administrator, () -> history.list(home.id(), HistoryFilter.NONE, ListQuery.all()))
                        .items())
                .anyMatch(entry ->
                        entry.action().equals("accessKept") && entry.label().equals(never.username()));
        since("access_kept_at", 91, never);
        assertThat(listed()).contains(never.username());
    }

    @Test
    void who_is_deactivated_or_deleted_is_not_listed() {
        Cast.as(administrator, () -> bulk.apply(List.of(never.id()), new BulkChange.Deactivate()));
        Cast.as(administrator, () -> bulk.apply(List.of(longAgo.id()), new BulkChange.Delete()));
        assertThat(listed()).isEmpty();
    }

    @Test
    void nobody_keeps_a_higher_user_and_nobody_elsewhere() {
        User lesser = cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR);
        BulkResult result = Cast.as(lesser, () -> review.keep(List.of(administrator.id())));
        assertThat(result.done()).isEmpty();
        assertThat(result.refused()).hasSize(1);
        User beside = cast.user(cast.customer().id(), Group.INSTALLER);
        assertThatThrownBy(() -> Cast.as(administrator, () -> review.keep(List.of(never.id(), beside.id()))))
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.kind()).isEqualTo(Rejected.Kind.NOT_FOUND));
        assertThat(listed()).contains(never.username());
    }
}
