package org.homeward.household;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A picture painted anew from its pixels: whatever else its file carried (place, camera, a hidden archive) is gone. */
final class SafePicture {

    /** More than any camera of an office has; a bomb of a few kilobytes unpacks to more. */
    static final int MOST_PIXELS = 50_000_000;

    /** Larger ones are kept smaller: a page is legible with these. */
    private static final double KEPT_PIXELS = 12_000_000;

    private static final int LONGEST_SIDE = 20_000;
    private static final float QUALITY = 0.9f;
    private static final Set<String> PIXELS_OF_PNG = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

    /** What is said of a JPEG whose end is missing: it is read all the same, and grey where nothing was. */
    private static final Predicate<String> CUT_OFF =
            Pattern.compile("EOI|premature end").asPredicate();

    /** Two at a time: each takes up to 200 MB while it is painted. */
    private static final Semaphore PAINTING = new Semaphore(2);

    private SafePicture() {}

    /** @param format {@code jpeg} or {@code png} @throws UnfitCopy if it is too big or no such picture */
    static byte[] of(byte[] file, String format) {
        PAINTING.acquireUninterruptibly();
        try {
            byte[] pixels = format.equals("png") ? withoutRemarks(file) : file;
            BufferedImage picture = decoded(pixels, format);
            return encoded(upright(picture, format.equals("jpeg") ? orientation(file) : 1, format), format);
        } catch (IOException | RuntimeException e) {
            if (e instanceof UnfitCopy unfit) {
                throw unfit;
            }
            throw new UnfitCopy("unreadablePicture");
        } finally {
            PAINTING.release();
        }
    }

    private static BufferedImage decoded(byte[] file, String format) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, true, true);
            long width = reader.getWidth(0);
            long height = reader.getHeight(0);
            if (width > LONGEST_SIDE || height > LONGEST_SIDE || width * height > MOST_PIXELS) {
                throw new UnfitCopy("tooManyPixels", MOST_PIXELS / 1_000_000);
            }
            int each = (int) Math.ceil(Math.sqrt(width * height / KEPT_PIXELS));
            ImageReadParam param = reader.getDefaultReadParam();
            param.setSourceSubsampling(Math.max(1, each), Math.max(1, each), 0, 0);
            AtomicBoolean cutOff = new AtomicBoolean();
            reader.addIIOReadWarningListener((source, warning) -> cutOff.compareAndSet(false, CUT_OFF.test(warning)));
            BufferedImage picture = reader.read(0, param);
            if (cutOff.get()) {
                throw new UnfitCopy("unreadablePicture");
            }
            return picture;
        } finally {
            reader.dispose();
        }
    }

    /** Texts in a PNG may be packed so that they burst; nothing but the pixels is read. */
    private static byte[] withoutRemarks(byte[] file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(file);
        ByteArrayOutputStream out = new ByteArrayOutputStream(file.length);
        out.write(file, 0, 8);
        in.position(8);
        while (in.remaining() >= 12) {
            int start = in.position();
            int length = in.getInt();
            String type = new String(file, start + 4, 4, java.nio.charset.StandardCharsets.ISO_8859_1);
            if (length < 0 || length > in.remaining() - 8) {
                throw new IOException("cut off");
            }
            if (PIXELS_OF_PNG.contains(type)) {
                out.write(file, start, length + 12);
            }
            in.position(start + length + 12);
            if (type.equals("IEND")) {
                break;
            }
        }
        return out.toByteArray();
    }

    private static BufferedImage upright(BufferedImage picture, int orientation, String format) {
        boolean transparent = format.equals("png") && picture.getColorModel().hasAlpha();
        boolean lying = orientation >= 5;
        int width = picture.getWidth();
        int height = picture.getHeight();
        BufferedImage upright = new BufferedImage(
                lying ? height : width,
                lying ? width : height,
                transparent ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        Graphics2D brush = upright.createGraphics();
        if (!transparent) {
            brush.setColor(Color.WHITE);
            brush.fillRect(0, 0, upright.getWidth(), upright.getHeight());
        }
        brush.drawImage(picture, turned(orientation, width, height), null);
        brush.dispose();
        return upright;
    }

    private static AffineTransform turned(int orientation, int width, int height) {
        return switch (orientation) {
            case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
            case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
            case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
            case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
            case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
            case 8 -> new AffineTransform(0, -1, 1, 0, 0, width);
            default -> new AffineTransform();
        };
    }

    /** How the camera was held (Exif tag 0x0112), before it is stripped with all the rest; 1 if it does not say. */
    private static int orientation(byte[] jpeg) {
        ByteBuffer in = ByteBuffer.wrap(jpeg);
        int at = 2;
        while (at + 4 < jpeg.length && (jpeg[at] & 0xFF) == 0xFF) {
            int marker = jpeg[at + 1] & 0xFF;
            int length = in.getShort(at + 2) & 0xFFFF;
            boolean exif =
                    marker == 0xE1 && length > 16 && at + 2 + length <= jpeg.length && in.getInt(at + 4) == 0x45786966;
            if (exif) {
                return orientationIn(in.slice(at + 10, length - 8));
            }
            if (marker == 0xDA || length < 2) {
                return 1;
            }
            at += 2 + length;
        }
        return 1;
    }

    private static int orientationIn(ByteBuffer exif) {
        exif.order(exif.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = exif.getInt(4);
        if (directory < 8 || directory > exif.limit() - 2) {
            return 1;
        }
        int entries = exif.getShort(directory) & 0xFFFF;
        for (int i = 0; i < entries && directory + 14 + 12 * i <= exif.limit(); i++) {
            int entry = directory + 2 + 12 * i;
            if (exif.getShort(entry) == 0x0112) {
                return exif.getShort(entry + 8);
            }
        }
        return 1;
    }

    private static byte[] encoded(BufferedImage picture, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        try (var stream = new MemoryCacheImageOutputStream(out)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            if (format.equals("jpeg")) {
                param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                param.setCompressionQuality(QUALITY);
            }
            writer.setOutput(stream);
            writer.write(null, new IIOImage(picture, null, null), param);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }
}
