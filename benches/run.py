"""Epochs a second of radCAD and NumPy on the model of `model.py`, and the stress lab's beside them.

Prints a table; the last line is JSON.
"""

import json
import random
import resource
import subprocess
import sys
import time

import numpy as np

import model

EPOCHS = 365


def numpy_rate(runs):
    op = model.Vector(20261123, runs)
    begin = time.perf_counter()
    state = model.start(op.zero)
    for _ in range(EPOCHS):
        state = model.step(op, state)
    seconds = time.perf_counter() - begin
    change = (state["supply"] / model.SUPPLY - 1) * 1e6
    return runs * EPOCHS / seconds, np.quantile(change, [0.05, 0.5, 0.95]).round().tolist()


def radcad_rate(runs, tuned):
    import radcad
    from radcad.engine import Backend

    op = model.Scalar(random.Random(20261123))

    # The state is one variable, as radCAD copies each of them for every step.
    def advance(params, substep, history, previous, inputs):
        state = dict(previous["state"])
        for ring in ("minted", "burned", "best", "prices"):
            state[ring] = list(state[ring])
        return "state", model.step(op, state)

    simulation = radcad.Simulation(
        model=radcad.Model(
            initial_state={"state": model.start(0.0)},
            state_update_blocks=[{"policies": {}, "variables": {"state": advance}}],
            params={}),
        timesteps=EPOCHS, runs=runs)
    experiment = radcad.Experiment([simulation])
    experiment.engine = radcad.Engine(
        backend=Backend.SINGLE_PROCESS, deepcopy=not tuned, drop_substeps=tuned)
    begin = time.perf_counter()
    result = experiment.run()
    seconds = time.perf_counter() - begin
    change = [(row["state"]["supply"] / model.SUPPLY - 1) * 1e6 for row in result if row["timestep"] == EPOCHS]
    return runs * EPOCHS / seconds, np.quantile(change, [0.05, 0.5, 0.95]).round().tolist()


def python_rate(runs):
    begin = time.perf_counter()
    changes = []
    for run in range(runs):
        op = model.Scalar(random.Random(run))
        state = model.start(0.0)
        for _ in range(EPOCHS):
            state = model.step(op, state)
        changes.append((state["supply"] / model.SUPPLY - 1) * 1e6)
    seconds = time.perf_counter() - begin
    return runs * EPOCHS / seconds, np.quantile(changes, [0.05, 0.5, 0.95]).round().tolist()


SIMULATORS = {
    "numpy": numpy_rate,
    "python": python_rate,
    "radcad": lambda runs: radcad_rate(runs, False),
    "radcad-tuned": lambda runs: radcad_rate(runs, True),
}

# Small and large, to see what memory does. radCAD keeps every step of every run: a hundred thousand of them are out of its reach.
RUNS = [
    ("radcad", 100), ("radcad", 1_000), ("radcad-tuned", 1_000), ("python", 1_000),
    ("numpy", 1_000), ("numpy", 100_000), ("ballast", 1_000), ("ballast", 100_000),
]


def measure(name, runs):
    """One simulator in a process of its own, so that its peak memory is its own."""
    if name == "ballast":
        command = ["cargo", "run", "--quiet", "--locked", "--profile", "lab", "-p", "ballast-stress", "--example", "rate", "--"]
    else:
        command = [sys.executable, __file__, name]
    printed = subprocess.run([*command, str(runs)], check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in printed.splitlines() if line.startswith("{")]


def main():
    if len(sys.argv) > 1:
        name, runs = sys.argv[1], int(sys.argv[2])
        rate, quantiles = SIMULATORS[name](runs)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(json.dumps({"name": name, "runs": runs, "epochs_per_second": round(rate), "cores": 1,
                          "net_emission_ppm": quantiles, "peak_memory_kb": memory}))
        return
    rows = [row for name, runs in RUNS for row in measure(name, runs)]
    slowest = next(row["epochs_per_second"] for row in rows if row["name"] == "radcad")
    print("| simulator | cores | runs | epochs a second | to radCAD | peak memory, MB | net emission, p5, p50, p95 |")
    print("|---|---|---|---|---|---|---|")
    for row in rows:
        spread = ", ".join(f"{parts / 10_000:.2f}%" for parts in row["net_emission_ppm"])
        print(f"| {row['name']} | {row['cores']} | {row['runs']:,} | {row['epochs_per_second']:,} | "
              f"{row['epochs_per_second'] / slowest:.1f} | {row['peak_memory_kb'] / 1024:.0f} | {spread} |")
    print(json.dumps(rows))
    # The same model: the medians must agree, or the rates compare nothing.
    medians = [row["net_emission_ppm"][1] for row in rows if row["runs"] >= 1_000]
    if max(medians) - min(medians) > 0.1 * abs(min(medians)):
        sys.exit(f"the medians do not agree: {medians}")


if __name__ == "__main__":
    main()
