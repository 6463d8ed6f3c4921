package org.homeward.access;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.springframework.boot.jackson.JsonComponent;

/** A time in what programs send: written with its offset. A number is refused: seconds and milliseconds look alike. */
@JsonComponent
class WrittenInstant extends StdScalarDeserializer<Instant> {

    WrittenInstant() {
        super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return (Instant) context.handleUnexpectedToken(Instant.class, parser);
        }
        String written = parser.getText().strip();
        try {
            return OffsetDateTime.parse(written).toInstant();
        } catch (DateTimeException e) {
            return (Instant) context.handleWeirdStringValue(Instant.class, written, "not a time with an offset");
        }
    }
}
