package io.github.diffusionelites.device;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The population-wide part: buffers that do not fit are refused with what was given and what would fit. */
class PopulationRecorderTest extends RecorderTestCase {

    private final Selection selection = Selection.allocate(device, SEARCHES, INDIVIDUALS);

    @Test
    void shouldRefuseSelectionsThatDoNotFit() {
        Buffer rewards = floats(2, 3);
        Buffer settings = ints(2, 4);
        refuse(() -> recorder.select(floats(3, 2), settings, selection), "rewards", "[2, 3]", "[3, 2]");
        refuse(() -> recorder.select(rewards, ints(2, 3), selection), "settings", "[2, 4]", "[2, 3]");
        try (Selection other = Selection.allocate(device, 2, 4)) {
            refuse(() -> recorder.select(rewards, settings, other), "elites", "[2, 3]", "[2, 4]");
            refuse(() -> recorder.gather(rows(4), other, floats(2, 1, 4)), "elites", "[2, 3]", "[2, 4]");
        }
        refuse(() -> recorder.statistics(rewards, settings, selection, floats(2, 8)), "statistics", "[2, 9]", "[2, 8]");
        refuse(
                () -> recorder.select(rewards, settings, new Selection(selection.elites(), ints(2, 3), floats(2))),
                "summary",
                "[2, 4]",
                "[2, 3]");
        refuse(
                () -> recorder.select(
                        rewards, settings, new Selection(selection.elites(), selection.summary(), floats(3))),
                "threshold",
                "[2]",
                "[3]");
    }

    @Test
    void shouldRefuseRefitsThatDoNotFit() {
        Buffer d = floats(2, 4);
        Buffer wrong = floats(2, 5);
        Buffer matrix = floats(2, 4, 4);
        Buffer valid = ints(2);
        refuse(() -> recorder.moments(rows(4), selection, wrong, d), "mean", "[2, 4]", "[2, 5]");
        refuse(() -> recorder.moments(rows(4), selection, d, wrong), "variance", "[2, 4]", "[2, 5]");
        refuse(() -> recorder.covariance(rows(4), selection, d, floats(3), matrix), "jitter", "[2]", "[3]");
        refuse(() -> recorder.covariance(rows(4), selection, d, floats(2), d), "[2, 4, 4]", "[2, 4]");
        refuse(() -> recorder.cholesky(floats(2, 4, 5), matrix, valid), "covariance", "[2, 5, 5]", "[2, 4, 5]");
        refuse(() -> recorder.cholesky(matrix, floats(2, 4, 5), valid), "factor", "[2, 4, 4]", "[2, 4, 5]");
        refuse(() -> recorder.cholesky(matrix, matrix, floats(2)), "valid", "I32", "F32");
    }

    @Test
    void shouldRefuseProposalsThatDoNotFit() {
        Buffer d = floats(2, 4);
        Buffer wrong = floats(2, 5);
        Buffer matrix = floats(2, 4, 4);
        Buffer valid = ints(2);
        Buffer divergence = floats(2, 3);
        Buffer floors = floats(2, 2);
        var diagonal = new Proposal.Diagonal(d, d, divergence, valid);
        refuse(() -> recorder.updateDiagonal(selection, d, wrong, floors, diagonal), "variance", "[2, 4]", "[2, 5]");
        refuse(() -> recorder.updateDiagonal(selection, d, d, floats(2), diagonal), "floors", "[2, 2]", "[2]");
        refuse(
                () -> recorder.updateDiagonal(
                        selection, d, d, floors, new Proposal.Diagonal(d, wrong, divergence, valid)),
                "deviation",
                "[2, 4]",
                "[2, 5]");
        refuse(
                () -> recorder.updateDiagonal(selection, d, d, floors, new Proposal.Diagonal(d, d, d, valid)),
                "divergence",
                "[2, 3]",
                "[2, 4]");
        refuse(
                () -> recorder.updateFull(
                        selection, d, matrix, matrix, valid, new Proposal.Full(d, matrix, d, divergence, valid)),
                "factor",
                "[2, 4, 4]",
                "[2, 4]");
        refuse(
                () -> recorder.updateFull(
                        selection, d, d, matrix, valid, new Proposal.Full(d, matrix, matrix, divergence, valid)),
                "covariance",
                "[2, 4, 4]",
                "[2, 4]");
    }

    @Test
    void shouldRefuseArchivesThatDoNotFit() {
        Buffer rewards = floats(2, 3);
        refuse(
                () -> recorder.keepChampion(rows(4), rewards, selection, floats(2, 6, 4), floats(2, 5), ints(2, 5)),
                "champions",
                "[2, 5, 4]",
                "[2, 6, 4]");
        refuse(
                () -> recorder.keepChampion(rows(4), rewards, selection, floats(2, 5, 4), floats(2, 5), ints(2, 4)),
                "individuals",
                "[2, 5]",
                "[2, 4]");
        refuse(() -> recorder.gather(rows(4), selection, floats(2, 3, 5)), "[2, 3, 4]", "[2, 3, 5]");
    }

    @Test
    void shouldNameABufferThatIsTooSmallForItsSearches() {
        Buffer rewards = floats(2, 3);
        Buffer one = floats(1);
        List<RewardTerm> terms = List.of(new RewardTerm(RewardTerm.Kind.PATH_LENGTH, 0, 1));
        refuse(() -> recorder.score(rows(6), 3, 2, terms, one, rewards), "reward parameters", "[1]");
        refuse(() -> recorder.gather(rows(4), selection, floats(2)), "gathered rows", "[2]");
        refuse(() -> recorder.cholesky(floats(), floats(2, 1, 1), ints(2)), "covariance", "[2, 1, 1]", "[]");
        refuse(() -> recorder.cholesky(one, floats(2, 1, 1), ints(2)), "covariance", "[2, 1, 1]", "[1]");
        refuse(
                () -> recorder.keepChampion(rows(4), rewards, selection, floats(2, 5, 4), one, ints(2, 5)),
                "champion rewards",
                "[1]");
        var proposal = new Proposal.Diagonal(floats(2, 4), floats(2, 4), floats(2, 3), ints(2));
        refuse(() -> recorder.updateDiagonal(selection, one, one, floats(2, 2), proposal), "mean", "[1]");
    }
}
