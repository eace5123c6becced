"""That peers compute the same denoiser from equal weights and inputs, and that their searches lower the objective."""

import importlib
import math
import os
import time

import torch

import eager
import gpu
import loops
import networks
import searches
import unet1d
import workloads

FLOAT32, BFLOAT16, TF32 = 1e-4, 5e-2, 2e-2
"""Largest allowed |difference| / |reference| (Frobenius) against unet1d.py in float64."""

ROWS = 6
NETWORKS = ("tiny", "tiny3", "R32")
SEARCHES = ("W1", "W2", "W5", "W6", "W7", "W8", "W8-2", "W9", "W9-full")
COMPILED = ("B2", "B3", "B4")
"""Peers that take a compiler's time; they are checked on the first workload alone."""


class Checks:
    """Collects what was checked, as records of name, figure, bound and whether it passed."""

    def __init__(self):
        self.records = []

    def below(self, name, value, bound):
        self.records.append({"name": name, "value": value, "bound": bound, "passed": bool(value < bound)})

    def failed(self, name, cause):
        self.records.append({"name": name, "cause": cause, "passed": False})

    def lacks(self, name, why):
        """Neither passed nor failed."""
        self.records.append({"name": name, "unavailable": why, "passed": None})


def inputs(config):
    """As unet1d's fixture, more rows: [rows, channels * length] in float32."""
    b = torch.arange(ROWS)[:, None, None]
    c = torch.arange(config["channels"])[None, :, None]
    position = torch.arange(config["length"])[None, None, :]
    return torch.sin(0.7 * b + 1.3 * c + 0.37 * position + 0.1 * b * position).flatten(1)


def reference(config, steps):
    """[steps, rows, d]: unet1d.Unet1d in float64, with its own folding of weights and its own embedding of the time."""
    torch.manual_seed(networks.SEED)
    net = unet1d.Unet1d(config).double()
    x = inputs(config).double().view(ROWS, config["channels"], config["length"])
    former = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        with torch.no_grad():
            return torch.stack([net(x, torch.full((ROWS,), float(t))).flatten(1)
                                for t, _, _ in networks.schedule(config, steps)])
    finally:
        torch.set_default_dtype(former)


def error(out, expected):
    return float((out.double().cpu() - expected).norm() / expected.norm())


def denoisers(checks, device, names=NETWORKS, steps=5):
    for name in names:
        config = workloads.NETWORKS[name]
        expected, x = reference(config, steps), inputs(config).to(device)
        for tf32 in (False, True) if device != "cpu" else (False,):
            loops.set_tf32(tf32)
            net = networks.build(config).to(device)
            with torch.inference_mode():
                out = torch.stack([net(x.view(ROWS, config["channels"], -1),
                                       torch.full((ROWS,), float(t), device=device)).flatten(1)
                                   for t, _, _ in networks.schedule(config, steps)])
            checks.below(f"{name} B0 {'TF32' if tf32 else 'float32'}", error(out, expected), TF32 if tf32 else FLOAT32)
        loops.set_tf32(False)
        for dtype, bound in ((torch.float32, FLOAT32), (torch.bfloat16, BFLOAT16)):
            for form in eager.FORMS:
                module, rows = networks.fast(config, steps, form, dtype, device)
                with torch.inference_mode():
                    out = torch.stack([module(x, row) for row in rows])
                kind = str(form) if form else "Conv1d"
                checks.below(f"{name} B1 {str(dtype)[6:]}, {kind}", error(out, expected), bound)
        try:
            jax_denoiser(checks, name, config, steps, expected, inputs(config))
        except Exception as cause:
            checks.failed(f"{name} B4", gpu.sentence(cause))


def jax_denoiser(checks, name, config, steps, expected, x):
    try:
        jax_search = importlib.import_module("jax_search")
    except ImportError as cause:
        checks.lacks(f"{name} B4", str(cause))
        return
    import jax

    workload = workloads.Workload(name, name, ROWS, 1, config["channels"], config["length"], steps, 1)
    arrays = jax_search.weights(workload)
    for dtype, precision, bound in (("float32", "highest", FLOAT32), ("bfloat16", "default", BFLOAT16)):
        p = {key: jax.numpy.asarray(value, dtype) for key, value in arrays.items()}
        for products in (False, True):
            with jax.default_matmul_precision(precision):
                run = jax.jit(lambda p, x, row: jax_search.denoise(p, config | {"products": products}, x, row))
                out = jax.numpy.stack([run(p, x.numpy(), row) for row in p["time_table"]])
            label = f"{name} B4 {dtype}{', convolutions as products' if products else ''}"
            checks.below(label, error(torch.tensor(jax.device_get(out).tolist()), expected), bound)


def decoders(checks, device, steps=5):
    """The whole sampler: unet1d's own against the two ways of the peers."""
    config = workloads.NETWORKS["tiny3"]
    x = inputs(config)
    with torch.inference_mode():
        net = networks.build(config)
        expected = unet1d.ddim(lambda x, t: net(x, t), config, x.view(ROWS, config["channels"], -1), steps)
        expected = expected.flatten(1).double()
        loops.set_tf32(False)
        plain = eager.plain_decode(config, steps, device, True)(x.to(device))
        form = networks.Form("gemm", "composed")
        hoisted = eager.hoisted_decode(config, steps, device, form, torch.float32)(x.to(device))
    checks.below("DDIM as the script has it", error(plain, expected), FLOAT32)
    checks.below("DDIM with hoisted times", error(hoisted, expected), FLOAT32)


def attentions(checks, device):
    """Every way of Diffusion Evolution against differences in float64, late in the schedule and off the origin."""
    workload = workloads.TINY["W8"]
    torch.manual_seed(4)
    x = (0.1 * torch.randn(workload.individuals, workload.dimensions) + 1.0).to(device)
    at = x.double()
    alpha = searches.cosine(100)[30]
    squares = (at[:, None, :] - alpha**0.5 * at[None, :, :]).square().sum(-1)
    logits = -searches.distance(x, workload).double()[None, :] - squares / (2 * (1 - alpha))
    expected = (logits.softmax(1) @ at).cpu()
    loops.set_tf32(False)
    for way in ("rows", "full", "mask", "extended"):
        for dtype, bound in ((torch.float32, FLOAT32), (torch.bfloat16, BFLOAT16)):
            search = searches.Evolution(workload, device, way, dtype, chunk=100)
            with torch.inference_mode():
                keys = alpha**0.5 * x
                centre = keys.mean(0)
                keys = keys - centre
                bias = -searches.distance(x, workload) - keys.square().sum(1) / (2 * (1 - alpha))
                out = (search._attention((x - centre) / (1 - alpha), keys, bias - bias.amax()) + centre) / alpha**0.5
            # In units of how far targets lie apart: a plain mean of the population would show.
            value = float((out.double().cpu() - expected).norm() / (expected - expected.mean(0)).norm())
            checks.below(f"attention {way} {str(dtype)[6:]}", value, bound)


def first_level(workload, device):
    """The elite mean of a search's first generation, or the mean of Diffusion Evolution's first population."""
    _, make = next(eager.b0(workload, device))
    runner = make()
    runner.block(1)
    return runner.level()


def lowering(checks, device, names, peers=tuple(gpu.PEERS), deadline=math.inf):
    """For every variant: the elite mean after a tiny search over that of a first generation; and noise that differs."""
    for name in names:
        workload = workloads.TINY[name]
        first = first_level(workload, device)
        for peer in peers:
            if name not in gpu.PEERS[peer][-1] or peer in COMPILED and name != names[0]:
                continue
            try:
                _, pairs = gpu.variants(workload, peer, device)
            except gpu.Unavailable as why:
                checks.lacks(f"{peer} {name}", str(why))
                continue
            for variant, make in pairs:
                label = f"{peer} {name} {variant}"
                # Tuning changes no more than which kernels compute the same, and takes minutes.
                if "max-autotune" in variant:
                    continue
                if time.monotonic() > deadline:
                    checks.lacks(label, "not reached within the limit of time")
                    continue
                try:
                    runner = make()
                    runner.block(workload.generations)
                    level = runner.level()
                    checks.below(f"{label}: elite mean, last over first", level / first, 0.9)
                    runner.block(workload.generations)
                    checks.below(f"{label}: equal levels of two searches", float(runner.level() == level), 0.5)
                except Exception as cause:
                    checks.failed(label, gpu.sentence(cause))


def report(device, seconds):
    """All checks as one record; searches that are not reached within the seconds say so."""
    deadline = time.monotonic() + seconds
    if device == "cpu":
        os.environ["JAX_PLATFORMS"] = "cpu"
    why = loops.missing(device)
    if why:
        return {"passed": False, "unavailable": why}
    checks = Checks()
    denoisers(checks, device)
    decoders(checks, device)
    attentions(checks, device)
    lowering(checks, device, SEARCHES, deadline=deadline)
    outcomes = [r["passed"] for r in checks.records]
    return {"passed": False not in outcomes, "failed": outcomes.count(False), "unchecked": outcomes.count(None),
            "checks": checks.records,
            "versions": loops.versions(), "device": loops.describe(device)}
