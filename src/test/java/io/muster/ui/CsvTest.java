package io.muster.ui;

import static org.assertj.core.api.Assertions.assertThat;

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
}
