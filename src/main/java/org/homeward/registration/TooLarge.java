package org.homeward.registration;

import org.homeward.movement.Places;

/**
 * A family that no way home takes whole.
 *
 * @param needs its places
 * @param vehicle what is too small for it: {@code convoy}, {@code flight} or {@code both}
 */
public record TooLarge(Places needs, String vehicle) {}
