"""Eager PyTorch: B0 in float32, B1 in bfloat16. Each peer yields (variant, function that makes what timing runs)."""

import math
import time

import torch

import loops
import networks
import searches
import workloads

CHUNKS = (65536, 16384, 8192, 4096)


def generator(device):
    return torch.Generator(device=device).manual_seed(1)


def identity(z):
    return z


def plain_decode(config, steps, device, rows_of_time):
    """DDIM over the module, as the method's own script has it; a time for each row, or one for all."""
    net = networks.build(config).to(device)
    schedule = networks.schedule(config, steps)
    shape = (-1, config["channels"], config["length"])

    def decode(z):
        x = z.view(shape)
        for now, a, then in schedule:
            v = net(x, torch.full((x.shape[0] if rows_of_time else 1,), float(now), device=device))
            start = math.sqrt(a) * x - math.sqrt(1 - a) * v
            noise = math.sqrt(a) * v + math.sqrt(1 - a) * x
            x = math.sqrt(then) * start + math.sqrt(1 - then) * noise
        return x.reshape(z.shape)

    return decode


def hoisted_decode(config, steps, device, form, dtype, wrap=lambda f: f):
    """DDIM over a network with hoisted times; the state of the sampler stays in float32."""
    net, rows = networks.fast(config, steps, form, dtype, device)
    weights = [torch.tensor(pair, device=device) for pair in networks.coefficients(config, steps)]

    def advance(x, row, weight):
        return weight[0] * x + weight[1] * net(x, row)

    advance = wrap(advance)

    def decode(z):
        x = z
        for row, weight in zip(rows, weights):
            x = advance(x, row, weight)
        return x

    return decode


def fastest_chunk(decode, workload, device):
    """Of the whole population and some parts of it, the rows at a time that decode it soonest."""
    total = workload.islands * workload.individuals
    choices = [total] + [c for c in CHUNKS if c < total and total > 8192]
    if device == "cpu" or len(choices) == 1:
        return total
    best, chosen, cause = math.inf, None, None
    for chunk in choices:
        try:
            # Some chunks tell enough; of a large workload the whole would take the time of the measurement.
            z = torch.randn(total if chunk == total else max(chunk, choices[1]), workload.dimensions, device=device)
            score = searches.chunked(decode, workload, chunk)
            with torch.inference_mode():
                score(z[:chunk][None])
                torch.cuda.synchronize()
                begin = time.perf_counter()
                score(z[None])
                torch.cuda.synchronize()
            rate = (time.perf_counter() - begin) / z.shape[0]
        except RuntimeError as error:
            # Out of memory, or more elements than a library counts.
            cause = error.with_traceback(None)
            loops.release(device)
            continue
        if rate < best:
            best, chosen = rate, chunk
    if chosen is None:
        raise cause
    return chosen


class Chunks:
    """Finds the best chunk once for each kind of decoder."""

    def __init__(self, workload, device):
        self.workload, self.device, self.found = workload, device, {}

    def __call__(self, kind, decode, tf32=True):
        if kind not in self.found:
            loops.set_tf32(tf32)
            self.found[kind] = fastest_chunk(decode, self.workload, self.device)
        return self.found[kind]


def searched(workload, decode, chunk, device, tf32=True, ordered=True, products=torch.float32):
    search = searches.Elites(workload, searches.chunked(decode, workload, chunk), device, ordered, products,
                             generator(device))
    runner = loops.Loop(search, device, tf32)
    runner.detail = "" if chunk >= workload.islands * workload.individuals else f"decoded by {chunk} rows"
    return runner


def evolved(workload, device, way, products, tf32=True):
    return loops.Loop(searches.Evolution(workload, device, way, products), device, tf32)


def b0(workload, device):
    torch.backends.cudnn.benchmark = True
    config = workloads.NETWORKS.get(workload.network)
    # TF32 is a matter of the GPU alone.
    precisions = [("TF32", True), ("float32", False)] if device != "cpu" else [("float32", False)]
    if workload.method == "evolution":
        for name, tf32 in precisions:
            for way, words in (("rows", "logits by chunks of rows"), ("full", "logits N x N at once"),
                               ("mask", "fused attention with a mask")):
                yield f"{name}, {words}", lambda w=way, t=tf32: evolved(workload, device, w, torch.float32, t)
        return
    chunks = Chunks(workload, device)
    times = [(True, ", a time for each row"), (False, ", one time for all rows")] if config else [(True, "")]

    def make(tf32, ordered, rows_of_time):
        decode = plain_decode(config, workload.steps, device, rows_of_time) if config else identity
        chunk = chunks(tf32, decode, tf32) if config else math.inf
        return searched(workload, decode, chunk, device, tf32, ordered)

    for name, tf32 in precisions:
        for rows_of_time, words in times:
            for ordered in (True, False):
                order = "sorted" if ordered else "unsorted"
                yield f"{name}, {order}{words}", lambda t=tf32, o=ordered, r=rows_of_time: make(t, o, r)


FORMS = (networks.Form("cudnn", "composed"), networks.Form("cudnn", "native"), networks.Form("gemm", "composed"),
         networks.Form("gemm", "native"), None)


def forms(workload):
    """(words, form) of every way to compute the workload's network."""
    if workloads.NETWORKS[workload.network]["architecture"] == "mlp":
        return [("dense layers", None)]
    return [(str(form) if form else "Conv1d", form) for form in FORMS]


def b1(workload, device):
    torch.backends.cudnn.benchmark = True
    if workload.method == "evolution":
        for way, words in (("extended", "fused attention, the bias in three more dimensions"),
                           ("mask", "fused attention with a mask"), ("rows", "logits by chunks of rows"),
                           ("full", "logits N x N at once")):
            yield f"bfloat16, {words}", lambda w=way: evolved(workload, device, w, torch.bfloat16)
        return
    products = torch.bfloat16 if workload.method == "full" else torch.float32
    if workload.network is None:
        if workload.method == "full":
            for ordered in (True, False):
                yield (f"products in bfloat16, {'sorted' if ordered else 'unsorted'}",
                       lambda o=ordered: searched(workload, identity, math.inf, device, True, o, products))
        return
    chunks = Chunks(workload, device)
    config = workloads.NETWORKS[workload.network]

    def make(form, products):
        decode = hoisted_decode(config, workload.steps, device, form, torch.bfloat16)
        return searched(workload, decode, chunks(form, decode), device, True, False, products)

    for words, form in forms(workload):
        yield f"bfloat16, {words}", lambda f=form: make(f, torch.float32)
