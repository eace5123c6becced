"""B2, PyTorch compiled, and B3, a whole generation as one CUDA graph, of what eager.py does in bfloat16."""

import torch

import eager
import loops
import networks
import searches
import workloads

TUNED, TUNED_PLAIN = "max-autotune", "max-autotune-no-cudagraphs"


def prepare():
    torch.backends.cudnn.benchmark = True
    # Every variant compiles the same functions anew; beyond the limit they would silently run eagerly.
    for name in ("recompile_limit", "cache_size_limit"):
        if hasattr(torch._dynamo.config, name):
            setattr(torch._dynamo.config, name, 64)
            return


def compile_function(function, mode):
    """Compiled for static shapes and without breaks; what the mode's own graphs hand back may be kept."""
    made = torch.compile(function, mode=mode, fullgraph=True, dynamic=False)
    if mode != TUNED:
        return made

    def call(*tensors):
        kept = [t.clone() for t in tensors]
        torch.compiler.cudagraph_mark_step_begin()
        return made(*kept)

    return call


class CompiledLoop(loops.Loop):
    """A loop over compiled code: plain tensors, and its memory is what was taken since it was compiled."""

    grad_mode = staticmethod(torch.no_grad)

    def reset_peak(self):
        pass


class Graph(CompiledLoop):
    """One generation, or a whole search of some, captured once and replayed; the generator advances by itself."""

    def __init__(self, search, device, tf32=True, step=None, whole=None):
        super().__init__(search, device, tf32, step)
        self.fixed = whole
        with torch.no_grad():
            loops.set_tf32(tf32)
            self.initial = search.start()
            self.state = tuple(t.clone() for t in self.initial)
            self._capture()

    def _capture(self):
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(3):
                self._generation()
        torch.cuda.current_stream().wait_stream(side)
        torch.cuda.synchronize()
        torch.cuda.reset_peak_memory_stats()
        self.graph = torch.cuda.CUDAGraph()
        if self.search.generator is not None:
            self.graph.register_generator_state(self.search.generator)
        with torch.cuda.graph(self.graph):
            if self.fixed:
                self.begin()
            for _ in range(self.fixed or 1):
                self._generation()
        self.taken = torch.cuda.max_memory_allocated()

    def _generation(self):
        for kept, new in zip(self.state, self.step(*self.state)):
            kept.copy_(new)

    def begin(self):
        for kept, new in zip(self.state, self.initial):
            kept.copy_(new)

    def advance(self):
        self.graph.replay()

    def block(self, count):
        if not self.fixed:
            return super().block(count)
        loops.set_tf32(self.tf32)
        with torch.no_grad():
            return [ms / self.fixed for ms in self._timed(1, self.advance)]

    def peak(self):
        return self.taken


class Parts:
    """What variants share: decoders and compiled functions, each made once."""

    def __init__(self, workload, device):
        self.workload, self.device, self.made = workload, device, {}
        self.config = workloads.NETWORKS[workload.network]
        self.rows = workload.islands * workload.individuals

    def _once(self, key, make):
        if key not in self.made:
            self.made[key] = make()
        return self.made[key]

    def decode(self, form, mode):
        """DDIM over one compiled step (evaluation and update), or over an eager one for mode None."""
        def make():
            wrap = (lambda f: compile_function(f, mode)) if mode else (lambda f: f)
            return eager.hoisted_decode(self.config, self.workload.steps, self.device, form, torch.bfloat16, wrap)

        return self._once((form, mode), make)

    def search(self, form, mode, chunk, own_generator):
        score = searches.chunked(self.decode(form, mode), self.workload, chunk or self.rows)
        generator = eager.generator(self.device) if own_generator else None
        return searches.Elites(self.workload, score, self.device, False, torch.float32, generator)

    def generation(self, form, mode, chunk):
        """(search, its whole generation as one compiled function)."""
        def make():
            search = self.search(form, None, chunk, False)
            return search, compile_function(search.generation, mode)

        return self._once((form, mode, chunk, "generation"), make)


def _forms(workload, device):
    """The forms that are worth minutes of a compiler, the likeliest first."""
    found = eager.forms(workload)
    if len(found) == 1:
        return found
    chosen = [(w, f) for w, f in found if f and f.norm == "composed"]
    return chosen if device != "cpu" else chosen[:1]


def b2(workload, device):
    prepare()
    parts = Parts(workload, device)
    forms = _forms(workload, device)

    def denoiser(form, mode, chunk=None):
        return CompiledLoop(parts.search(form, mode, chunk, True), device)

    def whole(form, mode, chunk=None):
        search, step = parts.generation(form, mode, chunk)
        return CompiledLoop(search, device, step=step)

    # On a CPU tuning takes minutes for a network of any size.
    modes = ("default", TUNED) if device != "cpu" else ("default",)
    for mode in modes:
        for words, form in forms:
            yield f"denoiser compiled, {mode}, {words}", lambda f=form, m=mode: denoiser(f, m)
    for words, form in forms:
        yield f"generation compiled, {modes[-1]}, {words}", lambda f=form: whole(f, modes[-1])
    for chunk in _chunks(workload, device):
        for words, form in forms:
            yield (f"denoiser compiled, {TUNED}, {words}, decoded by {chunk} rows",
                   lambda f=form, c=chunk: denoiser(f, TUNED, c))


def _chunks(workload, device):
    rows = workload.islands * workload.individuals
    return [c for c in (4096,) if device != "cpu" and c < rows]


def b3(workload, device):
    prepare()
    parts = Parts(workload, device)
    # So many searches are short enough that launching each generation shows.
    several = workload.generations if workload.individuals * workload.islands <= 4096 else None

    def graphed(form, mode, chunk=None, whole=None):
        return Graph(parts.search(form, mode, chunk, True), device, whole=whole)

    def compiled(form, mode, chunk=None, whole=None):
        search, step = parts.generation(form, mode, chunk)
        return Graph(search, device, step=step, whole=whole)

    for words, form in eager.forms(workload):
        for chunk in [None, *_chunks(workload, device)]:
            rows = f", decoded by {chunk} rows" if chunk else ""
            yield f"graph, eager, {words}{rows}", lambda f=form, c=chunk: graphed(f, None, c)
    for mode in ("default", TUNED_PLAIN):
        for words, form in _forms(workload, device):
            for chunk in [None, *_chunks(workload, device)]:
                name = f"denoiser compiled, {mode}, {words}" + (f", decoded by {chunk} rows" if chunk else "")
                yield f"graph, {name}", lambda f=form, m=mode, c=chunk: graphed(f, m, c)
                if several:
                    yield (f"graph of {several} generations, {name}",
                           lambda f=form, m=mode, c=chunk: graphed(f, m, c, several))
    for words, form in _forms(workload, device):
        name = f"generation compiled, {TUNED_PLAIN}, {words}"
        yield f"graph, {name}", lambda f=form: compiled(f, TUNED_PLAIN)
        if several:
            yield f"graph of {several} generations, {name}", lambda f=form: compiled(f, TUNED_PLAIN, None, several)
