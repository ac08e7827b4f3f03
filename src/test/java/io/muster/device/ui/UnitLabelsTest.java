package io.muster.device.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.muster.device.ClaimCode;
import io.muster.device.UnitLabel;
import io.muster.kernel.UnitId;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Labels as they come out of a printer. */
@Tag("pure")
class UnitLabelsTest {

    private static final int DPI = 150;
    private static final double DOTS_PER_MM = DPI / 25.4;

    private static UnitLabel label(String unit) {
        return new UnitLabel(UnitId.of(unit), ClaimCode.of("7Q2MK90ABC"));
    }

    private static byte[] pdf(List<UnitLabel> labels) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new UnitLabels("Claim code").write(labels, out);
        return out.toByteArray();
    }

    /** What a phone reads from the label in this row and column. */
    private static String scanned(BufferedImage page, int row, int column) throws Exception {
        int left = (int) (column * 70 * DOTS_PER_MM);
        int top = (int) ((0.5 + row * 37) * DOTS_PER_MM);
        int width = (int) (36 * DOTS_PER_MM);
        int height = (int) (37 * DOTS_PER_MM);
        int[] pixels = page.getRGB(left, top, width, height, null, 0, width);
        return new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels))))
                .getText();
    }

    @Test
    void each_label_can_be_scanned_and_read() throws Exception {
        String uuid = "123e4567-e89b-12d3-a456-426614174000";
        String longest = "x".repeat(64);
        List<UnitLabel> labels = List.of(label("unit-1"), label(uuid), label(longest), label("unit-4"));
        try (PDDocument document = Loader.loadPDF(pdf(labels))) {
            BufferedImage page = new PDFRenderer(document).renderImageWithDPI(0, DPI);
            assertThat(scanned(page, 0, 0)).isEqualTo("MUSTER1:unit-1:7Q2MK90ABC");
            assertThat(scanned(page, 0, 2)).isEqualTo("MUSTER1:" + longest + ":7Q2MK90ABC");
            UnitLabel read = UnitLabel.of(scanned(page, 0, 1));
            assertThat(read.unit()).isEqualTo(UnitId.of(uuid));
            assertThat(UnitLabel.of(scanned(page, 1, 0))).isEqualTo(labels.get(3));
            String text = new PDFTextStripper().getText(document);
            assertThat(text).contains("unit-1", uuid.substring(0, 20), "Claim code", "7Q2MK90ABC");
        }
    }

    @Test
    void a_sheet_has_twenty_four() throws Exception {
        List<UnitLabel> labels =
                IntStream.range(0, 25).mapToObj(i -> label("unit-" + i)).toList();
        try (PDDocument document = Loader.loadPDF(pdf(labels))) {
            assertThat(document.getNumberOfPages()).isEqualTo(2);
        }
    }
}
