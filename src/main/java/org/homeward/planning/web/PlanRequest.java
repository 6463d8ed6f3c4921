package org.homeward.planning.web;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.stream.Stream;
import org.homeward.planning.PlanOptions;
import org.jspecify.annotations.Nullable;

/**
 * What a program wants planned: a whole operation that it sends, or the operation as it stands here.
 *
 * @param sent what it sent of the first; null: the second
 * @param options for the second
 */
@JsonDeserialize(using = PlanRequest.Reader.class)
record PlanRequest(@Nullable JsonNode sent, PlanOptions options) {

    static final PlanRequest OF_NOTHING = new PlanRequest(null, PlanOptions.NONE);

    /** Tells the two apart by fields that only an operation has; options may stand beside a snapshot that is not there. */
    static final class Reader extends JsonDeserializer<PlanRequest> {

        @Override
        public PlanRequest deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonNode body = context.readTree(parser);
            if (Stream.of("snapshot", "households", "legs").anyMatch(body::hasNonNull)) {
                return new PlanRequest(body, PlanOptions.NONE);
            }
            if (body instanceof ObjectNode asItStands
                    && asItStands.path("snapshot").isNull()) {
                asItStands.remove("snapshot");
            }
            boolean beside = body.has("options") && body.size() == 1;
            PlanOptions options =
                    parser.getCodec().treeToValue(beside ? body.path("options") : body, PlanOptions.class);
            return new PlanRequest(null, options == null ? PlanOptions.NONE : options);
        }
    }
}
