package org.homeward.contact;

/** Whether a message that has not left yet still says what is so. What does not is not sent any more. */
public interface StillTrue {

    /** True also for messages of a kind that this knows nothing about. */
    boolean of(Message message);
}
