package io.muster.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.access.Group;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The texts that people read, held against the program that asks for them. */
@Tag("pure")
class BundlesTest {

    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Pattern LITERAL = Pattern.compile("\"([a-z][A-Za-z]*(?:\\.[a-z][A-Za-z]*)+)\"");
    private static final Pattern LONE_QUOTE = Pattern.compile("(?<!')'(?!')");

    @Test
    void every_text_that_is_asked_for_exists() throws IOException {
        Properties texts = texts();
        Set<String> sections =
                keys(texts).map(key -> key.substring(0, key.indexOf('.'))).collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>();
        for (Path file : sources()) {
            LITERAL.matcher(Files.readString(file))
                    .results()
                    .map(found -> found.group(1))
                    .filter(key -> sections.contains(key.substring(0, key.indexOf('.'))))
                    .filter(key -> !texts.containsKey(key))
                    .forEach(missing::add);
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void every_group_has_a_name_and_a_description() throws IOException {
        assertThat(texts())
                .containsKeys(Arrays.stream(Group.values())
                        .flatMap(group -> Stream.of("group." + group, "group." + group + ".description"))
                        .toArray());
    }

    @Test
    void apostrophes_are_doubled_where_something_is_filled_in() throws IOException {
        Properties texts = texts();
        assertThat(keys(texts)
                        .filter(key -> texts.getProperty(key).contains("{0"))
                        .filter(key ->
                                LONE_QUOTE.matcher(texts.getProperty(key)).find()))
                .isEmpty();
    }

    private static Stream<String> keys(Properties texts) {
        return texts.stringPropertyNames().stream().filter(key -> key.contains("."));
    }

    private static Properties texts() throws IOException {
        Properties texts = new Properties();
        for (Path bundle : files(RESOURCES, ".properties")) {
            try (Reader reader = Files.newBufferedReader(bundle)) {
                texts.load(reader);
            }
        }
        return texts;
    }

    private static List<Path> sources() throws IOException {
        return files(Path.of("src/main/java"), ".java");
    }

    private static List<Path> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix)).toList();
        }
    }
}
