package org.homeward.planning.web;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;

/** A text as a square that machines read, also when a quarter of it is creased or dirty. */
final class QrCode {

    private static final int WIDTH = 600;

    private QrCode() {}

    /** @return a PNG as {@code data:} */
    static String of(String text) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            BitMatrix square = new QRCodeWriter()
                    .encode(
                            text,
                            BarcodeFormat.QR_CODE,
                            WIDTH,
                            WIDTH,
                            Map.of(EncodeHintType.ERROR_CORRECTION, ErrorCorrectionLevel.Q));
            ImageIO.write(picture(square), "png", png);
        } catch (WriterException | IOException e) {
            throw new IllegalStateException(e);
        }
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
    }

    private static BufferedImage picture(BitMatrix square) {
        BufferedImage picture = new BufferedImage(WIDTH, WIDTH, BufferedImage.TYPE_BYTE_BINARY);
        for (int y = 0; y < WIDTH; y++) {
            for (int x = 0; x < WIDTH; x++) {
                picture.setRGB(x, y, square.get(x, y) ? 0x000000 : 0xffffff);
            }
        }
        return picture;
    }
}
