package org.homeward.contact;

import java.util.Optional;

/** A file that goes along with the mails of one kind of message, made as each of them leaves. */
public interface Enclosure {

    /** The kind of message: see {@link Message#kind}. */
    String kind();

    /** The file for this household; empty: the mail goes without. */
    Optional<Pdf> of(long householdId);

    record Pdf(String fileName, byte[] content) {}
}
