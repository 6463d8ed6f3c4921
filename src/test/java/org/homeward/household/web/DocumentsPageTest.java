package org.homeward.household.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.awt.Color;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionJavaScript;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionLaunch;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationText;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDSignatureField;
import org.apache.pdfbox.text.PDFTextStripper;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.household.Copies;
import org.homeward.household.Document;
import org.homeward.household.Documents;
import org.homeward.household.Households;
import org.homeward.household.NewPerson;
import org.homeward.household.Registered;
import org.homeward.household.TestHouseholds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** The documents of a household, with hostile files among their copies. */
@HomewardTest
@Breaks("I3")
class DocumentsPageTest {

    private static final RequestPostProcessor OFFICER = user("consular").roles("consular");
    private static final RequestPostProcessor FIELD = user("field").roles("field");

    @Autowired
    MockMvc pages;

    @Autowired
    Households households;

    @Autowired
    Documents documents;

    @Autowired
    Copies copies;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clock clock;

    private Registered family;
    private long document;

    @BeforeEach
    void aFamilyWithPapers() {
        family = households.register(TestHouseholds.motherAndSon());
        document = documents.of(family.id()).get(0).id();
    }

    private String address() {
        return "/households/" + family.caseNumber() + "/documents";
    }

    private ResultActions save(String address, Map<String, String> fields) throws Exception {
        var request = post(address).with(OFFICER).with(csrf());
        fields.forEach(request::param);
        return pages.perform(request);
    }

    private Map<String, String> passport(String number, String expiry, String expires) {
        return Map.of(
                "person",
                family.personIds().get(0).toString(),
                "kind",
                "passport",
                "number",
                number,
                "expiry",
                expiry,
                "expires",
                expires,
                "latinName",
                "POLEVAYA VERA");
    }

    @Test
    void anOfficerAddsASecondDocumentWithAnotherSpellingOfTheName() throws Exception {
        save(address(), passport("75 1234567", "dated", "2031-05-01")).andExpect(redirectedUrl(address()));
        save(address(), passport("75 7654321", "unknown", "")).andExpect(redirectedUrl(address()));
        save(address(), passport("75 1111111", "never", "")).andExpect(redirectedUrl(address()));

        pages.perform(get(address()).with(OFFICER))
                .andExpect(status().isOk())
                .andExpect(content()
                        .string(allOf(
                                containsString("75 1234567"),
                                containsString("POLEVAYA VERA"),
                                containsString("expiry unknown"),
                                containsString("never expires"))));
        pages.perform(get("/households/" + family.caseNumber()).with(OFFICER))
                .andExpect(content().string(containsString("POLEVAYA VERA")));
        assertThat(jdbc.sql("select latin_name_key from document where number = '75 1234567'")
                        .query(String.class)
                        .single())
                .isEqualTo("POLEVAYA VERA");
    }

    @Test
    void aCorrectionKeepsOnRecordWhatStoodThere() throws Exception {
        Map<String, String> asTheFormSends = new java.util.HashMap<>(passport("75 1234567", "dated", "2031-05-01"));
        asTheFormSends.remove("person");
        save(address() + "/" + document, asTheFormSends).andExpect(redirectedUrl(address()));

        assertThat(documents.one(family.id(), document).entry().number()).isEqualTo("75 1234567");
        assertThat(jdbc.sql("select detail from audit where action = 'document corrected'")
                        .query(String.class)
                        .single())
                .isEqualTo("passport 510000001, 2060-01-01");
    }

    @Test
    void whatIsWrongIsSaidAndNothingIsLostOrChanged() throws Exception {
        for (Map<String, String> wrong : List.of(
                passport("", "dated", "2031-05-01"),
                passport("75 1", "dated", ""),
                passport("75 1", "dated", "2031-02-30"),
                passport("75 1", "dated", "9999-01-01"),
                passport("51-0000001", "unknown", ""),
                passport("7".repeat(61), "unknown", ""))) {
            save(address(), wrong)
                    .andExpect(status().isUnprocessableEntity())
                    .andExpect(content()
                            .string(allOf(
                                    containsString("role=\"alert\""), containsString("value=\"POLEVAYA VERA\""))));
        }
        save(address(), Map.of("person", "999", "number", "1", "expiry", "unknown"))
                .andExpect(status().isUnprocessableEntity());
        save(address(), Map.of("person", "abc", "number", "1")).andExpect(status().is4xxClientError());
        save(address(), Map.of()).andExpect(status().is4xxClientError());
        save(address() + "/99999", passport("1", "unknown", "")).andExpect(status().isNotFound());
        assertThat(documents.of(family.id())).hasSize(2);
    }

    @Test
    void aPastedZoneFillsTheFormIn() throws Exception {
        save(
                        address(),
                        Map.of(
                                "person",
                                family.personIds().get(1).toString(),
                                "action",
                                "read",
                                "mrz",
                                "P<RUSKLENOVA<<IULIIA<<<<<<<<<<<<<<<<<<<<<<<<\n"
                                        + "5330000018RUS8408196F3001019<<<<<<<<<<<<<<04"))
                .andExpect(status().isOk())
                .andExpect(content()
                        .string(allOf(
                                containsString("All check digits agree."),
                                containsString("value=\"533000001\""),
                                containsString("value=\"2030-01-01\""),
                                containsString("value=\"KLENOVA IULIIA\""))));
        assertThat(documents.of(family.id())).hasSize(2);
    }

    @Test
    void aZoneThatCannotBeReadIsSaidAndNothingIsSaved() throws Exception {
        Map<String, String> fields = new java.util.HashMap<>(passport("533000002", "unknown", ""));
        fields.put("mrz", "no zone at all");
        save(address(), fields)
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("value=\"533000002\"")));
        assertThat(documents.of(family.id())).hasSize(2);
    }

    @Test
    void whetherTheCheckDigitsOfItsZoneHoldIsOnRecordWithTheDocument() throws Exception {
        String zone = "P<RUSKLENOVA<<IULIIA<<<<<<<<<<<<<<<<<<<<<<<<\n5330000018RUS8408196F3001019<<<<<<<<<<<<<<04";
        assertThat(addedFrom("", "533000001").checkDigitsHold()).isNull();
        assertThat(addedFrom(zone, "533000003").checkDigitsHold())
                .as("the zone of another document")
                .isNull();
        assertThat(addedFrom(zone.replace("3001019", "3001018"), "533000004").checkDigitsHold())
                .isFalse();
        pages.perform(get(address()).with(OFFICER))
                .andExpect(content().string(containsString("check digits are wrong")))
                .andExpect(content().string(not(containsString("check digits hold"))));
        family = households.register(TestHouseholds.woman());
        assertThat(addedFrom(zone, "53 3000001").checkDigitsHold()).isTrue();
        pages.perform(get(address()).with(OFFICER).header("Accept-Language", "ru"))
                .andExpect(content().string(containsString("контрольные цифры сходятся")));
    }

    @Test
    void aCorrectedNumberIsNoLongerTheOneWhoseCheckDigitsHeldAndAFailureStaysUntilTheZoneIsReadAgain()
            throws Exception {
        for (boolean held : List.of(true, false)) {
            jdbc.sql("update document set check_digits_hold = :held where id = :id")
                    .param("held", held)
                    .param("id", document)
                    .update();
            save(address() + "/" + document, passport("51 0000001", "dated", "2031-0" + (held ? 5 : 6) + "-01"));
            assertThat(documents.one(family.id(), document).entry().checkDigitsHold())
                    .isEqualTo(held);
            save(address() + "/" + document, passport("51 000000" + (held ? 8 : 9), "dated", "2031-05-01"));
            assertThat(documents.one(family.id(), document).entry().checkDigitsHold())
                    .isEqualTo(held ? null : Boolean.FALSE);
            save(address() + "/" + document, passport("51 0000001", "dated", "2031-05-01"));
        }
        Map<String, String> readAgain = new java.util.HashMap<>(passport("533000001", "unknown", ""));
        readAgain.put(
                "mrz", "P<RUSKLENOVA<<IULIIA<<<<<<<<<<<<<<<<<<<<<<<<\n5330000018RUS8408196F3001019<<<<<<<<<<<<<<04");
        save(address() + "/" + document, readAgain).andExpect(redirectedUrl(address()));
        assertThat(documents.one(family.id(), document).entry().checkDigitsHold())
                .isTrue();
    }

    private Documents.Entry addedFrom(String zone, String number) throws Exception {
        Map<String, String> fields = new java.util.HashMap<>(passport(number, "unknown", ""));
        fields.put("mrz", zone);
        save(address(), fields).andExpect(redirectedUrl(address()));
        List<Documents.OnRecord> all = documents.of(family.id());
        return all.get(all.size() - 1).entry();
    }

    // copies
    // -----------------------------------------------------------------------------------------------------------

    private ResultActions upload(String kind, byte[] file) throws Exception {
        return pages.perform(multipart(address() + "/" + document + "/copies")
                .file(new MockMultipartFile("file", "passport.jpg", "image/jpeg", file))
                .param("kind", kind)
                .with(OFFICER)
                .with(csrf()));
    }

    private void refused(byte[] file, String sentence) throws Exception {
        upload("page", file)
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString(sentence)));
        assertThat(jdbc.sql("select count(*) from document_copy")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private byte[] kept() {
        return jdbc.sql("select content from document_copy order by id desc limit 1")
                .query((row, n) -> row.getBytes(1))
                .single();
    }

    @Test
    void aPictureIsKeptWithoutWhatTheCameraWroteAndUpright() throws Exception {
        byte[] lying = withExif(picture("jpeg", 40, 20), 6);
        upload("photo", lying).andExpect(redirectedUrl(address()));

        assertThat(new String(kept(), StandardCharsets.ISO_8859_1)).doesNotContain("Exif", "secret place");
        BufferedImage upright = ImageIO.read(new ByteArrayInputStream(kept()));
        assertThat(upright.getWidth()).isEqualTo(20);
        assertThat(upright.getHeight()).isEqualTo(40);
        // the red left edge of the lying picture is the upper one now
        assertThat(new Color(upright.getRGB(10, 2)).getRed()).isGreaterThan(200);
        assertThat(new Color(upright.getRGB(10, 2)).getBlue()).isLessThan(100);
    }

    @Test
    void aCopyIsSentAsWhatItIsAloneAndItsReadingIsOnRecord() throws Exception {
        upload("page", picture("png", 30, 30)).andExpect(redirectedUrl(address()));
        upload("page", picture("png", 30, 30)).andExpect(redirectedUrl(address()));
        assertThat(jdbc.sql("select count(*) from document_copy")
                        .query(Long.class)
                        .single())
                .isOne();

        pages.perform(get(address() + "/" + document + "/copies/1")
                        .with(user("field").roles("field")))
                .andExpect(status().isOk())
                .andExpect(content().contentType("image/png"))
                .andExpect(header().string("X-Content-Type-Options", "nosniff"))
                .andExpect(header().string("Content-Security-Policy", "default-src 'none'; sandbox"))
                .andExpect(header().string("Content-Disposition", containsString("attachment")))
                .andExpect(header().string("Cache-Control", "no-store"));
        assertThat(jdbc.sql("select officer from audit where action = 'copy read'")
                        .query(String.class)
                        .list())
                .containsExactly("field");
    }

    @Test
    void aCopyThatIsWithdrawnIsShownAndSentNoMoreUntilItIsAddedAgain() throws Exception {
        upload("photo", picture("png", 30, 30)).andExpect(redirectedUrl(address()));
        String copy = address() + "/" + document + "/copies/1";
        pages.perform(post(copy + "/withdraw")
                        .with(user("field").roles("field"))
                        .with(csrf()))
                .andExpect(status().isForbidden());
        pages.perform(post(copy + "/withdraw").with(OFFICER).with(csrf())).andExpect(redirectedUrl(address()));

        pages.perform(get(copy).with(OFFICER)).andExpect(status().isNotFound());
        pages.perform(get(address()).with(OFFICER)).andExpect(content().string(not(containsString(copy))));
        assertThat(copies.photo(family.personIds().get(0))).isEmpty();
        pages.perform(post(copy + "/withdraw").with(OFFICER).with(csrf())).andExpect(status().isNotFound());
        assertThat(jdbc.sql("select officer || ': ' || detail from audit where action = 'copy withdrawn'")
                        .query(String.class)
                        .list())
                .containsExactly("consular: copy 1");

        upload("photo", picture("png", 30, 30)).andExpect(redirectedUrl(address()));
        pages.perform(get(copy).with(OFFICER)).andExpect(status().isOk());
    }

    @Test
    void aCopyIsFoundOnlyUnderItsOwnDocumentAndHousehold() throws Exception {
        upload("page", picture("png", 30, 30));
        Registered other = households.register(TestHouseholds.woman());
        Registered hidden = households.register(TestHouseholds.restricted());
        long others = documents.of(other.id()).get(0).id();

        for (String elsewhere : List.of(
                address() + "/" + others + "/copies/1",
                address() + "/" + document + "/copies/2",
                "/households/" + other.caseNumber() + "/documents/" + others + "/copies/1",
                "/households/" + other.caseNumber() + "/documents/" + document + "/copies/1",
                address() + "/" + document + "/certificate.pdf",
                "/households/" + hidden.caseNumber() + "/documents")) {
            pages.perform(get(elsewhere).with(OFFICER)).andExpect(status().isNotFound());
        }
        pages.perform(multipart("/households/" + hidden.caseNumber() + "/documents/1/copies")
                        .file(new MockMultipartFile("file", picture("png", 3, 3)))
                        .with(OFFICER)
                        .with(csrf()))
                .andExpect(status().isNotFound());
    }

    @Test
    void aFileThatIsNoPictureWhateverItsNameIsRefused() throws Exception {
        refused(new byte[0], "not empty");
        refused("MZ this program".getBytes(StandardCharsets.UTF_8), "no JPEG, PNG or PDF");
        refused("<html><script>alert(1)</script>".getBytes(StandardCharsets.UTF_8), "no JPEG, PNG or PDF");
        refused(new byte[] {'G', 'I', 'F', '8', '9', 'a'}, "no JPEG, PNG or PDF");
        refused(new byte[10 * 1024 * 1024 + 1], "too large");
        refused(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 0, 0}, "cannot be read");
        byte[] cut = picture("png", 300, 300);
        refused(java.util.Arrays.copyOf(cut, cut.length / 2), "cannot be read");
        byte[] photo = picture("jpeg", 300, 300);
        for (int percent : new int[] {40, 60, 95, 99}) {
            refused(java.util.Arrays.copyOf(photo, photo.length * percent / 100), "cannot be read");
        }
    }

    @Test
    void aPictureThatBurstsIsRefusedAndOneWithAPackedRemarkIsKeptWithoutIt() throws Exception {
        refused(blankPng(19_000, 19_000), "more than 50 million pixels");
        refused(blankPng(100_000, 2), "more than 50 million pixels");

        upload("page", withRemark(picture("png", 30, 30), 50_000_000)).andExpect(redirectedUrl(address()));
        assertThat(new String(kept(), StandardCharsets.ISO_8859_1)).doesNotContain("zTXt");
    }

    @Test
    void aProgramBehindAPictureIsNotKept() throws Exception {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(picture("jpeg", 30, 30));
        both.write(zip());
        upload("page", both.toByteArray()).andExpect(redirectedUrl(address()));

        assertThat(new String(kept(), StandardCharsets.ISO_8859_1)).doesNotContain("PK\u0003\u0004");
    }

    @Test
    void aPdfThatOnlyShowsPagesIsKeptWithoutItsMetadata() throws Exception {
        try (PDDocument pdf = onePage()) {
            pdf.getDocumentInformation().setAuthor("secret author");
            upload("page", bytes(pdf)).andExpect(redirectedUrl(address()));
        }
        try (PDDocument kept = Loader.loadPDF(kept())) {
            assertThat(kept.getNumberOfPages()).isOne();
            assertThat(kept.getDocumentInformation().getAuthor()).isNull();
        }
        try (PDDocument pdf = onePage()) {
            upload("photo", bytes(pdf))
                    .andExpect(status().isUnprocessableEntity())
                    .andExpect(content().string(containsString("must be a JPEG or PNG")));
        }
    }

    @Test
    void whatAPdfSaysOfItsPagesPicturesAndRemarksIsGoneAndThePictureIsStillThere() throws Exception {
        byte[] photo = withExif(picture("jpeg", 40, 20), 1);
        try (PDDocument pdf = onePage()) {
            PDPage page = pdf.getPage(0);
            page.setMetadata(new PDMetadata(pdf, new ByteArrayInputStream("secret page".getBytes(UTF_8))));
            page.getCOSObject().setString("PieceInfo", "secret piece");
            PDImageXObject plain = JPEGFactory.createFromStream(pdf, new ByteArrayInputStream(photo));
            plain.setMetadata(new PDMetadata(pdf, new ByteArrayInputStream("secret picture".getBytes(UTF_8))));
            PDAnnotationText remark = new PDAnnotationText();
            remark.setRectangle(new PDRectangle(10, 10, 10, 10));
            remark.setTitlePopup("secret annotator");
            remark.setContents("Seite 1");
            page.setAnnotations(List.of(remark));
            try (PDPageContentStream show = new PDPageContentStream(pdf, page)) {
                show.drawImage(plain, 0, 0);
                show.drawImage(packedTwice(pdf, photo), 0, 100);
            }
            upload("page", bytes(pdf)).andExpect(redirectedUrl(address()));
        }
        assertThat(new String(kept(), StandardCharsets.ISO_8859_1))
                .contains("Seite 1")
                .doesNotContain("secret", "Exif");
        try (PDDocument kept = Loader.loadPDF(kept())) {
            PDResources resources = kept.getPage(0).getResources();
            assertThat(resources.getXObjectNames()).hasSize(2);
            for (COSName name : resources.getXObjectNames()) {
                BufferedImage shown = ((PDImageXObject) resources.getXObject(name)).getImage();
                assertThat(shown.getWidth()).isEqualTo(40);
                assertThat(new Color(shown.getRGB(2, 10)).getRed()).isGreaterThan(200);
            }
        }
    }

    /** As some scanners write it: the JPEG is deflated once more. */
    private static PDImageXObject packedTwice(PDDocument pdf, byte[] photo) throws IOException {
        return packed(pdf, photo, packed(photo), COSName.FLATE_DECODE, COSName.DCT_DECODE);
    }

    private static PDImageXObject packed(PDDocument pdf, byte[] photo, byte[] packed, COSName... filters)
            throws IOException {
        PDImageXObject picture = JPEGFactory.createFromStream(pdf, new ByteArrayInputStream(photo));
        try (var out = picture.getCOSObject().createRawOutputStream()) {
            out.write(packed);
        }
        picture.getCOSObject().setItem(COSName.FILTER, new COSArray(List.of(filters)));
        return picture;
    }

    @Test
    void whatAPhonePutsBehindAndIntoAPictureInAPdfIsGoneAndThePictureIsStillThere() throws Exception {
        byte[] photo = picture("jpeg", 40, 20);
        ByteArrayOutputStream ofAPhone = new ByteArrayOutputStream();
        ofAPhone.write(photo, 0, 2);
        ofAPhone.write(segment(0xE2, "MPF\0 secret second picture"));
        byte[] colours = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
        ofAPhone.write(segment(0xE2, "ICC_PROFILE\0\1\1" + new String(colours, StandardCharsets.ISO_8859_1)));
        ofAPhone.write(segment(0xEE, "secret program"));
        ofAPhone.write(photo, 2, photo.length - 4);
        ofAPhone.write(segment(0xFE, "secret after the pixels"));
        ofAPhone.write(photo, photo.length - 2, 2);
        ofAPhone.write(withExif(photo, 1));
        try (PDDocument pdf = onePage()) {
            try (PDPageContentStream show = new PDPageContentStream(pdf, pdf.getPage(0))) {
                show.drawImage(packed(pdf, photo, ofAPhone.toByteArray(), COSName.DCT_DECODE), 0, 0);
            }
            upload("page", bytes(pdf)).andExpect(redirectedUrl(address()));
        }
        assertThat(new String(kept(), StandardCharsets.ISO_8859_1))
                .contains("ICC_PROFILE")
                .doesNotContain("secret", "Exif", "MPF");
        try (PDDocument kept = Loader.loadPDF(kept())) {
            PDResources resources = kept.getPage(0).getResources();
            COSName name = resources.getXObjectNames().iterator().next();
            BufferedImage shown = ((PDImageXObject) resources.getXObject(name)).getImage();
            BufferedImage before = ImageIO.read(new ByteArrayInputStream(photo));
            assertThat(shown.getRGB(0, 0, 40, 20, null, 0, 40)).isEqualTo(before.getRGB(0, 0, 40, 20, null, 0, 40));
        }
    }

    private static byte[] segment(int marker, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(bytes.length + 4)
                .put((byte) 0xFF)
                .put((byte) marker)
                .putShort((short) (bytes.length + 2))
                .put(bytes)
                .array();
    }

    @Test
    void whoSignedAPdfIsGone() throws Exception {
        try (PDDocument pdf = onePage()) {
            PDSignature signature = new PDSignature();
            signature.setName("secret signer");
            signature.setLocation("secret place");
            signature.setContents("secret certificate".getBytes(UTF_8));
            PDAcroForm form = new PDAcroForm(pdf);
            pdf.getDocumentCatalog().setAcroForm(form);
            PDSignatureField field = new PDSignatureField(form);
            field.setValue(signature);
            form.setFields(List.of(field));
            upload("page", bytes(pdf)).andExpect(redirectedUrl(address()));
        }
        assertThat(new String(kept(), StandardCharsets.ISO_8859_1))
                .contains("Signature1")
                .doesNotContain("secret", HexFormat.of().withUpperCase().formatHex("secret".getBytes(UTF_8)));
    }

    @Test
    void aPictureInAPdfThatIsPackedOnceMoreIsKeptAndOneThatBurstsIsNot() throws Exception {
        byte[] photo = picture("jpeg", 40, 20);
        COSName flate = COSName.FLATE_DECODE;
        COSName ascii = COSName.ASCII85_DECODE;
        COSName jpeg = COSName.DCT_DECODE;
        refusedPicture(photo, packed(photo, List.of(flate)), jpeg, flate);
        refusedPicture(photo, packed(new byte[30_000_000]), flate, jpeg);
        refusedPicture(photo, packed(packed(new byte[30_000_000])), flate, flate, jpeg);
        refusedPicture(photo, lzwOfZeros(5), COSName.LZW_DECODE, jpeg);
        try (PDDocument pdf = onePage()) {
            try (PDPageContentStream show = new PDPageContentStream(pdf, pdf.getPage(0))) {
                show.drawImage(packed(pdf, photo, packed(photo, List.of(ascii)), ascii, jpeg), 0, 0);
            }
            upload("page", bytes(pdf)).andExpect(redirectedUrl(address()));
        }
    }

    /**
     * As LZWDecode reads it: every code is the one that is just being learned, a zero longer than the last.
     *
     * @param tables each unpacks to seven million zeros
     */
    private static byte[] lzwOfZeros(int tables) {
        StringBuilder bits = new StringBuilder();
        int width = 9;
        for (int table = 0; table < tables; table++) {
            bits.append(bits(256, width)).append(bits(0, 9)); // forget all, and begin with one zero
            width = 9;
            for (int code = 258; code < 4096; code++) {
                bits.append(bits(code, width));
                width = 32 - Integer.numberOfLeadingZeros(Math.min(4095, code + 2)); // a code early
            }
        }
        bits.append(bits(257, width)).append("0".repeat(8));
        byte[] bytes = new byte[bits.length() / 8];
        for (int at = 0; at < bytes.length; at++) {
            bytes[at] = (byte) Integer.parseInt(bits.substring(8 * at, 8 * at + 8), 2);
        }
        return bytes;
    }

    private static String bits(int code, int width) {
        return Integer.toBinaryString(1 << width | code).substring(1);
    }

    /** As RunLengthDecode reads it: eight bytes as they are, then runs of 128 zeros. */
    private static byte[] runs(byte[] objects) {
        byte[] runs = new byte[9 + objects.length / 64];
        runs[0] = 7;
        System.arraycopy(objects, 0, runs, 1, 8);
        for (int i = 9; i < runs.length; i += 2) {
            runs[i] = (byte) 129;
        }
        return runs;
    }

    private void refusedPicture(byte[] photo, byte[] packed, COSName... filters) throws Exception {
        try (PDDocument pdf = onePage()) {
            try (PDPageContentStream show = new PDPageContentStream(pdf, pdf.getPage(0))) {
                show.drawImage(packed(pdf, photo, packed, filters), 0, 0);
            }
            refused(bytes(pdf), "unpacks to more");
        }
    }

    private static byte[] packed(byte[] data, List<COSName> filters) throws IOException {
        try (COSStream stream = new COSStream()) {
            try (var out = stream.createOutputStream(new COSArray(filters))) {
                out.write(data);
            }
            return stream.createRawInputStream().readAllBytes();
        }
    }

    @Test
    void aPdfThatUnpacksToTooMuchIsRefusedHoweverOftenAndInWhateverWayItIsPacked() throws Exception {
        byte[] twice = packed(packed(new byte[310_000_000]));
        try (PDDocument pdf = onePage()) {
            PDStream contents = new PDStream(pdf, new ByteArrayInputStream(twice));
            contents.getCOSObject()
                    .setItem(COSName.FILTER, new COSArray(List.of(COSName.FLATE_DECODE, COSName.FLATE_DECODE)));
            pdf.getPage(0).setContents(contents);
            refused(bytes(pdf), "unpacks to more");
        }
        byte[] objects = java.util.Arrays.copyOf("6 0 null".getBytes(StandardCharsets.US_ASCII), 30_000_000);
        byte[] hex = HexFormat.of().formatHex(packed(objects)).getBytes(StandardCharsets.US_ASCII);
        refused(pdf("/FlateDecode", packed(objects), ""), "unpacks to more");
        refused(pdf("[/FlateDecode/FlateDecode]", packed(packed(objects)), ""), "unpacks to more");
        refused(pdf("[/ASCIIHexDecode/FlateDecode]", hex, ""), "unpacks to more");
        refused(pdf("/RunLengthDecode", runs(objects), ""), "unpacks to more");
        refused(pdf("/CCITTFaxDecode", new byte[10], ""), "unpacks to more");
        refused(pdf("/FlateDecode", packed("6 0 null".getBytes(UTF_8)), "/Predictor 12/Columns 2000000000"), "unpacks");
        byte[] whole = pdf("/FlateDecode", packed("6 0 null".getBytes(UTF_8)), "");
        upload("page", whole).andExpect(redirectedUrl(address()));
        byte[] damaged = new String(whole, StandardCharsets.ISO_8859_1)
                .replaceFirst("endobj", "endxxx")
                .getBytes(StandardCharsets.ISO_8859_1);
        upload("page", damaged)
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("cannot be read")));
    }

    @Test
    void aPdfThatActsIsRefused() throws Exception {
        try (PDDocument pdf = onePage()) {
            pdf.getDocumentCatalog().setOpenAction(new PDActionJavaScript("app.alert(1)"));
            refused(bytes(pdf), "does more than show pages (JavaScript)");
        }
        try (PDDocument pdf = onePage()) {
            pdf.getDocumentCatalog().setOpenAction(new PDActionLaunch());
            refused(bytes(pdf), "does more than show pages (Launch)");
        }
        try (PDDocument pdf = onePage()) {
            PDComplexFileSpecification file = new PDComplexFileSpecification();
            file.setEmbeddedFile(new PDEmbeddedFile(pdf, new ByteArrayInputStream(zip())));
            PDEmbeddedFilesNameTreeNode tree = new PDEmbeddedFilesNameTreeNode();
            tree.setNames(Map.of("a.jar", file));
            PDDocumentNameDictionary names = new PDDocumentNameDictionary(pdf.getDocumentCatalog());
            names.setEmbeddedFiles(tree);
            pdf.getDocumentCatalog().setNames(names);
            refused(bytes(pdf), "does more than show pages");
        }
    }

    @Test
    void aPdfThatIsLockedTooLongCutOrAlsoSomethingElseIsRefused() throws Exception {
        try (PDDocument pdf = onePage()) {
            pdf.protect(new StandardProtectionPolicy("owner", "", new AccessPermission()));
            refused(bytes(pdf), "locked");
        }
        try (PDDocument pdf = onePage()) {
            for (int i = 0; i < 50; i++) {
                pdf.addPage(new PDPage());
            }
            refused(bytes(pdf), "1 to 50 pages");
        }
        try (PDDocument pdf = onePage()) {
            byte[] whole = bytes(pdf);
            refused(java.util.Arrays.copyOf(whole, whole.length / 2), "cannot be read");
            ByteArrayOutputStream both = new ByteArrayOutputStream();
            both.write(whole);
            both.write(zip());
            refused(both.toByteArray(), "something else");
        }
        refused("%PDF-1.7\n%%EOF\n".getBytes(StandardCharsets.US_ASCII), "cannot be read");
    }

    // certificates
    // -----------------------------------------------------------------------------------------------------

    @Test
    void aReturnCertificateIsPrintedOnOnePageWithPhotoInAllScripts() throws Exception {
        NewPerson woman = TestHouseholds.person(
                "Полевая Вера", "POLEVAIA VERA", LocalDate.of(1980, 4, 12), "female", "applicant", "510000009");
        NewPerson son = TestHouseholds.person("خالد الخطيب", "KHALED AL KHATIB", null, "male", "child", null);
        Registered two = households.register(TestHouseholds.household("yes", false, List.of(woman, son)));
        long passport = documents.of(two.id()).get(0).id();
        String at = "/households/" + two.caseNumber() + "/documents/";
        photograph(at + passport);
        long ofWoman = documents.issueCertificate(two.id(), two.personIds().get(0), LocalDate.of(2030, 1, 31), "RUS");
        long ofSon = documents.issueCertificate(two.id(), two.personIds().get(1), LocalDate.of(2030, 1, 31), "RUS");

        photograph(at + ofSon);
        String printed = printed(at + ofWoman, "certificate-woman");
        assertThat(printed)
                .contains(
                        documents.one(two.id(), ofWoman).entry().number(),
                        "POLEVAIA VERA",
                        "Полевая Вера",
                        "12.04.1980",
                        "31.01.2030",
                        "Ж / F",
                        "Россия",
                        "Russia",
                        two.caseNumber());
        assertThat(printed(at + ofSon, "certificate-son")).contains("KHALED AL KHATIB", "unknown");
        assertThat(jdbc.sql("select count(*) from audit where action = 'certificate read'")
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
        pages.perform(post(at + ofWoman)
                        .with(OFFICER)
                        .with(csrf())
                        .param("kind", "passport")
                        .param("number", "1")
                        .param("expiry", "never"))
                .andExpect(status().isUnprocessableEntity());
    }

    @Test
    void aCertificateIsPrintedWithAPhotoOnlyAndStaysAsItWasPrintedUntilAnotherIsIssuedInItsPlace() throws Exception {
        long mother = family.personIds().get(0);
        long issued = documents.issueCertificate(family.id(), mother, LocalDate.of(2030, 1, 31), "RUS");
        String certificate = address() + "/" + issued;
        pages.perform(get(certificate + "/certificate.pdf").with(OFFICER))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("Add a photo of the bearer")));
        pages.perform(get(address()).with(OFFICER))
                .andExpect(content().string(containsString("needs a photo of the bearer")));
        photograph(certificate);
        byte[] first = pdf(certificate);

        jdbc.sql("update person set name = 'Иная' where id = :id")
                .param("id", mother)
                .update();
        jdbc.sql("update document_copy set withdrawn_at = now(), withdrawn_by = 'consular'")
                .update();
        assertThat(pdf(certificate)).isEqualTo(first);

        photograph(address() + "/" + document);
        pages.perform(post(certificate + "/replacement").with(OFFICER).with(csrf()))
                .andExpect(redirectedUrl(address()));
        pages.perform(post(certificate + "/replacement").with(OFFICER).with(csrf()))
                .andExpect(status().isUnprocessableEntity());
        assertThat(documents.of(family.id()))
                .filteredOn(Documents.OnRecord::issuedHere)
                .extracting(Documents.OnRecord::replaced)
                .containsExactly(true, false);
        assertThat(households.documents(family.id()))
                .extracting(Document::id)
                .doesNotContain(issued)
                .hasSize(3);
        assertThat(pdf(address() + "/" + (issued + 1))).isNotEqualTo(first);
    }

    @Test
    void whatAnotherOfficerOpensIsNoPrintingYet() throws Exception {
        long mother = family.personIds().get(0);
        String certificate =
                address() + "/" + documents.issueCertificate(family.id(), mother, LocalDate.of(2030, 1, 31), "RUS");
        photograph(certificate);
        pages.perform(get(certificate + "/certificate.pdf").with(FIELD))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("A consular officer prints this certificate first.")));
        assertThat(jdbc.sql("select count(*) from printed_certificate")
                        .query(Long.class)
                        .single())
                .isZero();

        jdbc.sql("update person set name = 'Иная' where id = :id")
                .param("id", mother)
                .update();
        byte[] printed = pdf(certificate);
        assertThat(text(printed)).contains("Иная");
        assertThat(pdf(certificate, FIELD)).isEqualTo(printed);
    }

    @Test
    void aCertificateThatHasExpiredIsNotReplacedByOneThatHasExpiredToo() throws Exception {
        LocalDate today = LocalDate.now(clock);
        String replacement =
                "/" + documents.issueCertificate(family.id(), family.personIds().get(0), today, "RUS") + "/replacement";
        pages.perform(get(address()).with(OFFICER)).andExpect(content().string(containsString(replacement)));
        jdbc.sql("update document set expires = :yesterday where issued_at is not null")
                .param("yesterday", today.minusDays(1))
                .update();
        pages.perform(get(address()).with(OFFICER)).andExpect(content().string(not(containsString(replacement))));
        pages.perform(post(address() + replacement).with(OFFICER).with(csrf()))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("This certificate has expired")));
        assertThat(documents.of(family.id()))
                .filteredOn(Documents.OnRecord::issuedHere)
                .hasSize(1);
    }

    private void photograph(String document) throws Exception {
        pages.perform(multipart(document + "/copies")
                        .file(new MockMultipartFile("file", picture("jpeg", 350, 450)))
                        .param("kind", "photo")
                        .with(OFFICER)
                        .with(csrf()))
                .andExpect(status().is3xxRedirection());
    }

    private byte[] pdf(String document) throws Exception {
        return pdf(document, OFFICER);
    }

    private byte[] pdf(String document, RequestPostProcessor officer) throws Exception {
        return pages.perform(get(document + "/certificate.pdf").with(officer))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsByteArray();
    }

    private String printed(String document, String name) throws Exception {
        byte[] pdf = pages.perform(get(document + "/certificate.pdf").with(OFFICER))
                .andExpect(status().isOk())
                .andExpect(content().contentType("application/pdf"))
                .andReturn()
                .getResponse()
                .getContentAsByteArray();
        Files.createDirectories(Path.of("target/pictures"));
        Files.write(Path.of("target/pictures", name + ".pdf"), pdf);
        return text(pdf);
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument read = Loader.loadPDF(pdf)) {
            assertThat(read.getNumberOfPages()).isOne();
            return new PDFTextStripper().getText(read);
        }
    }

    // files
    // ------------------------------------------------------------------------------------------------------------

    /** Blue, its left tenth red. */
    private static byte[] picture(String format, int width, int height) throws IOException {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                picture.setRGB(x, y, x < Math.max(8, width / 10) ? 0xFF0000 : 0x2040A0);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(picture, format, out);
        return out.toByteArray();
    }

    private static byte[] withExif(byte[] jpeg, int orientation) {
        byte[] place = "secret place".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer exif = ByteBuffer.allocate(36 + place.length);
        exif.putShort((short) 0xFFE1).putShort((short) (34 + place.length));
        exif.put("Exif\0\0MM\0*".getBytes(StandardCharsets.US_ASCII)).putInt(8);
        exif.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
        exif.putShort((short) orientation).putShort((short) 0).putInt(0).put(place, 0, place.length - 2);
        ByteBuffer whole = ByteBuffer.allocate(jpeg.length + exif.capacity());
        return whole.put(jpeg, 0, 2)
                .put(exif.array())
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    private static byte[] blankPng(int width, int height) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height).put(new byte[] {8, 0, 0, 0, 0});
        png.write(chunk("IHDR", header.array()));
        png.write(chunk("IDAT", packed(new byte[1000])));
        png.write(chunk("IEND", new byte[0]));
        return png.toByteArray();
    }

    private static byte[] withRemark(byte[] png, int length) throws IOException {
        ByteArrayOutputStream remark = new ByteArrayOutputStream();
        remark.write("Comment\0\0".getBytes(StandardCharsets.US_ASCII));
        remark.write(packed(new byte[length]));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(png, 0, 33);
        out.write(chunk("zTXt", remark.toByteArray()));
        out.write(png, 33, png.length - 33);
        return out.toByteArray();
    }

    private static byte[] chunk(String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(data);
        return ByteBuffer.allocate(data.length + 12)
                .putInt(data.length)
                .put(name)
                .put(data)
                .putInt((int) sum.getValue())
                .array();
    }

    private static byte[] packed(byte[] data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflating = new DeflaterOutputStream(out, new Deflater(9))) {
            deflating.write(data);
        }
        return out.toByteArray();
    }

    private static byte[] zip() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("Main.class"));
            zip.write(1);
        }
        return out.toByteArray();
    }

    private static PDDocument onePage() {
        PDDocument pdf = new PDDocument();
        pdf.addPage(new PDPage());
        return pdf;
    }

    private static byte[] bytes(PDDocument pdf) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        pdf.save(out);
        return out.toByteArray();
    }

    /** One page that refers to an object which is packed together with others. */
    private static byte[] pdf(String filters, byte[] objects, String parameters) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer table = ByteBuffer.allocate(7 * 6).put(new byte[6]);
        for (String object : List.of(
                "1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n",
                "2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n",
                "3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/PieceInfo 6 0 R>> endobj\n",
                "4 0 obj <</Type/ObjStm/N 1/First 4/Filter " + filters + "/DecodeParms<<" + parameters + ">>/Length "
                        + objects.length + ">>\nstream\n",
                "5 0 obj <</Type/XRef/Size 7/W[1 4 1]/Root 1 0 R/Length 42>>\nstream\n")) {
            if (out.size() == 0) {
                out.write("%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII));
            }
            table.put((byte) 1).putInt(out.size()).put((byte) 0);
            int start = out.size();
            out.write(object.getBytes(StandardCharsets.US_ASCII));
            if (object.startsWith("4")) {
                out.write(objects);
                out.write("\nendstream endobj\n".getBytes(StandardCharsets.US_ASCII));
            } else if (object.startsWith("5")) {
                out.write(table.put((byte) 2).putInt(4).put((byte) 0).array());
                out.write(
                        ("\nendstream endobj\nstartxref\n" + start + "\n%%EOF\n").getBytes(StandardCharsets.US_ASCII));
            }
        }
        return out.toByteArray();
    }
}
