package org.homeward.planning.web;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.homeward.access.CannotStart;
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

    /** @throws CannotStart if one of them is no name */
    PaxListParties {
        sender = clean(sender, "HOMEWARD_PAXLST_SENDER");
        recipient = clean(recipient, "HOMEWARD_PAXLST_RECIPIENT");
        Map<String, String> clean = new HashMap<>();
        recipients.forEach(
                (exit, name) -> clean.put(bare(exit), clean(name, "HOMEWARD_PAXLST_RECIPIENTS_" + bare(exit))));
        recipients = Map.copyOf(clean);
    }

    /** To whom the list of a movement goes. @param exit the code of its exit, if it has one */
    String recipient(@Nullable String exit) {
        return exit == null ? recipient : recipients.getOrDefault(bare(exit), recipient);
    }

    /** A code as it stands in a variable of the system, which has no dashes. */
    private static String bare(String code) {
        return code.replace("-", "").toUpperCase(Locale.ROOT);
    }

    private static String clean(String name, String variable) {
        String clean = LatinName.cut(LatinName.plain(name, "-./"), LONGEST);
        if (clean.isEmpty()) {
            throw new CannotStart(variable + " is no name for passenger lists: give it in Latin letters or digits, or"
                    + " leave it unset.");
        }
        return clean;
    }
}
