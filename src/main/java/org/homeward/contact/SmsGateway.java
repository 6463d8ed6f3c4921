package org.homeward.contact;

import org.jspecify.annotations.Nullable;

/** What takes SMS to telephones. Another provider is another implementation. */
public interface SmsGateway {

    /** Whether there is one; if not, nothing is sent, and officers call. */
    boolean isSetUp();

    /**
     * Hands one SMS over.
     *
     * @param phone E.164
     * @param key the same for the same SMS: the gateway sends it once, however often it is handed over
     * @return by which the gateway knows it; null if it does not say
     * @throws NotTaken if it did not take it
     */
    @Nullable
    String send(String phone, String text, String key) throws NotTaken;

    /** The gateway did not take an SMS. Its message names neither number nor text, because the engine keeps it. */
    final class NotTaken extends Exception {

        private final String why;

        /** @param why a code that the dossier has words for: {@code delivery.why.…} */
        NotTaken(String why, String message) {
            super(message);
            this.why = why;
        }

        String why() {
            return why;
        }

        /** Whether trying again is of no use: it takes no SMS to this number. */
        boolean isFinal() {
            return why.equals("numberRefused");
        }
    }
}
