"""B4: the search in JAX, one compiled scan over generations and, inside it, over the sampler's steps."""

import functools
import importlib.metadata
import math
import os
import pathlib
import platform
import subprocess
import sys
import tempfile
import time

# Memory as it is needed, so that its peak says something; before JAX is imported.
os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

import workloads


def weights(workload):
    """Arrays of the network, written by a process of its own: PyTorch and JAX each bring libraries for the GPU."""
    with tempfile.TemporaryDirectory() as directory:
        file = pathlib.Path(directory) / "network.npz"
        script = pathlib.Path(__file__).with_name("networks.py")
        command = [sys.executable, str(script), "--network", workload.network, "--steps", str(workload.steps)]
        done = subprocess.run([*command, "--out", str(file)], capture_output=True, text=True,
                              env=os.environ | {"CUDA_VISIBLE_DEVICES": ""})
        if done.returncode != 0:
            raise RuntimeError(f"The weights could not be written: {done.stderr.strip().splitlines()[-1:]}.")
        with np.load(file) as arrays:
            return {name: arrays[name] for name in arrays.files}


def convolve(p, config, name, x, stride=1, padding=0):
    """By the library, or with config's products as one product with the taps beside one another."""
    w = p[f"{name}.weight"].transpose(2, 1, 0)
    if config.get("products"):
        padded = jnp.pad(x, ((0, 0), (padding, padding), (0, 0)))
        count = (padded.shape[1] - w.shape[0]) // stride + 1
        taps = [padded[:, i : i + stride * (count - 1) + 1 : stride] for i in range(w.shape[0])]
        return jnp.concatenate(taps, axis=2) @ w.reshape(-1, w.shape[2]) + p[f"{name}.bias"]
    out = lax.conv_general_dilated(x, w, (stride,), [(padding, padding)], dimension_numbers=("NWC", "WIO", "NWC"))
    return out + p[f"{name}.bias"]


def project(p, name, x):
    """A convolution of kernel 1 as a product."""
    out = x @ p[f"{name}.weight"][:, :, 0].T
    return out + p[f"{name}.bias"] if f"{name}.bias" in p else out


def group_norm(x, groups, weight, bias):
    n, length, channels = x.shape
    grouped = x.astype(jnp.float32).reshape(n, length, groups, channels // groups)
    mean = grouped.mean((1, 3), keepdims=True)
    var = jnp.square(grouped - mean).mean((1, 3), keepdims=True)
    normal = ((grouped - mean) * lax.rsqrt(var + 1e-5)).reshape(x.shape)
    return (normal * weight + bias).astype(x.dtype)


def rms_norm(x, g):
    wide = x.astype(jnp.float32)
    rate = lax.rsqrt(jnp.square(wide).mean(-1, keepdims=True) + 1e-24)
    return (wide * rate * g.reshape(-1)).astype(x.dtype)


def softmax(x, axis):
    return jax.nn.softmax(x.astype(jnp.float32), axis=axis).astype(x.dtype)


def resnet(p, config, name, x, modulation):
    groups = config["groups"]
    h = convolve(p, config, f"{name}.block1.proj", x, padding=1)
    h = jax.nn.silu(group_norm(h, groups, *modulation))
    h = convolve(p, config, f"{name}.block2.proj", h, padding=1)
    h = jax.nn.silu(group_norm(h, groups, p[f"{name}.block2.norm.weight"], p[f"{name}.block2.norm.bias"]))
    return h + (project(p, f"{name}.res_conv", x) if f"{name}.res_conv.weight" in p else x)


def attention(p, name, x, config):
    n, length, _ = x.shape
    heads, width = config["heads"], config["head_dim"]
    full = f"{name}.fn.fn.to_out.0.weight" not in p
    h = rms_norm(x, p[f"{name}.fn.norm.g"])
    q, k, v = jnp.moveaxis(project(p, f"{name}.fn.fn.to_qkv", h).reshape(n, length, 3, heads, width), 2, 0)
    if full:
        weight = softmax(jnp.einsum("bihd,bjhd->bhij", q * width**-0.5, k), -1)
        mixed = jnp.einsum("bhij,bjhe->bihe", weight, v)
        return x + project(p, f"{name}.fn.fn.to_out", mixed.reshape(n, length, -1))
    context = jnp.einsum("blhd,blhe->bhde", softmax(k, 1), v)
    mixed = jnp.einsum("bhde,blhd->blhe", context, softmax(q, -1) * width**-0.5)
    out = project(p, f"{name}.fn.fn.to_out.0", mixed.reshape(n, length, -1))
    return x + rms_norm(out, p[f"{name}.fn.fn.to_out.1.g"])


def denoise(p, config, x, row):
    """x [n, channels * length] in float32 and the step's row of the time table; v likewise."""
    dtype, levels = p["init_conv.weight"].dtype, len(config["multipliers"])
    names = [f"downs.{i}.{j}" for i in range(levels) for j in (0, 1)] + ["mid_block1", "mid_block2"]
    names += [f"ups.{i}.{j}" for i in range(levels) for j in (0, 1)] + ["final_res_block"]
    sizes = [p[f"{name}.block1.norm.weight"].shape[0] for name in names for _ in (0, 1)]
    parts = jnp.split(row, np.cumsum(sizes)[:-1].tolist())
    modulation = {name: parts[2 * i : 2 * i + 2] for i, name in enumerate(names)}

    def block(name, t):
        return resnet(p, config, name, t, modulation[name])

    n = x.shape[0]
    t = x.reshape(n, config["channels"], config["length"]).transpose(0, 2, 1).astype(dtype)
    t = convolve(p, config, "init_conv", t, padding=3)
    stem, skips = t, []
    for i in range(levels):
        t = block(f"downs.{i}.0", t)
        skips.append(t)
        t = attention(p, f"downs.{i}.2", block(f"downs.{i}.1", t), config)
        skips.append(t)
        t = convolve(p, config, f"downs.{i}.3", t, stride=1 if i == levels - 1 else 2, padding=1)
    t = block("mid_block2", attention(p, "mid_attn", block("mid_block1", t), config))
    for i in range(levels):
        t = block(f"ups.{i}.0", jnp.concatenate((t, skips.pop()), axis=2))
        t = attention(p, f"ups.{i}.2", block(f"ups.{i}.1", jnp.concatenate((t, skips.pop()), axis=2)), config)
        last = i == levels - 1
        name, t = (f"ups.{i}.3", t) if last else (f"ups.{i}.3.1", jnp.repeat(t, 2, axis=1))
        t = convolve(p, config, name, t, padding=1)
    t = block("final_res_block", jnp.concatenate((t, stem), axis=2))
    return project(p, "final_conv", t).transpose(0, 2, 1).reshape(n, -1).astype(jnp.float32)


def distance(x, workload):
    last = x.reshape(-1, workload.channels, workload.length)[:, :, -1]
    return jnp.square(last - jnp.array(workloads.GOAL)).sum(1)


def search(workload, approximate, unroll, chunk, products, generations, arrays, key):
    """(elite mean of the last generation, mean, deviation, lowest objective, its latent)."""
    config = workloads.NETWORKS[workload.network] | {"products": products}
    n, d = workload.individuals, workload.dimensions
    table, coefficients = arrays["time_table"], arrays["coefficients"]

    def decode(z):
        def step(x, of_step):
            row, c = of_step
            return c[0] * x + c[1] * denoise(arrays, config, x, row), None

        return lax.scan(step, z, (table, coefficients), unroll=workload.steps if unroll else 1)[0]

    def generation(state, key):
        mean, deviation, lowest, latent = state
        z = mean + deviation * jax.random.normal(key, (n, d), jnp.float32)
        x = decode(z) if chunk is None else lax.map(decode, z.reshape(-1, chunk, d)).reshape(n, d)
        rewards = -distance(x, workload)
        pick = lax.approx_max_k if approximate else lax.top_k
        values, index = pick(rewards, workload.elites)
        elites = jnp.take(z, index, axis=0)
        mean = elites.mean(0)
        var = jnp.square(elites - mean).mean(0)
        deviation = jnp.maximum(jnp.sqrt(var + workloads.JITTER), workloads.DEVIATION_FLOOR)
        first = jnp.argmax(values)
        latent = jnp.where(-values[first] < lowest, elites[first], latent)
        return (mean, deviation, jnp.minimum(lowest, -values[first]), latent), -values.mean()

    start = (jnp.zeros(d), jnp.ones(d), jnp.array(math.inf), jnp.zeros(d))
    state, levels = lax.scan(generation, start, jax.random.split(key, generations))
    return levels[-1], *state


class Scan:
    """Runs whole searches of the workload's generations; one sample is a search's mean generation."""

    detail = ""

    def __init__(self, workload, arrays, dtype, keys, approximate=False, unroll=False, chunk=None, products=False,
                 precision=None):
        self.fixed, self.precision = workload.generations, precision
        # Coefficients of the sampler, and the state, stay in float32.
        self.arrays = {
            name: jnp.asarray(a, jnp.float32 if name == "coefficients" else dtype) for name, a in arrays.items()
        }
        self.key = jax.random.key(1, impl=keys)
        whole = functools.partial(search, workload, approximate, unroll, chunk, products)
        self.run = jax.jit(whole, static_argnums=0)
        self.result = None

    def block(self, count):
        self.key, key = jax.random.split(self.key)
        jax.block_until_ready(key)
        with jax.default_matmul_precision(self.precision or "default"):
            begin = time.perf_counter()
            self.result = jax.block_until_ready(self.run(count, self.arrays, key))
        return [1e3 * (time.perf_counter() - begin) / count]

    def level(self):
        return float(self.result[0])

    def reset_peak(self):
        """JAX keeps the peak of the whole process."""

    def peak(self):
        return (jax.devices()[0].memory_stats() or {}).get("peak_bytes_in_use", 0)


def b4(workload, device):
    arrays = weights(workload)

    def of(dtype, keys="rbg", **other):
        return lambda: Scan(workload, arrays, dtype, keys, **other)

    bf16, f32 = jnp.bfloat16, jnp.float32
    yield "bfloat16, rbg, top_k", of(bf16)
    yield "bfloat16, rbg, top_k, convolutions as products", of(bf16, products=True)
    if workload.individuals > 8192:
        yield "bfloat16, rbg, top_k, decoded by 4096 rows", of(bf16, chunk=4096)
    yield "bfloat16, rbg, approx_max_k", of(bf16, approximate=True)
    yield "bfloat16, threefry, top_k", of(bf16, "threefry2x32")
    yield "bfloat16, rbg, top_k, steps unrolled", of(bf16, unroll=True)
    if device != "cpu":
        yield "TF32, rbg, top_k", of(f32, precision="tensorfloat32")
    yield "float32, rbg, top_k", of(f32, precision="highest")


def release(device):
    """JAX hands back what is no longer referred to."""


def versions():
    return {"python": platform.python_version(), "jax": jax.__version__, "jaxlib": importlib.metadata.version("jaxlib")}


def missing(device):
    """Why the device is not there, or nothing."""
    try:
        found = jax.devices()[0].platform
    except RuntimeError as error:
        return f"JAX {jax.__version__} finds no device: {str(error).splitlines()[0]}."
    if device == "cuda" and found != "gpu":
        return f"JAX {jax.__version__} sees no CUDA device, only {found}."
    return None


def describe(device):
    return str(jax.devices()[0].device_kind)
