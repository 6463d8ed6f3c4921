package org.homeward.planning.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * People of one origin, of families with a wheelchair or without, with a stretcher or without, as they count in a flow: each
 * takes the average of what these families need, the people of most weight first.
 *
 * @param use what one of them takes of a leg, in the order of its limits
 * @param upTo by family, how many people those before it are; one more for all
 * @param weight by family, the weight of one person
 * @param sum by family, the weight of all people of those before it
 */
record Stream(
        int origin, boolean wheelchair, boolean stretcher, double[] use, double[] upTo, double[] weight, double[] sum) {

    private record Kind(int origin, boolean wheelchair, boolean stretcher) {}

    static List<Stream> among(List<Party> parties) {
        Map<Kind, List<Party>> kinds = new LinkedHashMap<>();
        parties.forEach(party -> kinds.computeIfAbsent(
                        new Kind(party.origin, party.needs[1] > 0, party.needs[2] > 0), kind -> new ArrayList<>())
                .add(party));
        return kinds.entrySet().stream()
                .map(kind -> of(kind.getKey(), kind.getValue()))
                .toList();
    }

    private static Stream of(Kind kind, List<Party> parties) {
        parties.sort(Comparator.comparingDouble(party -> -party.weightOfOne()));
        int many = parties.size();
        double[] use = new double[Network.KINDS];
        double[] upTo = new double[many + 1];
        double[] weight = new double[many];
        double[] sum = new double[many + 1];
        for (int at = 0; at < many; at++) {
            Party party = parties.get(at);
            weight[at] = party.weightOfOne();
            upTo[at + 1] = upTo[at] + party.size;
            sum[at + 1] = sum[at] + party.weight;
            for (int needed = 0; needed < use.length; needed++) {
                use[needed] += party.needs[needed];
            }
        }
        for (int needed = 0; needed < use.length; needed++) {
            use[needed] /= upTo[many];
        }
        return new Stream(kind.origin, kind.wheelchair, kind.stretcher, use, upTo, weight, sum);
    }

    boolean holds(Party party) {
        return party.origin == origin && party.needs[1] > 0 == wheelchair && party.needs[2] > 0 == stretcher;
    }

    double people() {
        return upTo[weight.length];
    }

    /** The family in which so many people end. */
    int at(double people) {
        int found = Arrays.binarySearch(upTo, people);
        return Math.max(0, Math.min(found < 0 ? -found - 2 : found, weight.length - 1));
    }

    /** What so many people are worth at most, home this moment. */
    double worthOf(double people) {
        int family = at(people);
        return sum[family] + weight[family] * (people - upTo[family]);
    }

    /** Where the line along this family's part of the curve begins, at nobody. */
    double tangent(int family) {
        return sum[family] - weight[family] * upTo[family];
    }
}
