package io.muster.device.ui;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import io.muster.device.UnitLabel;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;

/**
 * Labels to print on sheets of A4 with 3 × 8 labels of 70 × 37 mm: the code that is scanned on site, and beside it unit id and
 * claim code to type.
 */
final class UnitLabels {

    static final int COLUMNS = 3;
    static final int ROWS = 8;

    private static final float MM = 72 / 25.4f;
    private static final float WIDTH = 70 * MM;
    private static final float HEIGHT = 37 * MM;
    private static final float MARGIN = 5 * MM;
    private static final float CODE = 27 * MM;
    private static final float SMALL = 6.5f;
    private static final float LARGE = 11;
    private static final int LETTERS_IN_LINE = 22;
    private static final Map<EncodeHintType, Object> HINTS =
            Map.of(EncodeHintType.MARGIN, 0, EncodeHintType.ERROR_CORRECTION, ErrorCorrectionLevel.M);

    private final PDFont letters = new PDType1Font(Standard14Fonts.FontName.COURIER_BOLD);
    private final PDFont words = new PDType1Font(Standard14Fonts.FontName.HELVETICA);
    private final String codeName;

    /**
     * A printer of labels.
     *
     * @param codeName what stands above the claim code
     */
    UnitLabels(String codeName) {
        this.codeName = codeName;
    }

    /** Writes a PDF with the labels in their order, row by row. */
    void write(List<UnitLabel> labels, OutputStream out) throws IOException {
        try (PDDocument document = new PDDocument()) {
            for (int first = 0; first < labels.size(); first += COLUMNS * ROWS) {
                PDPage page = new PDPage(PDRectangle.A4);
                document.addPage(page);
                try (PDPageContentStream canvas = new PDPageContentStream(document, page)) {
                    int last = Math.min(labels.size(), first + COLUMNS * ROWS);
                    for (int i = first; i < last; i++) {
                        draw(canvas, labels.get(i), i - first);
                    }
                }
            }
            document.save(out);
        }
    }

    private void draw(PDPageContentStream canvas, UnitLabel label, int place) throws IOException {
        float edge = (PDRectangle.A4.getHeight() - ROWS * HEIGHT) / 2;
        float left = (place % COLUMNS) * WIDTH + MARGIN;
        float top = PDRectangle.A4.getHeight() - edge - (place / COLUMNS) * HEIGHT - MARGIN;
        code(canvas, label, left, top);
        float text = left + CODE + 3 * MM;
        float line = top - SMALL;
        for (String part : parts(label.unit().shown())) {
            write(canvas, letters, SMALL, text, line, part);
            line -= SMALL + 2;
        }
        line -= 6;
        write(canvas, words, SMALL, text, line, codeName);
        write(canvas, letters, LARGE, text, line - LARGE - 1, label.code().value());
    }

    private static List<String> parts(String id) {
        List<String> parts = new ArrayList<>();
        for (int from = 0; from < id.length(); from += LETTERS_IN_LINE) {
            parts.add(id.substring(from, Math.min(id.length(), from + LETTERS_IN_LINE)));
        }
        return parts;
    }

    private static void write(PDPageContentStream canvas, PDFont font, float size, float x, float y, String text)
            throws IOException {
        canvas.beginText();
        canvas.setFont(font, size);
        canvas.newLineAtOffset(x, y);
        canvas.showText(text);
        canvas.endText();
    }

    /** Dots that stand beside each other are one rectangle. */
    private static void code(PDPageContentStream canvas, UnitLabel label, float left, float top) throws IOException {
        BitMatrix dots = dots(label.text());
        float dot = CODE / dots.getWidth();
        for (int y = 0; y < dots.getHeight(); y++) {
            int x = 0;
            while (x < dots.getWidth()) {
                int from = x;
                while (x < dots.getWidth() && dots.get(x, y)) {
                    x++;
                }
                if (x > from) {
                    canvas.addRect(left + from * dot, top - (y + 1) * dot, (x - from) * dot, dot);
                }
                x++;
            }
        }
        canvas.fill();
    }

    private static BitMatrix dots(String text) {
        try {
            return new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 0, 0, HINTS);
        } catch (WriterException e) {
            throw new IllegalStateException(e);
        }
    }
}
