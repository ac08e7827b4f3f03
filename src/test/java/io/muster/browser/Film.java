package io.muster.browser;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What the browser's camera looks at: a QR code, filmed as YUV4MPEG2. */
final class Film {

    static final Path FILE = Path.of("target", "browser", "camera.y4m");

    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final int SIDE = 300;

    private Film() {}

    /** The camera, when it is opened next, sees this code. */
    static void shows(String text) {
        byte[] brightness = new byte[WIDTH * HEIGHT];
        Arrays.fill(brightness, (byte) 200);
        try {
            BitMatrix code = new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, SIDE, SIDE);
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    brightness[(y + 90) * WIDTH + x + 170] = (byte) (code.get(x, y) ? 16 : 235);
                }
            }
            byte[] colour = new byte[WIDTH * HEIGHT / 2];
            Arrays.fill(colour, (byte) 128);
            ByteArrayOutputStream film = new ByteArrayOutputStream();
            film.writeBytes(ascii("YUV4MPEG2 W" + WIDTH + " H" + HEIGHT + " F10:1 Ip A1:1 C420jpeg\n"));
            for (int frame = 0; frame < 3; frame++) {
                film.writeBytes(ascii("FRAME\n"));
                film.writeBytes(brightness);
                film.writeBytes(colour);
            }
            Files.createDirectories(FILE.getParent());
            Files.write(FILE, film.toByteArray());
        } catch (WriterException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
