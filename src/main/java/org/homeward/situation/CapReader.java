package org.homeward.situation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.homeward.access.Refusal;
import org.homeward.situation.CapAlert.Area;
import org.homeward.situation.CapAlert.Geocode;
import org.homeward.situation.CapAlert.Info;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** Reads an alert by the rules of CAP 1.2, and says of a wrong one which element is wrong and what to do. */
public final class CapReader {

    /** An alert may be so long, in bytes. */
    public static final int MOST = 1_000_000;

    static final String NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2";

    private static final List<String> ALERT = List.of(
            "identifier",
            "sender",
            "sent",
            "status",
            "msgType",
            "source",
            "scope",
            "restriction",
            "addresses",
            "code",
            "note",
            "references",
            "incidents",
            "info");
    private static final List<String> INFO = List.of(
            "language",
            "category",
            "event",
            "responseType",
            "urgency",
            "severity",
            "certainty",
            "audience",
            "eventCode",
            "effective",
            "onset",
            "expires",
            "senderName",
            "headline",
            "description",
            "instruction",
            "web",
            "contact",
            "parameter",
            "resource",
            "area");
    private static final List<String> AREA = List.of("areaDesc", "polygon", "circle", "geocode", "altitude", "ceiling");

    private static final List<String> STATUS = List.of("Actual", "Exercise", "System", "Test", "Draft");
    private static final List<String> MSG_TYPE = List.of("Alert", "Update", "Cancel", "Ack", "Error");
    private static final List<String> SCOPE = List.of("Public", "Restricted", "Private");
    private static final List<String> CATEGORY = List.of(
            "Geo",
            "Met",
            "Safety",
            "Security",
            "Rescue",
            "Fire",
            "Health",
            "Env",
            "Transport",
            "Infra",
            "CBRNE",
            "Other");
    private static final List<String> RESPONSE =
            List.of("Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None");
    private static final List<String> URGENCY = List.of("Immediate", "Expected", "Future", "Past", "Unknown");
    private static final List<String> SEVERITY = List.of("Extreme", "Severe", "Moderate", "Minor", "Unknown");
    private static final List<String> CERTAINTY = List.of("Observed", "Likely", "Possible", "Unlikely", "Unknown");

    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[-+]\\d\\d:\\d\\d");
    private static final Pattern NAME = Pattern.compile("[^\\s,<&]+");

    /** Of what is written wrongly, so much is shown. */
    private static final int SHOWN = 40;

    private CapReader() {}

    /** @throws Refusal naming the element that is wrong */
    public static CapAlert read(byte[] xml) {
        if (xml.length > MOST) {
            throw new Refusal("An alert has at most 1 MB: leave out what is enclosed.", "alert");
        }
        Part alert = new Part(root(xml));
        alert.hasOnly(ALERT);
        String msgType = alert.oneOf("msgType", MSG_TYPE);
        String scope = alert.oneOf("scope", SCOPE);
        if (scope.equals("Private")) {
            alert.one("addresses");
        }
        return new CapAlert(
                alert.name("identifier"),
                alert.name("sender"),
                alert.time("sent"),
                alert.oneOf("status", STATUS),
                msgType,
                scope,
                scope.equals("Restricted") ? alert.one("restriction") : alert.maybe("restriction"),
                msgType.equals("Alert") ? alert.maybe("references") : alert.one("references"),
                alert.parts("info").map(CapReader::info).toList());
    }

    private static Info info(Part info) {
        info.hasOnly(INFO);
        info.maybeTime("effective");
        info.maybeTime("onset");
        String language = info.maybe("language");
        return new Info(
                language == null ? "en-US" : language,
                info.someOf("category", CATEGORY, true).get(0),
                info.one("event"),
                info.someOf("responseType", RESPONSE, false).stream()
                        .findFirst()
                        .orElse(null),
                info.oneOf("urgency", URGENCY),
                info.oneOf("severity", SEVERITY),
                info.oneOf("certainty", CERTAINTY),
                info.maybeTime("expires"),
                info.maybe("headline"),
                info.maybe("description"),
                info.maybe("instruction"),
                info.parts("area").map(CapReader::area).toList());
    }

    private static Area area(Part area) {
        area.hasOnly(AREA);
        return new Area(
                area.one("areaDesc"),
                area.parts("geocode")
                        .map(code -> new Geocode(code.one("valueName"), code.one("value")))
                        .toList());
    }

    /** The first element; nothing outside of the alert is ever looked up. */
    private static Element root(byte[] xml) {
        Element root;
        try {
            root = parser().parse(new ByteArrayInputStream(xml)).getDocumentElement();
        } catch (SAXParseException e) {
            if (String.valueOf(e.getMessage()).contains("DOCTYPE")) {
                throw new Refusal("An alert has no DOCTYPE and no entities: leave them out.", "alert");
            }
            throw new Refusal("This is no XML that can be read: look at line " + e.getLineNumber() + ".", "alert");
        } catch (SAXException | IOException e) {
            throw new Refusal("This is no XML that can be read.", "alert");
        }
        if (!"alert".equals(root.getLocalName()) || !NAMESPACE.equals(root.getNamespaceURI())) {
            throw new Refusal(
                    "This is no alert of CAP 1.2: it begins with <" + shown(root.getNodeName())
                            + ">, and not with <alert> of " + NAMESPACE + ".",
                    "alert");
        }
        return root;
    }

    private static DocumentBuilder parser() {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        try {
            factory.setNamespaceAware(true);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder parser = factory.newDocumentBuilder();
            parser.setErrorHandler(new DefaultHandler()); // else it writes to the console
            return parser;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String shown(String written) {
        return written.length() > SHOWN ? written.substring(0, SHOWN) + "…" : written;
    }

    /** An element and those within it. */
    private record Part(Element element) {

        private String itself() {
            return element.getLocalName();
        }

        private Stream<Element> children() {
            List<Element> children = new ArrayList<>();
            for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
                if (node instanceof Element child && NAMESPACE.equals(child.getNamespaceURI())) {
                    children.add(child);
                }
            }
            return children.stream();
        }

        private List<String> texts(String name) {
            return children()
                    .filter(child -> child.getLocalName().equals(name))
                    .map(child -> child.getTextContent().strip())
                    .filter(text -> !text.isEmpty())
                    .toList();
        }

        Stream<Part> parts(String name) {
            return children().filter(child -> child.getLocalName().equals(name)).map(Part::new);
        }

        void hasOnly(List<String> known) {
            children()
                    .map(Element::getLocalName)
                    .filter(name -> !known.contains(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw new Refusal(
                                "CAP 1.2 knows no <" + shown(name) + "> in <" + itself()
                                        + ">: correct its name or leave it out.",
                                shown(name));
                    });
        }

        @Nullable
        String maybe(String name) {
            List<String> texts = texts(name);
            if (texts.size() > 1) {
                throw new Refusal("<" + name + "> stands more than once in <" + itself() + ">: leave one.", name);
            }
            return texts.isEmpty() ? null : texts.get(0);
        }

        String one(String name) {
            String text = maybe(name);
            if (text == null) {
                throw new Refusal("<" + name + "> is missing in <" + itself() + ">: write it there.", name);
            }
            return text;
        }

        String oneOf(String name, List<String> known) {
            return checked(name, one(name), known);
        }

        /** @param needed whether there must be one */
        List<String> someOf(String name, List<String> known, boolean needed) {
            List<String> texts = texts(name);
            if (needed && texts.isEmpty()) {
                one(name);
            }
            texts.forEach(text -> checked(name, text, known));
            return texts;
        }

        private static String checked(String name, String text, List<String> known) {
            if (!known.contains(text)) {
                throw new Refusal(
                        "<" + name + "> is “" + shown(text) + "”: choose one of " + String.join(", ", known) + ".",
                        name);
            }
            return text;
        }

        /** What names an alert. */
        String name(String name) {
            String text = one(name);
            if (!NAME.matcher(text).matches()) {
                throw new Refusal("<" + name + "> has a blank, a comma, < or & in it: leave them out.", name);
            }
            return text;
        }

        @Nullable
        OffsetDateTime maybeTime(String name) {
            return maybe(name) == null ? null : time(name);
        }

        OffsetDateTime time(String name) {
            String text = one(name);
            try {
                if (TIME.matcher(text).matches()) {
                    return OffsetDateTime.parse(text.replace("-00:00", "Z"));
                }
            } catch (DateTimeException e) {
                // There is no such day or hour.
            }
            throw new Refusal(
                    "<" + name + "> is no time of CAP 1.2: write it as 2013-01-17T06:00:00+03:00, UTC with -00:00.",
                    name);
        }
    }
}
