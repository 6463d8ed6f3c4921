package org.homeward.planning.plan;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who sits where, what room that leaves, and what it is worth. */
final class Seats {

    final Room room;
    /** By party: its legs; null: it is left. */
    final int[] @Nullable [] ways;
    /** By leg: the parties aboard, as many as {@link #aboard} says. */
    final int[][] manifest;

    final int[] aboard;
    double worth;

    private final Network network;
    private final List<Party> parties;

    Seats(Network network, List<Party> parties) {
        this.network = network;
        this.parties = parties;
        room = new Room(network);
        ways = new int[parties.size()][];
        manifest = new int[network.size][8];
        aboard = new int[network.size];
        for (Party party : parties) {
            worth += party.worthOf(null, network);
        }
    }

    Party party(int number) {
        return parties.get(number);
    }

    /** Puts a party on these legs, or takes it off all; there must be room. */
    void put(int number, int @Nullable [] way) {
        Party party = parties.get(number);
        int @Nullable [] before = ways[number];
        worth += party.worthOf(way, network) - party.worthOf(before, network);
        if (before != null) {
            room.give(party, before);
            for (int leg : before) {
                leave(leg, number);
            }
        }
        ways[number] = way;
        if (way != null) {
            room.take(party, way);
            for (int leg : way) {
                board(leg, number);
            }
        }
    }

    /** Puts all parties on these ways instead of theirs. */
    void put(int[] @Nullable [] all) {
        for (int party = 0; party < all.length; party++) {
            put(party, null);
        }
        for (int party = 0; party < all.length; party++) {
            put(party, all[party]);
        }
    }

    private void board(int leg, int number) {
        if (aboard[leg] == manifest[leg].length) {
            manifest[leg] = Arrays.copyOf(manifest[leg], 2 * aboard[leg]);
        }
        manifest[leg][aboard[leg]++] = number;
    }

    private void leave(int leg, int number) {
        int[] on = manifest[leg];
        int at = 0;
        while (on[at] != number) {
            at++;
        }
        on[at] = on[--aboard[leg]];
    }
}
