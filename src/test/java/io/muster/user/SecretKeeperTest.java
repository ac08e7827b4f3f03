package io.muster.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("pure")
class SecretKeeperTest {

    @TempDir
    Path directory;

    private static String key(int filling) {
        byte[] bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) filling);
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void what_was_sealed_is_opened_after_the_next_start_for_the_same_owner_only() {
        String sealed = new SecretKeeper("", directory).seal("JBSWY3DP", "7");
        assertThat(sealed).doesNotContain("JBSWY3DP").hasSizeLessThan(200);
        SecretKeeper later = new SecretKeeper("", directory);
        assertThat(later.open(sealed, "7")).isEqualTo("JBSWY3DP");
        assertThatThrownBy(() -> later.open(sealed, "8")).isInstanceOf(IllegalStateException.class);
        assertThat(later.seal("JBSWY3DP", "7")).isNotEqualTo(sealed);
    }

    @Test
    void the_file_is_readable_for_its_owner_alone_and_nothing_else_is_left() throws Exception {
        new SecretKeeper("", directory.resolve("new"));
        Path file = directory.resolve("new").resolve("secret.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void the_setting_counts_before_the_file_and_makes_none() {
        String sealed = new SecretKeeper(key(1), directory).seal("JBSWY3DP", "7");
        assertThat(directory.resolve("secret.key")).doesNotExist();
        assertThat(new SecretKeeper(key(1), Path.of("elsewhere")).open(sealed, "7"))
                .isEqualTo("JBSWY3DP");
        assertThatThrownBy(() -> new SecretKeeper(key(2), directory).open(sealed, "7"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("secret.key");
    }

    @Test
    void a_key_that_is_none_is_refused() {
        assertThatThrownBy(() -> new SecretKeeper("short", directory)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new SecretKeeper("!".repeat(44), directory)).isInstanceOf(IllegalStateException.class);
    }
}
