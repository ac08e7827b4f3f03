package io.muster.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.access.Rights.Right;
import io.muster.access.Rights.Where;
import io.muster.kernel.CustomerId;
import io.muster.kernel.TreePath;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Reasons that are found by asking the table. */
@Tag("pure")
class RightsTest {

    private static final TreePath HOME = TreePath.root(new CustomerId(1)).child(new CustomerId(2));

    private static List<Right> of(Permission permission, Group... groups) {
        return Rights.of(HOME, Set.of(groups)).stream()
                .filter(right -> right.permission() == permission)
                .toList();
    }

    @Test
    void one_group_is_a_reason() {
        assertThat(of(Permission.MANAGE_USERS, Group.ACCOUNT_ADMINISTRATOR))
                .containsExactly(new Right(
                        Permission.MANAGE_USERS, Where.HOME, List.of(EnumSet.of(Group.ACCOUNT_ADMINISTRATOR))));
    }

    @Test
    void two_groups_together_are_a_reason() {
        assertThat(of(
                        Permission.MANAGE_USERS,
                        Group.ACCOUNT_ADMINISTRATOR,
                        Group.NESTED_CUSTOMER_ADMINISTRATOR,
                        Group.INSTALLER))
                .containsExactly(new Right(
                        Permission.MANAGE_USERS,
                        Where.HOME_AND_BELOW,
                        List.of(EnumSet.of(Group.ACCOUNT_ADMINISTRATOR, Group.NESTED_CUSTOMER_ADMINISTRATOR))));
    }

    @Test
    void other_reasons_below_are_another_line() {
        assertThat(of(Permission.EDIT_CUSTOMER, Group.ACCOUNT_ADMINISTRATOR, Group.NESTED_CUSTOMER_ADMINISTRATOR))
                .containsExactly(
                        new Right(
                                Permission.EDIT_CUSTOMER, Where.HOME, List.of(EnumSet.of(Group.ACCOUNT_ADMINISTRATOR))),
                        new Right(
                                Permission.EDIT_CUSTOMER,
                                Where.BELOW,
                                List.of(EnumSet.of(Group.NESTED_CUSTOMER_ADMINISTRATOR))));
    }

    @Test
    void the_reasons_say_exactly_what_the_table_gives() {
        TreePath below = HOME.child(new CustomerId(3));
        for (int bits = 0; bits < 1 << Group.values().length; bits++) {
            Set<Group> held = EnumSet.noneOf(Group.class);
            for (Group group : Group.values()) {
                if ((bits & 1 << group.ordinal()) != 0) {
                    held.add(group);
                }
            }
            List<Right> rights = Rights.of(HOME, held);
            for (Permission permission : Permission.values()) {
                assertThat(rights.stream()
                                .anyMatch(right -> right.permission() == permission && right.where() != Where.BELOW))
                        .isEqualTo(permission.groupsAllow(HOME, HOME, held));
                assertThat(rights.stream()
                                .anyMatch(right -> right.permission() == permission && right.where() != Where.HOME))
                        .isEqualTo(permission.groupsAllow(HOME, below, held));
            }
        }
    }

    @Test
    void every_permission_has_a_sentence() throws IOException {
        Properties texts = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("src/main/resources/messages/rights.properties"))) {
            texts.load(reader);
        }
        assertThat(texts)
                .containsKeys(Arrays.stream(Permission.values())
                        .map(permission -> "right." + permission)
                        .toArray());
    }
}
