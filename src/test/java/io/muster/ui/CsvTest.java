package io.muster.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("pure")
class CsvTest {

    @Test
    void cells_are_quoted() {
        assertThat(Csv.line("a", "", "b \"c\", d")).isEqualTo("\"a\",\"\",\"b \"\"c\"\", d\"\r\n");
    }

    @Test
    void what_a_spreadsheet_would_take_for_a_formula_is_text() {
        for (String formula : new String[] {"=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＠x"}) {
            assertThat(Csv.line(formula)).startsWith("\"'");
        }
    }

    @Test
    void a_spreadsheet_is_told_that_a_file_is_utf_8() throws IOException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (Writer file = Csv.file(written)) {
            file.write(Csv.line("Müller"));
        }
        assertThat(written.toByteArray()).startsWith(0xEF, 0xBB, 0xBF);
        assertThat(written.toString(StandardCharsets.UTF_8)).endsWith("\"Müller\"\r\n");
    }

    @Test
    void what_is_written_is_read_again() {
        String[] cells = {"a", "", "b \"c\", d", "two\r\nlines", "=1+1", "+45 1", "'quoted'", " x "};
        assertThat(Csv.read(Csv.line(cells), 1)).containsExactly(List.of(cells));
    }

    @Test
    void any_line_end_and_any_usual_separator_is_read() {
        assertThat(Csv.read("a,b\nc,\"d\r\"\r\n\r,", 9))
                .containsExactly(List.of("a", "b"), List.of("c", "d\r"), List.of(""), List.of("", ""));
        assertThat(Csv.read("a;b\nc,d;e", 9)).containsExactly(List.of("a", "b"), List.of("c,d", "e"));
        assertThat(Csv.read("a\tb", 9)).containsExactly(List.of("a", "b"));
        assertThat(Csv.read("", 9)).isEmpty();
    }

    @Test
    void more_lines_than_wanted_and_an_endless_quote_are_refused() {
        assertThatThrownBy(() -> Csv.read("a\nb\nc", 2)).hasMessageContaining("problem.csv.lines");
        assertThatThrownBy(() -> Csv.read("a\n\"b", 2)).hasMessageContaining("problem.csv.quote");
    }

    @Test
    void a_file_is_text_in_utf_8_or_nothing() {
        assertThat(Csv.text("\uFEFFMüller".getBytes(StandardCharsets.UTF_8))).isEqualTo("Müller");
        assertThatThrownBy(() -> Csv.text("Müller".getBytes(StandardCharsets.ISO_8859_1)))
                .hasMessageContaining("problem.import.noText");
        assertThatThrownBy(() -> Csv.text("a".getBytes(StandardCharsets.UTF_16LE)))
                .hasMessageContaining("problem.import.noText");
    }

    @Test
    void empty_titles_at_the_end_are_none() {
        assertThat(Csv.titles(List.of("a", "", "b", " ", ""))).containsExactly("a", "", "b");
        assertThat(Csv.titles(List.of("", ""))).isEmpty();
    }
}
