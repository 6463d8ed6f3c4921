package org.homeward.household;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.filter.FilterFactory;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdfparser.PDFParser;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.jspecify.annotations.Nullable;

/** Reads a PDF and unpacks each stream in it, counting only, before it is used: kilobytes may become gigabytes in memory. */
final class BoundedPdf extends PDFParser {

    /** Of one stream, where it is held in memory. */
    static final int MOST_HELD = 2 * Copies.LARGEST;

    private static final long MOST_UNPACKED = 300_000_000;
    private static final Set<String> OF_PICTURES =
            Set.of("DCTDecode", "DCT", "JPXDecode", "JBIG2Decode", "CCITTFaxDecode", "CCF");

    private final Set<Long> holders = new HashSet<>();
    private long unpacked;

    private BoundedPdf(byte[] file) throws IOException {
        super(new RandomAccessReadBuffer(file));
    }

    /** @throws UnfitCopy if it is locked, or unpacks to more than is taken */
    static PDDocument read(byte[] file) throws IOException {
        return new BoundedPdf(file).parse(!isReadStrictly(file));
    }

    /** A search for lost objects would unpack what holds objects unseen by us: what is damaged then is not mended. */
    static boolean isReadStrictly(byte[] file) {
        return new String(file, StandardCharsets.ISO_8859_1).contains("/ObjStm");
    }

    /** The filters of a stream, in the order of unpacking. */
    static List<String> filters(COSStream stream) {
        COSBase filters = stream.getFilters();
        if (filters instanceof COSName one) {
            return List.of(one.getName());
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; filters instanceof COSArray all && i < all.size(); i++) {
            names.add(all.getObject(i) instanceof COSName name ? name.getName() : "");
        }
        return names;
    }

    @Override
    protected COSStream parseCOSStream(COSDictionary dictionary) throws IOException {
        if (document.isEncrypted()) {
            throw new UnfitCopy("lockedPdf");
        }
        COSStream stream = super.parseCOSStream(dictionary);
        refuseLongRows(stream.getDictionaryObject(COSName.DECODE_PARMS, COSName.DP));
        refuseWhatBursts(stream, !initialParseDone); // until then only tables are read, and held in memory
        return stream;
    }

    @Override
    protected COSBase parseObjectStreamObject(long holder, COSObjectKey key) throws IOException {
        if (holders.add(holder)
                && document.getObjectFromPool(getObjectKey(holder, 0)).getObject() instanceof COSStream stream) {
            refuseWhatBursts(stream, true);
        }
        return super.parseObjectStreamObject(holder, key);
    }

    /** A row is held in memory, as long as the parameters say. */
    private static void refuseLongRows(@Nullable COSBase parameters) {
        if (parameters instanceof COSArray all) {
            for (int i = 0; i < all.size(); i++) {
                refuseLongRows(all.getObject(i) instanceof COSDictionary one ? one : null);
            }
        } else if (parameters instanceof COSDictionary one) {
            double bits = 1.0
                    * Math.max(1, one.getInt(COSName.COLUMNS, 1))
                    * Math.max(1, one.getInt(COSName.COLORS, 1))
                    * Math.max(1, one.getInt(COSName.BITS_PER_COMPONENT, 8));
            if (bits > 8.0 * MOST_HELD) {
                throw bursting();
            }
        }
    }

    /** @param table of objects, or several of them in one stream: no picture, and not larger than can be held */
    private void refuseWhatBursts(COSStream stream, boolean table) {
        List<String> filters = filters(stream);
        int picture = (int)
                filters.stream().takeWhile(name -> !OF_PICTURES.contains(name)).count();
        boolean isPicture = picture < filters.size();
        if (isPicture && (table || picture < filters.size() - 1)) {
            throw bursting();
        }
        try {
            InputStream packed = stream.createRawInputStream();
            for (int i = 0; i < picture; i++) {
                Unpacked out = new Unpacked(table || isPicture || i < picture - 1);
                FilterFactory.INSTANCE.getFilter(filters.get(i)).decode(packed, out, stream, i);
                packed = new ByteArrayInputStream(out.bytes.toByteArray());
            }
        } catch (IOException e) {
            // whoever unpacks it comes no further either
        }
    }

    private static UnfitCopy bursting() {
        return new UnfitCopy("burstingPdf");
    }

    /** Counts what is unpacked, and holds it where another filter follows. */
    private final class Unpacked extends OutputStream {

        private final boolean held;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private long count;

        Unpacked(boolean held) {
            this.held = held;
        }

        @Override
        public void write(int one) {
            count(1);
            if (held) {
                bytes.write(one);
            }
        }

        @Override
        public void write(byte[] some, int from, int length) {
            count(length);
            if (held) {
                bytes.write(some, from, length);
            }
        }

        private void count(int more) {
            count += more;
            unpacked += more;
            if (unpacked > MOST_UNPACKED || held && count > MOST_HELD) {
                throw bursting();
            }
        }
    }
}
