package org.homeward.movement;

/** A person's place on a movement that is held now. @param place {@code seat}, {@code wheelchair} or {@code stretcher} */
public record Reservation(long householdId, long personId, long movementId, String place) {}
