"""The workloads that every peer runs, and the networks behind them. Needs nothing beyond Python."""

import dataclasses

GOAL = (0.5, -0.25)
"""Where the last position of a sample shall lie; the objective is the squared distance to it, to be made small."""

JITTER = 1e-6
DEVIATION_FLOOR = 0.01


def unet(dim, length, multipliers=(1, 2, 4, 8), groups=8, heads=4, width=32):
    return {
        "architecture": "unet1d", "dim": dim, "multipliers": list(multipliers), "channels": 2, "length": length,
        "groups": groups, "heads": heads, "head_dim": width, "timesteps": 1000,
    }


def mlp(*widths):
    return {"architecture": "mlp", "widths": list(widths), "channels": 2, "length": widths[0] // 2, "timesteps": 1000}


NETWORKS = {
    "R32": unet(32, 32),
    "R64": unet(64, 64),
    "R128": unet(128, 64),
    "MLP": mlp(64, 256, 256, 64),
    # For a CPU in seconds: the same layers with two and three levels, down to length 4.
    "tiny": unet(8, 8, (1, 2), groups=4, heads=2, width=8),
    "tiny3": unet(8, 16, (1, 2, 4), groups=4, heads=2, width=8),
    "tinyMLP": mlp(16, 32, 32, 16),
}


@dataclasses.dataclass(frozen=True)
class Workload:
    """A search, repeated for some islands; method is diagonal, full (covariance) or evolution (Diffusion Evolution)."""

    name: str
    network: str | None
    individuals: int
    elites: int
    channels: int
    length: int
    steps: int
    generations: int
    method: str = "diagonal"
    islands: int = 1

    @property
    def dimensions(self):
        return self.channels * self.length

    @property
    def evaluations(self):
        """Of the network in a generation; individuals where there is no network."""
        return self.islands * self.individuals * max(self.steps, 1)


def _searched(name, network, individuals, elites, steps, generations, **other):
    config = NETWORKS[network]
    return Workload(name, network, individuals, elites, config["channels"], config["length"], steps, generations,
                    **other)


def _bare(name, individuals, elites, dimensions, generations, **other):
    return Workload(name, None, individuals, elites, 2, dimensions // 2, 0, generations, **other)


FULL = {
    w.name: w
    for w in (
        _searched("W1", "R32", 1024, 102, 5, 10),
        _searched("W2", "R32", 16384, 1638, 5, 10),
        _searched("W3", "R64", 65536, 6554, 5, 3),
        _searched("W4", "R128", 16384, 1638, 5, 1),
        _searched("W5", "MLP", 1_000_000, 100_000, 10, 5),
        _bare("W6", 1_000_000, 100_000, 1024, 5),
        _bare("W7", 65536, 6554, 1024, 3, method="full"),
        _bare("W7-4096", 65536, 6554, 4096, 3, method="full"),
        _bare("W8", 65536, 0, 64, 100, method="evolution"),
        _bare("W8-2", 16384, 0, 2, 100, method="evolution"),
        _bare("W8-1024", 65536, 0, 1024, 100, method="evolution"),
        _searched("W9", "R32", 256, 25, 5, 3, islands=1024),
        _searched("W9-full", "R32", 256, 25, 5, 3, islands=1024, method="full"),
    )
}

TINY = {
    w.name: w
    for w in (
        _searched("W1", "tiny", 64, 6, 5, 6),
        _searched("W2", "tiny", 256, 26, 5, 6),
        _searched("W3", "tiny3", 128, 13, 5, 6),
        _searched("W4", "tiny3", 64, 6, 5, 6),
        _searched("W5", "tinyMLP", 512, 51, 10, 6),
        _bare("W6", 2048, 205, 64, 6),
        _bare("W7", 1024, 102, 32, 6, method="full"),
        _bare("W7-4096", 1024, 102, 64, 6, method="full"),
        _bare("W8", 512, 0, 4, 100, method="evolution"),
        _bare("W8-2", 256, 0, 2, 100, method="evolution"),
        _bare("W8-1024", 256, 0, 64, 100, method="evolution"),
        _searched("W9", "tiny", 32, 6, 5, 6, islands=4),
        _searched("W9-full", "tiny", 32, 6, 5, 6, islands=4, method="full"),
    )
}

SCALES = {"full": FULL, "tiny": TINY}


def scaled(scale, name, generations=None):
    """The workload at a scale, with its own number of generations or the given one."""
    workload = SCALES[scale][name]
    return dataclasses.replace(workload, generations=generations) if generations else workload
