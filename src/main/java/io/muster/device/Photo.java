package io.muster.device;

import io.muster.kernel.Rejected;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;

/** A picture that somebody sent, as Muster writes it: a JPEG of nothing but its pixels. */
final class Photo {

    /** Most that is read. */
    static final int MOST_BYTES = 2_000_000;

    /** Most that is kept. */
    private static final int MOST_KEPT = 1_000_000;

    private static final int LONGEST_SIDE = 4096;
    private static final int MOST_PIXELS = 8_000_000;
    private static final Set<String> FORMATS = Set.of("jpeg", "png");
    private static final float[] QUALITIES = {0.8f, 0.6f, 0.4f, 0.2f};

    private Photo() {}

    /**
     * Writes a picture anew. What cameras note in the file besides, place and time and device, does not come along.
     *
     * @throws Rejected INVALID when it is too large, or no JPEG or PNG by what it holds, whatever it is called
     */
    static byte[] rewritten(byte[] sent) {
        if (sent.length > MOST_BYTES) {
            throw Rejected.invalid("photo", "problem.photo.large", MOST_BYTES / 1_000_000);
        }
        BufferedImage picture = read(sent);
        for (float quality : QUALITIES) {
            byte[] jpeg = write(picture, quality);
            if (jpeg.length <= MOST_KEPT) {
                return jpeg;
            }
        }
        throw Rejected.invalid("photo", "problem.photo.large", MOST_BYTES / 1_000_000);
    }

    private static BufferedImage read(byte[] sent) {
        try (ImageInputStream input = ImageIO.createImageInputStream(new ByteArrayInputStream(sent))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
            if (!readers.hasNext()) {
                throw unreadable();
            }
            ImageReader reader = readers.next();
            try {
                if (!FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
                    throw unreadable();
                }
                reader.setInput(input, true, true);
                long width = reader.getWidth(0);
                long height = reader.getHeight(0);
                // A small file can hold a picture that fills the memory.
                if (width > LONGEST_SIDE || height > LONGEST_SIDE || width * height > MOST_PIXELS) {
                    throw unreadable();
                }
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException broken) {
            // The readers answer a file that breaks off, or lies about itself, with any of these.
            throw unreadable();
        }
    }

    private static byte[] write(BufferedImage picture, float quality) {
        BufferedImage plain = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = plain.createGraphics();
        canvas.drawImage(picture, 0, 0, Color.WHITE, null);
        canvas.dispose();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (ImageOutputStream output = ImageIO.createImageOutputStream(written)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(quality);
            writer.setOutput(output);
            writer.write(null, new IIOImage(plain, null, null), how);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } finally {
            writer.dispose();
        }
        return written.toByteArray();
    }

    private static Rejected unreadable() {
        return Rejected.invalid("photo", "problem.photo");
    }
}
