package org.homeward.planning.plan;

import com.google.ortools.Loader;
import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPObjective;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPSolver.ResultStatus;
import com.google.ortools.linearsolver.MPSolverParameters;
import com.google.ortools.linearsolver.MPSolverParameters.IntegerParam;
import com.google.ortools.linearsolver.MPSolverParameters.LpAlgorithmValues;
import com.google.ortools.linearsolver.MPVariable;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * People as flows: the linear programme that sends the people of each {@link Stream} over the legs, where they may wait for a
 * later one, and its prices of all limits. What their arrivals are worth depends only on how many have arrived by when, since
 * those of most weight come first; that is a concave curve, cut out by straight lines: near what a greedy plan brings home,
 * then once more where the first solution lies.
 */
final class Flows {

    private static final int SECONDS_AT_MOST = 8;
    private static final double INFINITY = Double.POSITIVE_INFINITY;
    /** Of all people of a stream, so many more or fewer. */
    private static final double[] NEAR = {-0.01, 0, 0.01};

    private static final double[] ALL_OVER = {0, 0.125, 0.5, 1};
    private static final double EXACT = 1e-5;

    private final Network network;
    private final Seats greedy;
    private final List<Stream> streams;
    private final int[] arrivals;
    private final MPSolver solver;
    private final @Nullable MPConstraint[] limits;
    private final MPVariable[][] home;
    private final MPVariable[][] worth;

    /** To be made where {@link #areAvailable}. @param greedy a plan near which the best one is sought */
    Flows(Network network, List<Party> parties, Seats greedy) {
        this.network = network;
        this.greedy = greedy;
        solver = MPSolver.createSolver("GLOP");
        streams = Stream.among(parties);
        arrivals = IntStream.range(0, network.size)
                .filter(leg -> network.home[leg] && network.open[leg] && network.worth[leg] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(leg -> -network.worth[leg]))
                .mapToInt(leg -> leg)
                .toArray();
        limits = new MPConstraint[network.limits()];
        home = new MPVariable[streams.size()][arrivals.length];
        worth = new MPVariable[streams.size()][arrivals.length];
    }

    /** How large the programme would be: streams times legs. */
    static long size(Network network, List<Party> parties) {
        return (long) Stream.among(parties).size() * network.size;
    }

    /** Whether the solver can be loaded here: its library is unpacked into the folder for temporary files. */
    static boolean areAvailable() {
        try {
            Loader.loadNativeLibraries();
            return true;
        } catch (LinkageError | RuntimeException e) {
            return false;
        }
    }

    /** @return by limit, what one more of it would be worth; all zero if that cannot be found in time */
    double[] prices() {
        try {
            solver.objective().setMaximization();
            for (int stream = 0; stream < streams.size(); stream++) {
                arrive(stream, travel(streams.get(stream)));
            }
            boolean solved = solve() && (!refine() || solve());
            return IntStream.range(0, limits.length)
                    .mapToDouble(limit -> solved ? price(limits[limit]) : 0)
                    .toArray();
        } finally {
            solver.delete();
        }
    }

    private static double price(@Nullable MPConstraint limit) {
        return limit == null ? 0 : Math.max(0, limit.dualValue());
    }

    private boolean solve() {
        MPSolverParameters parameters = new MPSolverParameters();
        parameters.setIntegerParam(IntegerParam.LP_ALGORITHM, LpAlgorithmValues.DUAL.swigValue());
        solver.setTimeLimit(SECONDS_AT_MOST * 1000L);
        return solver.solve(parameters) == ResultStatus.OPTIMAL;
    }

    /** @return by leg: how many of the stream are on it; null: none can */
    private @Nullable MPVariable[] travel(Stream stream) {
        @Nullable MPVariable[] aboard = new MPVariable[network.size];
        @Nullable MPConstraint[] at = new MPConstraint[network.turns];
        for (int leg = 0; leg < network.size; leg++) {
            int turn = network.turn[leg];
            boolean starts = network.begins(stream.origin(), network.from[leg]);
            if (!starts) {
                keepWaiting(at, turn, turn > network.firstTurn[network.from[leg]]);
            }
            if (!(starts || at[turn] != null) || !mayCarry(leg, stream)) {
                continue;
            }
            aboard[leg] = solver.makeNumVar(0, INFINITY, "");
            use(leg, stream, aboard[leg]);
            if (!starts) {
                at[turn].setCoefficient(aboard[leg], -1);
            }
            if (!network.home[leg]) {
                balance(at, network.next[leg]).setCoefficient(aboard[leg], 1);
            }
        }
        return aboard;
    }

    /** Those who do not leave with one departure are there for the next. */
    private void keepWaiting(@Nullable MPConstraint[] at, int turn, boolean hasBefore) {
        if (hasBefore && at[turn - 1] != null) {
            MPVariable waiting = solver.makeNumVar(0, INFINITY, "");
            at[turn - 1].setCoefficient(waiting, -1);
            balance(at, turn).setCoefficient(waiting, 1);
        }
    }

    private MPConstraint balance(@Nullable MPConstraint[] at, int turn) {
        MPConstraint balance = at[turn];
        if (balance == null) {
            balance = solver.makeConstraint(0, INFINITY, "");
            at[turn] = balance;
        }
        return balance;
    }

    private boolean mayCarry(int leg, Stream stream) {
        int day = network.quota[leg];
        boolean fits = network.open[leg] && (day < 0 || network.capacity[day] > 0);
        for (int kind = 0; kind < Network.KINDS; kind++) {
            fits &= stream.use()[kind] == 0 || network.capacity[leg * Network.KINDS + kind] > 0;
        }
        return fits && (network.home[leg] || network.legAt[network.next[leg]] >= 0);
    }

    private void use(int leg, Stream stream, MPVariable aboard) {
        for (int kind = 0; kind < Network.KINDS; kind++) {
            if (stream.use()[kind] > 0) {
                limit(leg * Network.KINDS + kind).setCoefficient(aboard, stream.use()[kind]);
            }
        }
        if (network.quota[leg] >= 0) {
            limit(network.quota[leg]).setCoefficient(aboard, 1);
        }
    }

    private MPConstraint limit(int number) {
        MPConstraint limit = limits[number];
        if (limit == null) {
            limit = solver.makeConstraint(-INFINITY, network.capacity[number], "");
            limits[number] = limit;
        }
        return limit;
    }

    /** How many are home by each arrival, and what they are worth at most. */
    private void arrive(int number, @Nullable MPVariable[] aboard) {
        Stream stream = streams.get(number);
        MPObjective objective = solver.objective();
        double before = 0;
        for (int at = 0; at < arrivals.length; at++) {
            MPVariable sum = solver.makeNumVar(0, stream.people(), "");
            MPConstraint adds = solver.makeConstraint(0, 0, "");
            adds.setCoefficient(sum, -1);
            if (at > 0) {
                adds.setCoefficient(home[number][at - 1], 1);
            }
            if (aboard[arrivals[at]] != null) {
                adds.setCoefficient(aboard[arrivals[at]], 1);
            }
            home[number][at] = sum;
            worth[number][at] = solver.makeNumVar(-INFINITY, INFINITY, "");
            double later = at + 1 < arrivals.length ? network.worth[arrivals[at + 1]] : 0;
            objective.setCoefficient(worth[number][at], network.worth[arrivals[at]] - later);
            before += greedy(stream, arrivals[at]);
            cut(number, at, before);
        }
    }

    private double greedy(Stream stream, int leg) {
        return IntStream.range(0, greedy.aboard[leg])
                .mapToObj(at -> greedy.party(greedy.manifest[leg][at]))
                .filter(stream::holds)
                .mapToInt(party -> party.size)
                .sum();
    }

    private void cut(int number, int at, double people) {
        Stream stream = streams.get(number);
        Set<Integer> points = new TreeSet<>();
        for (double part : ALL_OVER) {
            points.add(stream.at(part * stream.people()));
        }
        for (double part : NEAR) {
            points.add(stream.at(people + part * stream.people()));
        }
        points.forEach(point -> cutAt(number, at, point));
    }

    private void cutAt(int number, int at, int point) {
        Stream stream = streams.get(number);
        MPConstraint below = solver.makeConstraint(-INFINITY, stream.tangent(point), "");
        below.setCoefficient(worth[number][at], 1);
        below.setCoefficient(home[number][at], -stream.weight()[point]);
    }

    /** @return whether a line was missing where the solution lies */
    private boolean refine() {
        record Cut(int number, int at, int point) {}
        List<Cut> cuts = IntStream.range(0, streams.size())
                .boxed()
                .flatMap(number -> IntStream.range(0, arrivals.length)
                        .filter(at -> isTooHigh(number, at))
                        .mapToObj(at -> new Cut(number, at, streams.get(number).at(home[number][at].solutionValue()))))
                .toList();
        cuts.forEach(cut -> cutAt(cut.number, cut.at, cut.point));
        return !cuts.isEmpty();
    }

    private boolean isTooHigh(int number, int at) {
        double most = streams.get(number).worthOf(home[number][at].solutionValue());
        return worth[number][at].solutionValue() > most + EXACT * Math.max(1, most);
    }
}
