"""A generation of each search in PyTorch, as functions of tensors alone: nothing here waits for the device."""

import dataclasses
import functools
import math
from typing import Callable

import torch

import workloads


def distance(x, workload):
    """The objective of samples [n, channels * length], to be made small: [n]."""
    last = x.view(-1, workload.channels, workload.length)[:, :, -1].float()
    return (last[:, 0] - workloads.GOAL[0]).square() + (last[:, 1] - workloads.GOAL[1]).square()


def chunked(decode, workload, chunk):
    """z [islands, individuals, d] to the objective [islands, individuals], decoded by chunks of rows."""

    def score(z):
        rows = z.view(-1, workload.dimensions)
        if chunk >= rows.shape[0]:
            values = distance(decode(rows), workload)
        else:
            values = torch.cat([distance(decode(part), workload) for part in rows.split(chunk)])
        return values.view(z.shape[:2])

    return score


@dataclasses.dataclass(frozen=True)
class Elites:
    """The cross-entropy search; the state is mean, deviation or Cholesky factor, lowest value, its latent, elite mean.

    Refit: maximum likelihood about the new mean, with jitter, and for a diagonal a floor of the deviation.
    """

    workload: workloads.Workload
    score: Callable
    device: str
    ordered: bool = True
    products: torch.dtype = torch.float32
    generator: torch.Generator | None = None

    def start(self):
        islands, d = self.workload.islands, self.workload.dimensions
        scale = torch.ones(islands, 1, d, device=self.device)
        if self.workload.method == "full":
            scale = torch.eye(d, device=self.device).repeat(islands, 1, 1)
        lowest = torch.full((islands,), math.inf, device=self.device)
        zero = torch.zeros(islands, 1, d, device=self.device)
        return zero, scale, lowest, zero[:, 0].clone(), torch.zeros_like(lowest)

    def _draw(self, mean, scale):
        w = self.workload
        shape = (w.islands, w.individuals, w.dimensions)
        # A compiled generation draws from the device's own generator.
        keyword = {} if self.generator is None else {"generator": self.generator}
        if w.method == "diagonal":
            return torch.addcmul(mean, scale, torch.randn(shape, device=self.device, **keyword))
        noise = torch.randn(shape, device=self.device, dtype=self.products, **keyword)
        return mean + (noise @ scale.mT.to(self.products)).float()

    def _factor(self, chosen, mean, former):
        centred = (chosen - mean).to(self.products)
        covariance = (centred.mT @ centred).float() / chosen.shape[1]
        covariance.diagonal(dim1=1, dim2=2).add_(self._jitter())
        factor, info = torch.linalg.cholesky_ex(covariance)
        # A refit that is not positive definite keeps the former factor, without asking the device.
        return torch.where((info == 0)[:, None, None], factor, former)

    def _jitter(self):
        # Rounded products, and fewer elites than dimensions, need more to stay positive definite.
        rounded = self.products != torch.float32 or self.workload.elites <= self.workload.dimensions
        return 1e-3 if rounded else 1e-4

    def generation(self, mean, scale, lowest, latent, _):
        z = self._draw(mean, scale)
        values, index = torch.topk(self.score(z), self.workload.elites, dim=1, largest=False, sorted=self.ordered)
        if self.workload.islands == 1:
            chosen = z[0].index_select(0, index[0])[None]
        else:
            chosen = z.gather(1, index[:, :, None].expand(-1, -1, z.shape[2]))
        if self.workload.method == "diagonal":
            var, mean = torch.var_mean(chosen, dim=1, correction=0, keepdim=True)
            scale = (var + workloads.JITTER).sqrt().clamp_min(workloads.DEVIATION_FLOOR)
        else:
            mean = chosen.mean(dim=1, keepdim=True)
            scale = self._factor(chosen, mean, scale)
        value, where = values.min(dim=1)
        best = chosen.gather(1, where[:, None, None].expand(-1, 1, chosen.shape[2]))[:, 0]
        latent = torch.where((value < lowest)[:, None], best, latent)
        return mean, scale, torch.minimum(value, lowest), latent, values.mean(dim=1)


@functools.lru_cache
def cosine(steps):
    """alpha-bar of Diffusion Evolution's accelerated schedule, from near one down to near zero."""
    cos = [(math.cos(math.pi * i / (steps - 1)) + 1) / 2 for i in range(steps)]
    return [(c + 1e-3) * (1 - 1e-3) / (1 + 1e-3) for c in cos]


@dataclasses.dataclass(frozen=True)
class Evolution:
    """Diffusion Evolution (Zhang, Hartl, Hazan, Levin 2024) in log space; the state is step, population, mean value.

    x0_i = sum_j softmax_j(log f_j - |x_i - sqrt(a) x_j|^2 / (2 (1 - a))) x_j is attention with the bias
    log f_j - |k_j|^2 / (2 (1 - a)) for a key k_j = sqrt(a) x_j, both sides about the mean of the keys. One way:
    full (N x N at once), rows (N x N by chunks of rows), mask (fused attention, the bias as its mask), extended (fused
    attention, the bias in three more dimensions, so that no mask is read). Fitness f = exp(-objective / temperature).
    """

    workload: workloads.Workload
    device: str
    way: str
    products: torch.dtype = torch.float32
    chunk: int = 4096
    steps: int = 100
    deviation: float = 0.1
    temperature: float = 0.2

    def start(self):
        x = torch.randn(self.workload.individuals, self.workload.dimensions, device=self.device)
        return 0, x, torch.zeros((), device=self.device)

    def generation(self, step, x, _):
        alphas = cosine(self.steps)
        at = self.steps - 1 - step % (self.steps - 1)
        now, then = alphas[at], alphas[at - 1]
        values = distance(x, self.workload)
        keys = math.sqrt(now) * x
        middle = keys.mean(dim=0)
        keys = keys - middle
        bias = -values / self.temperature - keys.square().sum(dim=1) / (2 * (1 - now))
        # Averages of keys are averages of individuals but for scale and middle, and small numbers round better.
        start = (self._attention((x - middle) / (1 - now), keys, bias - bias.amax()) + middle) / math.sqrt(now)
        noise = (x - math.sqrt(now) * start) / math.sqrt(1 - now)
        sigma = self.deviation * math.sqrt((1 - then) / (1 - now) * (1 - now / then))
        x = math.sqrt(then) * start + math.sqrt(max(1 - then - sigma**2, 0.0)) * noise + sigma * torch.randn_like(x)
        return step + 1, x, values.mean()

    def _attention(self, queries, keys, bias):
        kind, dimensions = self.products, keys.shape[1]
        values = keys.to(kind)
        if self.way == "mask":
            mask = bias.to(kind).expand(1, 1, queries.shape[0], -1)
            return self._fused(queries.to(kind), values, values, mask)
        if self.way == "extended":
            # Three parts of one type each hold the whole bias; the head must be a multiple of eight.
            high = bias.to(kind)
            middle = (bias - high.float()).to(kind)
            low = (bias - high.float() - middle.float()).to(kind)
            width = -(-(dimensions + 3) // 8) * 8
            query = torch.cat((queries.to(kind), torch.ones_like(queries[:, :1], dtype=kind).expand(-1, 3)), dim=1)
            key = torch.cat((values, high[:, None], middle[:, None], low[:, None]), dim=1)
            padded = [torch.nn.functional.pad(t, (0, width - t.shape[1])) for t in (query, key, values)]
            return self._fused(*padded, None)[:, :dimensions]
        chunk = keys.shape[0] if self.way == "full" else self.chunk
        turned = values.t()
        parts = []
        for rows in queries.to(kind).split(chunk):
            logits = torch.addmm(bias.to(kind), rows, turned)
            parts.append(logits.softmax(dim=1) @ values)
        return torch.cat(parts).float()

    @staticmethod
    def _fused(query, key, value, mask):
        out = torch.nn.functional.scaled_dot_product_attention(
            query[None, None], key[None, None], value[None, None], attn_mask=mask, scale=1.0)
        return out[0, 0].float()
