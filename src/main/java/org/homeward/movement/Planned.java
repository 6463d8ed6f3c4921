package org.homeward.movement;

/** A movement that was asked for. @param known it was there already, just as asked for: nothing was added */
public record Planned(Movement movement, boolean known) {}
