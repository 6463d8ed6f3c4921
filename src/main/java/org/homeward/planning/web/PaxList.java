package org.homeward.planning.web;

import static java.util.Objects.requireNonNull;

import io.xlate.edi.schema.EDISchemaException;
import io.xlate.edi.schema.Schema;
import io.xlate.edi.schema.SchemaFactory;
import io.xlate.edi.stream.EDIOutputFactory;
import io.xlate.edi.stream.EDIStreamException;
import io.xlate.edi.stream.EDIStreamWriter;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.homeward.movement.Movement;
import org.homeward.people.DocumentNumber;
import org.homeward.people.LatinName;
import org.homeward.people.StateCode;
import org.homeward.planning.Manifests.Issue;
import org.homeward.planning.Manifests.TravelDocument;
import org.homeward.planning.Manifests.Traveller;
import org.homeward.situation.Towns;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * A manifest for border authorities and carriers: a passenger list (PAXLST) of UN/EDIFACT D.05B, as the guide of WCO, IATA
 * and ICAO has it, in the character set A: capital Latin letters, digits and a few signs. Checked against
 * {@code edifact/paxlst.xml} as it is written.
 */
@Component
@EnableConfigurationProperties(PaxListParties.class)
class PaxList {

    private static final int LONGEST_NAME = 35;
    private static final int LONGEST_PLACE = 25;
    private static final int LONGEST_CODE = 17;

    /** As the guide has them; a return certificate is a paper that a state recognises for one journey. */
    private static final Map<String, String> DOCUMENTS = Map.of("passport", "P", "internal passport", "I");

    /** Modes of transport, by code list 8067 of UN/EDIFACT. */
    private static final Map<String, String> MODES = Map.of("ship", "1", "convoy", "3", "flight", "4");

    /** As IATA and ICAO give them to airlines. */
    private static final Pattern AIRLINE = Pattern.compile("[A-Z0-9]{2,3}");

    private static final Map<String, String> SEXES = Map.of("female", "F", "male", "M");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyMMdd", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmm", Locale.ROOT);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyMMddHHmm", Locale.ROOT);

    private final Towns towns;
    private final Clock clock;
    private final PaxListParties parties;
    private final String post;
    private final String telephone;

    PaxList(
            Towns towns,
            Clock clock,
            PaxListParties parties,
            @Value("${homeward.post}") String post,
            @Value("${homeward.telephone}") String telephone) {
        this.towns = towns;
        this.clock = clock;
        this.parties = parties;
        this.post = post;
        this.telephone = telephone;
    }

    byte[] of(Issue manifest) {
        try {
            return new Message().of(manifest);
        } catch (EDIStreamException | EDISchemaException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The schema in our resources that this is. */
    static Schema schema(String name) throws EDISchemaException {
        return SchemaFactory.newFactory().createSchema(PaxList.class.getResource("/edifact/" + name + ".xml"));
    }

    /** One message being written; its segments are counted. */
    private final class Message {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final EDIStreamWriter writer;
        private int segments;

        Message() throws EDISchemaException {
            EDIOutputFactory factory = EDIOutputFactory.newFactory();
            factory.setProperty(EDIOutputFactory.TRUNCATE_EMPTY_ELEMENTS, true);
            writer = factory.createEDIStreamWriter(out);
            writer.setControlSchema(schema("interchange"));
            writer.setTransactionSchema(schema("paxlst"));
        }

        byte[] of(Issue manifest) throws EDIStreamException {
            String reference = "M" + manifest.movement().id() + "V" + manifest.version();
            String code = code(manifest);
            Instant now = clock.instant();
            List<String> sender = List.of(parties.sender());
            List<String> recipient =
                    List.of(parties.recipient(manifest.movement().exit()));
            List<String> written = List.of(at(DAY, now, ZoneOffset.UTC), at(TIME, now, ZoneOffset.UTC));
            writer.startInterchange();
            segment("UNB", List.of("UNOA", "4"), sender, recipient, written, reference, "", "APIS");
            segment("UNG", "PAXLST", sender, recipient, written, reference, "UN", List.of("D", "05B"));
            segments = 0;
            segment(
                    "UNH",
                    reference,
                    List.of("PAXLST", "D", "05B", "UN", "IATA"),
                    code + at(DAY, manifest.movement().departs(), manifest.zone()),
                    List.of("01", "F"));
            segment("BGM", List.of("745"));
            segment("RFF", List.of("TN", code, "", "", String.valueOf(manifest.version())));
            contact();
            transport(manifest, code);
            for (Traveller traveller : manifest.travellers()) {
                traveller(manifest, traveller);
            }
            segment("CNT", List.of("42", String.valueOf(manifest.travellers().size())));
            segment("UNT", String.valueOf(segments + 1), reference);
            segment("UNE", "1", reference);
            segment("UNZ", "1", reference);
            writer.endInterchange();
            writer.close();
            return out.toByteArray();
        }

        private String code(Issue manifest) {
            return LatinName.cut(
                    LatinName.plain(manifest.movement().code(), "-.").replace(" ", ""), LONGEST_CODE);
        }

        private void contact() throws EDIStreamException {
            segment("NAD", "MS", "", "", List.of(LatinName.cut(LatinName.plain(post.split("·")[0], ""), LONGEST_NAME)));
            if (!telephone.isBlank()) {
                segment("COM", List.of(LatinName.plain(telephone, "+-()"), "TE"));
            }
        }

        /** Times are local, as the guide has it, by the clock that people are told. */
        private void transport(Issue manifest, String code) throws EDIStreamException {
            segment(
                    "TDT",
                    "20",
                    code,
                    List.of(requireNonNull(MODES.get(manifest.movement().kind()))),
                    "",
                    carrier(manifest.movement()));
            segment("LOC", "125", List.of(place(manifest.movement().origin())));
            segment("DTM", List.of("189", at(MINUTE, manifest.movement().departs(), manifest.zone()), "201"));
            segment("LOC", "87", List.of(place(manifest.movement().destination())));
            segment("DTM", List.of("232", at(MINUTE, manifest.arrives(), manifest.zone()), "201"));
        }

        /** An airline by its code alone; anybody else by name. */
        private List<String> carrier(Movement movement) {
            String written =
                    movement.carrier() == null ? "" : movement.carrier().toUpperCase(Locale.ROOT);
            if (movement.goesHome() && AIRLINE.matcher(written).matches()) {
                return List.of(written);
            }
            String name = LatinName.cut(LatinName.plain(written, "-."), LONGEST_NAME);
            return name.isEmpty() ? List.of() : List.of("", "", "", name);
        }

        private String place(String town) {
            return LatinName.cut(LatinName.plain(towns.carriersCode(town), ""), LONGEST_PLACE);
        }

        private void traveller(Issue manifest, Traveller traveller) throws EDIStreamException {
            LatinName name = LatinName.of(traveller.latinName(), traveller.name());
            segment(
                    "NAD",
                    "FL",
                    "",
                    "",
                    List.of(
                            LatinName.cut(name.surname(), LONGEST_NAME),
                            LatinName.cut(name.givenNames(), LONGEST_NAME)));
            segment("ATT", "2", "", List.of(SEXES.getOrDefault(traveller.sex(), "U")));
            if (traveller.born() != null) {
                segment("DTM", List.of("329", born(traveller.born(), traveller.bornEstimated())));
            }
            segment("LOC", "178", List.of(place(manifest.movement().origin())));
            segment("LOC", "179", List.of(place(manifest.movement().destination())));
            for (String nationality :
                    traveller.nationalities().stream().limit(9).toList()) {
                segment("NAT", "2", List.of(nationality));
            }
            segment("RFF", List.of("AVF", traveller.guest() ? "GUEST-" + taker(traveller) : traveller.caseNumber()));
            segment("RFF", List.of("ABO", (traveller.guest() ? "G" : "") + traveller.number()));
            if (traveller.document() != null) {
                document(traveller.document());
            }
        }

        private String taker(Traveller guest) {
            return LatinName.cut(LatinName.plain(guest.caseNumber(), "-.").replace(" ", ""), LONGEST_CODE);
        }

        /** Month and day that nobody knows are zeros, as in travel documents. */
        private String born(LocalDate born, boolean yearAlone) {
            return yearAlone ? DAY.format(born).substring(0, 2) + "0000" : DAY.format(born);
        }

        private void document(TravelDocument document) throws EDIStreamException {
            segment(
                    "DOC",
                    List.of(DOCUMENTS.getOrDefault(document.kind(), "F"), "110", "111"),
                    List.of(LatinName.cut(
                            LatinName.plain(DocumentNumber.key(document.number()), "")
                                    .replace(" ", ""),
                            LONGEST_NAME)));
            if (document.expires() != null) {
                segment("DTM", List.of("36", DAY.format(document.expires())));
            }
            String issuer = document.issuedBy() == null
                    ? null
                    : StateCode.of(document.issuedBy().strip()).orElse(null);
            if (issuer != null) {
                segment("LOC", "91", List.of(issuer));
            }
        }

        /** @param elements each a text, or a list of texts that are its components */
        private void segment(String tag, Object... elements) throws EDIStreamException {
            writer.writeStartSegment(tag);
            for (Object element : elements) {
                writer.writeStartElement();
                if (element instanceof List<?> components) {
                    for (Object component : components) {
                        writer.writeComponent(component.toString());
                    }
                } else {
                    writer.writeElementData(element.toString());
                }
                writer.endElement();
            }
            writer.writeEndSegment();
            segments++;
        }
    }

    private static String at(DateTimeFormatter format, Instant instant, ZoneId zone) {
        return format.format(instant.atZone(zone));
    }
}
