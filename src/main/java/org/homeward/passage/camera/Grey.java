package org.homeward.passage.camera;

import com.google.zxing.LuminanceSource;
import org.jspecify.annotations.Nullable;

/** A picture in shades of grey, a byte for each pixel, row by row. */
final class Grey extends LuminanceSource {

    private final byte[] pixels;

    Grey(int width, int height) {
        super(width, height);
        pixels = new byte[width * height];
    }

    void put(int at, int four) {
        for (int i = 0; i < Integer.BYTES; i++) {
            pixels[at + i] = (byte) (four >> (i * Byte.SIZE));
        }
    }

    @Override
    public byte[] getRow(int y, byte @Nullable [] into) {
        byte[] row = into == null || into.length < getWidth() ? new byte[getWidth()] : into;
        System.arraycopy(pixels, y * getWidth(), row, 0, getWidth());
        return row;
    }

    @Override
    public byte[] getMatrix() {
        return pixels;
    }
}
