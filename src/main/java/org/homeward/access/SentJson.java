package org.homeward.access;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import org.springframework.boot.autoconfigure.jackson.Jackson2ObjectMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** JSON that programs send may be as large as a file that people send, and no larger. */
@Configuration
class SentJson {

    private static final long MOST_BYTES = 64L * 1024 * 1024;

    @Bean
    Jackson2ObjectMapperBuilderCustomizer bounded() {
        StreamReadConstraints bounds =
                StreamReadConstraints.builder().maxDocumentLength(MOST_BYTES).build();
        return mapper -> mapper.factory(
                JsonFactory.builder().streamReadConstraints(bounds).build());
    }
}
