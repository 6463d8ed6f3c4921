package org.homeward.household;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSDocument;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.jspecify.annotations.Nullable;

/** A PDF that only shows pages, written anew: no scripts, no files inside, nothing it starts, nothing before or after it. */
final class SafePdf {

    private static final int MOST_PAGES = 50;
    private static final int DEEPEST = 200;

    private static final Set<String> KEYS =
            Set.of("JS", "JavaScript", "EmbeddedFiles", "EF", "AA", "XFA", "RichMediaContent", "RichMediaSettings");
    private static final Set<String> ACTIONS = Set.of(
            "JavaScript",
            "Launch",
            "ImportData",
            "SubmitForm",
            "GoToE",
            "GoToR",
            "Rendition",
            "Movie",
            "Sound",
            "RichMediaExecute");
    private static final Set<String> KINDS =
            Set.of("EmbeddedFile", "FileAttachment", "RichMedia", "Screen", "Movie", "Sound", "3D");

    private SafePdf() {}

    /** @throws UnfitCopy if it does more than show pages, is too long, locked or broken, or unpacks to too much */
    static byte[] of(byte[] file) {
        refuseWhatComesAfter(file);
        try (PDDocument document = BoundedPdf.read(file)) {
            if (document.isEncrypted()) {
                throw new UnfitCopy("lockedPdf");
            }
            if (document.getNumberOfPages() < 1 || document.getNumberOfPages() > MOST_PAGES) {
                throw new UnfitCopy("pages", MOST_PAGES);
            }
            if (BoundedPdf.isReadStrictly(file)) {
                refuseWhatIsLost(document.getDocument());
            }
            everyDictionary(document.getDocument(), SafePdf::refuseWhatActs);
            everyDictionary(document.getDocument(), SilentPdf::silence);
            document.setDocumentInformation(new PDDocumentInformation());
            ByteArrayOutputStream out = new ByteArrayOutputStream(file.length);
            document.save(out, CompressParameters.NO_COMPRESSION);
            return out.toByteArray();
        } catch (IOException | RuntimeException e) {
            if (e instanceof UnfitCopy unfit) {
                throw unfit;
            }
            throw new UnfitCopy("unreadablePdf");
        }
    }

    /** What stands behind the end, or an archive's directory at it, makes one file two. */
    private static void refuseWhatComesAfter(byte[] file) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        int end = text.lastIndexOf("%%EOF");
        if (end < 0) {
            throw new UnfitCopy("unreadablePdf");
        }
        if (!text.substring(end + 5).isBlank() || isArchive(text)) {
            throw new UnfitCopy("twoFiles");
        }
    }

    private static boolean isArchive(String text) {
        int directory = text.lastIndexOf("PK\u0005\u0006");
        if (directory < 0 || directory + 22 > text.length()) {
            return false;
        }
        int remark = text.charAt(directory + 20) + (text.charAt(directory + 21) << 8);
        return directory + 22 + remark <= text.length() && remark >= text.length() - directory - 22 - 64;
    }

    /** Written anew, it would lack what could not be read in it. */
    private static void refuseWhatIsLost(COSDocument document) {
        for (COSObjectKey key : document.getXrefTable().keySet()) {
            COSObject object = document.getObjectFromPool(key);
            if (object == null || object.getObject() == null) {
                throw new UnfitCopy("unreadablePdf");
            }
        }
    }

    private static void everyDictionary(COSDocument document, Consumer<COSDictionary> look) {
        everyDictionary(document.getTrailer(), look, 0);
        for (COSObjectKey key : document.getXrefTable().keySet()) {
            COSObject object = document.getObjectFromPool(key);
            COSBase inside = object == null ? null : object.getObject();
            if (inside != null) {
                everyDictionary(inside, look, 0);
            }
        }
    }

    /** Looks through what stands here itself; what is referred to is looked through in its own turn. */
    private static void everyDictionary(COSBase base, Consumer<COSDictionary> look, int depth) {
        if (depth > DEEPEST) {
            throw new UnfitCopy("unreadablePdf");
        }
        if (base instanceof COSDictionary dictionary) {
            look.accept(dictionary);
            dictionary.getValues().forEach(value -> everyDictionaryIn(value, look, depth));
        } else if (base instanceof COSArray array) {
            array.forEach(value -> everyDictionaryIn(value, look, depth));
        }
    }

    private static void everyDictionaryIn(@Nullable COSBase value, Consumer<COSDictionary> look, int depth) {
        if (value != null && !(value instanceof COSObject)) {
            everyDictionary(value, look, depth + 1);
        }
    }

    private static void refuseWhatActs(COSDictionary dictionary) {
        for (COSName key : dictionary.keySet()) {
            if (KEYS.contains(key.getName())) {
                throw new UnfitCopy("activePdf", key.getName());
            }
            if (dictionary.getItem(key) instanceof COSName name && acts(key.getName(), name.getName())) {
                throw new UnfitCopy("activePdf", name.getName());
            }
        }
    }

    private static boolean acts(String key, String name) {
        return key.equals("S") && ACTIONS.contains(name)
                || (key.equals("Type") || key.equals("Subtype")) && KINDS.contains(name);
    }
}
