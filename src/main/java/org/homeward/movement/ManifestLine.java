package org.homeward.movement;

/** One person on the manifest of a movement. @param version from 1, written when the movement freezes */
public record ManifestLine(long movementId, int version, long personId, long householdId, String place) {}
