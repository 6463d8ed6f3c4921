package org.homeward.planning.web;

import java.util.Locale;
import java.util.Map;
import org.homeward.people.LatinName;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * As whom passenger lists are sent, and to whom: the names that border authorities have given out for it.
 *
 * @param recipient of those over exits that have none of their own
 * @param recipients by the code of the exit
 */
@ConfigurationProperties("homeward.paxlst")
record PaxListParties(
        String sender, String recipient, @DefaultValue Map<String, String> recipients) {

    private static final int LONGEST = 35;

    PaxListParties {
        sender = clean(sender);
        recipient = clean(recipient);
    }

    /** To whom the list of a movement goes. @param exit the code of its exit, if it has one */
    String recipient(@Nullable String exit) {
        return recipients.entrySet().stream()
                .filter(own -> exit != null && bare(exit).equals(bare(own.getKey())))
                .map(own -> clean(own.getValue()))
                .findFirst()
                .orElse(recipient);
    }

    /** A code as it stands in a variable of the system, which has no dashes. */
    private static String bare(String code) {
        return code.replace("-", "").toUpperCase(Locale.ROOT);
    }

    private static String clean(String name) {
        String clean = LatinName.cut(LatinName.plain(name, "-./"), LONGEST);
        if (clean.isEmpty()) {
            throw new IllegalArgumentException("Passenger lists need the names of a sender and a recipient.");
        }
        return clean;
    }
}
