package org.homeward.planning.plan;

/** What is left of each limit. */
final class Room {

    final int[] left;
    private final Network network;

    Room(Network network) {
        this.network = network;
        left = network.capacity.clone();
    }

    boolean fits(Party party, int leg) {
        int limit = leg * Network.KINDS;
        int[] needs = party.needs;
        int day = network.quota[leg];
        return network.open[leg]
                && left[limit] >= needs[0]
                && left[limit + 1] >= needs[1]
                && left[limit + 2] >= needs[2]
                && left[limit + 3] >= needs[3]
                && (day < 0 || left[day] >= party.size);
    }

    /** Whether they fit on all of these legs, also where two go over one exit on one day and count twice. */
    boolean fits(Party party, int[] way) {
        for (int leg : way) {
            if (!fits(party, leg) || !quotaFits(party, leg, way)) {
                return false;
            }
        }
        return true;
    }

    private boolean quotaFits(Party party, int leg, int[] way) {
        int day = network.quota[leg];
        int used = 0;
        for (int other : way) {
            used += day >= 0 && network.quota[other] == day ? party.size : 0;
        }
        return day < 0 || left[day] >= used;
    }

    void take(Party party, int[] way) {
        change(party, way, -1);
    }

    void give(Party party, int[] way) {
        change(party, way, 1);
    }

    private void change(Party party, int[] way, int sign) {
        for (int leg : way) {
            for (int kind = 0; kind < Network.KINDS; kind++) {
                left[leg * Network.KINDS + kind] += sign * party.needs[kind];
            }
            if (network.quota[leg] >= 0) {
                left[network.quota[leg]] += sign * party.size;
            }
        }
    }
}
