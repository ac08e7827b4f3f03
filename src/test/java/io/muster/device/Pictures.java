package io.muster.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Pictures as cameras and attackers make them. */
public final class Pictures {

    /** What {@link #withNote} adds. */
    static final String NOTE = "SECRET-PLACE";

    private Pictures() {}

    /** 40 by 30 pixels, in black. */
    public static byte[] picture(String format) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try {
            assertThat(ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), format, written))
                    .isTrue();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return written.toByteArray();
    }

    /** A segment like the one in which cameras write where they were, right after the beginning. */
    static byte[] withNote(byte[] jpeg) {
        byte[] note = ("Exif\0\0" + NOTE).getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        written.write(jpeg, 0, 2);
        written.writeBytes(new byte[] {(byte) 0xff, (byte) 0xe1, 0, (byte) (note.length + 2)});
        written.writeBytes(note);
        written.write(jpeg, 2, jpeg.length - 2);
        return written.toByteArray();
    }

    /** A PNG of few bytes that says it has so many pixels in each direction. */
    static byte[] bomb(int side) {
        byte[] png = picture("png");
        ByteBuffer header = ByteBuffer.wrap(png);
        header.putInt(16, side);
        header.putInt(20, side);
        CRC32 sum = new CRC32();
        sum.update(png, 12, 17);
        header.putInt(29, (int) sum.getValue());
        return png;
    }
}
