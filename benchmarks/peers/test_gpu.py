"""Tests of the peers on a CPU, with tiny shapes; no part of the Maven build.

    OMP_NUM_THREADS=1 python3 -m unittest discover -s benchmarks/peers -p 'test_*.py'
"""

import contextlib
import json
import os
import pathlib
import subprocess
import sys
import time
import unittest

os.environ["JAX_PLATFORMS"] = "cpu"
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import torch

import eager
import gpu
import networks
import searches
import timing
import verify
import workloads


def command(*arguments):
    return subprocess.run([sys.executable, str(HERE / "gpu.py"), *arguments], capture_output=True, text=True)


class PeersTest(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(1)

    def assert_passed(self, checks):
        self.assertTrue(checks.records)
        self.assertEqual([r for r in checks.records if r["passed"] is False], [])
        self.assertIn(True, [r["passed"] for r in checks.records])

    def test_denoisers_agree(self):
        checks = verify.Checks()
        verify.denoisers(checks, "cpu", ("tiny", "tiny3"))
        verify.decoders(checks, "cpu")
        self.assert_passed(checks)

    def test_a_wrong_denoiser_is_found(self):
        checks, config = verify.Checks(), workloads.NETWORKS["tiny"]
        module, rows = networks.fast(config, 5, networks.Form(), torch.float32, "cpu")
        out = torch.stack([module(verify.inputs(config), row) for row in rows[::-1]])
        checks.below("rows of the time table in the wrong order", verify.error(out, verify.reference(config, 5)),
                     verify.FLOAT32)
        self.assertFalse(checks.records[0]["passed"])

    def test_attention_formulations_agree(self):
        checks = verify.Checks()
        verify.attentions(checks, "cpu")
        self.assert_passed(checks)

    def test_searches_lower_the_objective(self):
        checks = verify.Checks()
        # JAX where it is there; its compiler takes most of the time of these tests.
        verify.lowering(checks, "cpu", ("W1", "W5", "W6", "W7", "W8", "W9", "W9-full"), ("B0", "B1", "B4"))
        self.assert_passed(checks)

    def test_elites_are_the_lowest_and_refit_is_their_likelihood(self):
        workload = workloads.TINY["W6"]
        search = searches.Elites(workload, searches.chunked(eager.identity, workload, 100), "cpu",
                                 generator=torch.Generator().manual_seed(7))
        mean, deviation, lowest, latent, level = search.generation(*search.start())
        z = torch.randn(1, workload.individuals, workload.dimensions, generator=torch.Generator().manual_seed(7))[0]
        values = searches.distance(z, workload)
        chosen = z[values.argsort()[: workload.elites]].double()
        torch.testing.assert_close(mean[0, 0].double(), chosen.mean(0), rtol=0, atol=1e-5)
        expected = (chosen.var(0, correction=0) + workloads.JITTER).sqrt().clamp_min(workloads.DEVIATION_FLOOR)
        torch.testing.assert_close(deviation[0, 0].double(), expected, rtol=1e-5, atol=0)
        self.assertEqual(float(lowest[0]), float(values.min()))
        self.assertEqual(latent[0].tolist(), z[values.argmin()].tolist())
        self.assertAlmostEqual(float(level[0]), float(values.sort().values[: workload.elites].mean()), places=5)

    def test_full_covariance_is_that_of_the_elites(self):
        workload = workloads.TINY["W7"]
        search = searches.Elites(workload, None, "cpu")
        chosen = torch.randn(1, 500, workload.dimensions) @ torch.randn(workload.dimensions, workload.dimensions)
        factor = search._factor(chosen, chosen.mean(1, keepdim=True), torch.zeros(()))[0].double()
        expected = torch.cov(chosen[0].double().T, correction=0) + search._jitter() * torch.eye(workload.dimensions)
        torch.testing.assert_close(factor @ factor.T, expected.double(), rtol=1e-3, atol=1e-3)

    def test_an_indefinite_covariance_keeps_the_former_factor(self):
        workload = workloads.TINY["W7"]
        former = torch.eye(workload.dimensions)[None]
        broken = torch.full((1, 5, workload.dimensions), float("nan"))
        factor = searches.Elites(workload, None, "cpu")._factor(broken, broken.mean(1, keepdim=True), former)
        self.assertTrue(torch.equal(factor, former))

    def test_the_alarm_passes_through_handlers_of_exceptions(self):
        with self.assertRaises(timing.TimeUp), timing.alarm(0.05):
            with contextlib.suppress(Exception):
                time.sleep(5)

    def test_one_failing_variant_hides_no_other(self):
        pairs = [("broken", lambda: 1 / 0), *eager.b0(workloads.TINY["W6"], "cpu")]
        former = gpu.variants
        gpu.variants = lambda *_: (former(workloads.TINY["W6"], "B0", "cpu")[0], pairs)
        try:
            arguments = type("Arguments", (), {"seconds": 60.0, "device": "cpu", "repetitions": 3, "scale": "tiny"})
            measurement = gpu.Measurement(workloads.TINY["W6"], "B0", arguments)
            measurement.run()
        finally:
            gpu.variants = former
        record = measurement.report()
        self.assertIn("broken: ZeroDivisionError: division by zero", record["note"])
        self.assertGreaterEqual(len(record["milliseconds"]), 3)
        self.assertEqual(len(record["variants"]), 1)

    def test_a_record_has_what_was_agreed(self):
        done = command("--workload", "W6", "--peer", "B0", "--device", "cpu", "--scale", "tiny", "--repetitions", "5")
        self.assertEqual(done.returncode, 0, done.stderr)
        record = json.loads(done.stdout.splitlines()[-1])
        self.assertEqual((record["workload"], record["peer"]), ("W6", "B0"))
        for key in ("variant", "sampleEvaluationsPerSecond", "peakBytes", "cpuSeconds", "versions", "device", "note"):
            self.assertIn(key, record)
        self.assertGreaterEqual(len(record["milliseconds"]), 5)
        self.assertTrue(all(ms > 0 for ms in record["milliseconds"]))
        self.assertNotIn(record["variant"], record["variants"])

    def test_what_cannot_run_says_why(self):
        for arguments, words in (
            (("--workload", "W1", "--peer", "B3", "--device", "cpu"), "needs a CUDA device"),
            (("--workload", "W6", "--peer", "B1", "--device", "cpu"), "does not run W6"),
        ):
            done = command(*arguments)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn(words, json.loads(done.stdout.splitlines()[-1])["unavailable"])

    @unittest.skipIf(torch.cuda.is_available(), "shows what happens without a CUDA device")
    def test_a_missing_device_is_named(self):
        done = command("--workload", "W1", "--peer", "B0")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("sees no CUDA device", json.loads(done.stdout)["unavailable"])

    def test_a_short_limit_still_gives_a_record(self):
        done = command("--workload", "W3", "--peer", "B0", "--device", "cpu", "--scale", "tiny", "--seconds", "0.01")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("unavailable", json.loads(done.stdout.splitlines()[-1]))

    def test_wrong_arguments_are_refused(self):
        for arguments in ((), ("--workload", "W1"), ("--workload", "W0", "--peer", "B0"),
                          ("--workload", "W1", "--peer", "B0", "--repetitions", "0")):
            self.assertEqual(command(*arguments).returncode, 2)

    def test_the_list_names_all(self):
        listed = json.loads(command("--list").stdout)
        self.assertEqual(list(listed["workloads"]), list(workloads.FULL))
        self.assertEqual(listed["peers"]["B3"]["workloads"], list(gpu.GRAPHED))

    def test_scales_match(self):
        self.assertEqual(list(workloads.FULL), list(workloads.TINY))
        for full, tiny in zip(workloads.FULL.values(), workloads.TINY.values()):
            same = [(w.method, w.steps, w.network is None) for w in (full, tiny)]
            self.assertEqual(*same)


if __name__ == "__main__":
    unittest.main()
