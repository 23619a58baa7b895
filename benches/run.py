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

    # The state is one variable: radCAD copies it for every substep, and the fewer the better for it.
    def advance(params, substep, history, previous, inputs):
        world = previous["world"]
        op = world["op"]
        state = dict(world["state"])
        for ring in ("minted", "burned", "best", "prices"):
            state[ring] = list(state[ring])
        return "world", {"op": op, "state": model.step(op, state)}

    zero = 0.0
    initial = {"world": {"op": None, "state": model.start(zero)}}

    def fresh(params, substep, history, previous, inputs):
        world = previous["world"]
        if world["op"] is None:
            world = {"op": model.Scalar(random.Random()), "state": world["state"]}
        return advance(params, substep, history, {"world": world}, inputs)

    blocks = [{"policies": {}, "variables": {"world": fresh}}]
    simulation = radcad.Simulation(
        model=radcad.Model(initial_state=initial, state_update_blocks=blocks, params={}),
        timesteps=EPOCHS, runs=runs)
    experiment = radcad.Experiment([simulation])
    experiment.engine = radcad.Engine(
        backend=Backend.SINGLE_PROCESS, deepcopy=not tuned, drop_substeps=tuned)
    begin = time.perf_counter()
    result = experiment.run()
    seconds = time.perf_counter() - begin
    last = [row for row in result if row["timestep"] == EPOCHS]
    change = [(row["world"]["state"]["supply"] / model.SUPPLY - 1) * 1e6 for row in last]
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


def main():
    if len(sys.argv) > 1:
        name, runs = sys.argv[1], int(sys.argv[2])
        rate, quantiles = {
            "numpy": numpy_rate,
            "python": python_rate,
            "radcad": lambda runs: radcad_rate(runs, False),
            "radcad-tuned": lambda runs: radcad_rate(runs, True),
        }[name](runs)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(json.dumps({"name": name, "runs": runs, "epochs_per_second": round(rate), "cores": 1,
                          "net_issuance_ppm": quantiles, "peak_memory_kb": memory}))


if __name__ == "__main__":
    main()
