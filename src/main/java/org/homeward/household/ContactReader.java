package org.homeward.household;

import java.util.Map;
import org.homeward.access.Refusal;

/**
 * Reads how a household is reached and where it is, as an officer writes it. Registration does it, so that a correction is
 * read just like a list.
 */
public interface ContactReader {

    /** As written, each plain text; empty: not known. @param governorate its P-code or what people call it */
    record Written(String phone, String email, String governorate, String city, String language) {}

    /** @throws Refusal that names the field which cannot be read */
    Contacts.Contact read(Written written);

    /** The names of the governorates in the officer's language, by P-code. */
    Map<String, String> governorates();
}
