"""The `ballast` preset's epoch in floating point, for the simulators that the stress lab is compared with.

The same model as `ballast stress base-growth`: market, settlement, averages, breaker, caps, steering. Written once over a
small set of operations, so that radCAD runs it on numbers and NumPy on whole arrays of runs.
"""

import math

import numpy as np

# presets/ballast.json, presets/process.json, presets/markets.json
SUPPLY, PRICE, DEMAND = 536_870_912.0, 2.0, 200_000.0
DRIFT, LUMPS, HALF_LIFE = 0.5, 0.15, 120.0
SIGMA_DEMAND, SIGMA_MOOD = (0.6, 1.4), (0.7, 1.3)
INTO, OUT = 1 - math.exp(-2 / 365), 1 - math.exp(-8 / 365)
JUMP, JUMP_MEAN, JUMP_DEVIATION = 1 - math.exp(-2 / 365), -0.05, 0.15
DT, ROOT, KEPT = 1 / 365, math.sqrt(1 / 365), 2 ** (-1 / HALF_LIFE)

ALPHA, WINDOW, BAND = 0.25, 30, 0.25
LOW, HIGH, GAIN, LEAK, REST, MIN, MAX, MOST = -0.2, -0.1, 0.015, 0.01, 0.9, 0.8, 0.98, 0.005
GROSS = 0.02
DAY = (0.20, 0.30, 0.40)
WEEK = (0.30, 0.45, 0.60)
USAGE = (0.35, 0.45, 0.60)
COVERAGE = (0.10, 0.40, 0.70)
EXIT = 0.7
FACTOR = (1.0, 0.5, 0.1, 0.0)


class Scalar:
    """The operations on one run."""

    exp = staticmethod(math.exp)
    where = staticmethod(lambda condition, yes, no: yes if condition else no)
    both = staticmethod(lambda a, b: a and b)
    either = staticmethod(lambda a, b: a or b)
    negate = staticmethod(lambda a: not a)
    low = staticmethod(min)
    high = staticmethod(max)
    factor = staticmethod(lambda level: FACTOR[int(level)])
    highest = staticmethod(max)

    def __init__(self, rng):
        self.normal = lambda: rng.gauss(0.0, 1.0)
        self.uniform = rng.random
        self.zero = 0.0


class Vector:
    """The operations on many runs at once."""

    exp, where = staticmethod(np.exp), staticmethod(np.where)
    both, either, negate = (staticmethod(f) for f in (np.logical_and, np.logical_or, np.logical_not))
    low, high = staticmethod(np.minimum), staticmethod(np.maximum)
    factors = np.array(FACTOR)

    def __init__(self, seed, runs):
        rng = np.random.default_rng(seed)
        self.normal = lambda: rng.standard_normal(runs)
        self.uniform = lambda: rng.random(runs)
        self.zero = np.zeros(runs)

    def factor(self, level):
        return self.factors[level.astype(np.intp)]

    @staticmethod
    def highest(rows):
        return np.maximum.reduce(list(rows))


def start(zero):
    """The state before the first epoch. Windows are rings of rows, so that a step writes one row and moves none."""
    return {
        "demand": zero, "mood": zero, "turbulent": zero > 1,
        "supply": zero + SUPPLY, "credit": zero, "ema_burn": zero, "ema_mint": zero, "rho": zero + REST,
        "minted": [zero] * WINDOW, "burned": [zero] * WINDOW, "sum_minted": zero, "sum_burned": zero,
        "best": [zero] * WINDOW, "prices": [zero] * 8, "price": zero,
        "level": zero, "calm": zero > 1, "usage": zero, "coverage": zero, "epoch": 0,
    }


def level_of(op, fall, thresholds, scale=1.0):
    level = op.where(fall >= thresholds[0] * scale, 1.0, 0.0)
    level = op.where(fall >= thresholds[1] * scale, 2.0, level)
    return op.where(fall >= thresholds[2] * scale, 3.0, level)


def look(op, state, falls, dead, waited):
    """One observation: up at once, down one level after a calm time."""
    entry = op.where(dead, 2.0, 0.0)
    held = entry
    for fall, thresholds in falls:
        entry = op.high(entry, level_of(op, fall, thresholds))
        held = op.high(held, level_of(op, fall, thresholds, EXIT))
    level, calm = state["level"], state["calm"]
    up = entry > level
    quiet = op.both(op.both(op.negate(up), held < level), op.negate(dead))
    # From an evening to the next is longer than any dwell; the hour to the close is longer than the first one.
    long_enough = op.either(waited == "day", level < 1.5)
    down = op.both(op.both(quiet, calm), long_enough)
    state["level"] = op.where(up, entry, op.where(down, level - 1.0, level))
    state["calm"] = quiet


def step(op, state):
    """One epoch of a day. Changes the state, and returns it."""
    # The market.
    turbulent, dice = state["turbulent"], op.uniform()
    switch = dice < op.where(turbulent, OUT, INTO)
    turbulent = turbulent != switch
    state["turbulent"] = turbulent
    jump = op.where(op.uniform() < JUMP, JUMP_MEAN + JUMP_DEVIATION * op.normal(), 0.0)
    state["demand"] = (state["demand"] + DRIFT * DT + jump
                       + op.where(turbulent, SIGMA_DEMAND[1], SIGMA_DEMAND[0]) * ROOT * op.normal())
    state["mood"] = (state["mood"] * KEPT
                     + op.where(turbulent, SIGMA_MOOD[1], SIGMA_MOOD[0]) * ROOT * op.normal())
    price = PRICE * op.exp(state["demand"] + state["mood"]) * SUPPLY / state["supply"]
    usd = DEMAND * op.exp(state["demand"] + LUMPS * op.normal())

    # The evening: a quote, an average, an observation, a settlement.
    epoch = state["epoch"]
    last = state["price"] if epoch else price
    state["prices"][epoch % 8] = last
    day = op.high(last, state["prices"][(epoch - 1) % 8])
    week = op.highest(state["prices"])
    falls = lambda: ((1 - price / day, DAY), (1 - price / week, WEEK),
                     (state["usage"], USAGE), (state["coverage"], COVERAGE))
    dead = abs(price / last - 1) > BAND
    look(op, state, falls(), dead, "day")
    peak = state["level"]
    burned = op.where(dead, 0.0, usd / price)

    # The close, an hour later.
    average = last + (price - last) / 24
    look(op, state, falls(), abs(price / average - 1) > BAND, "hour")
    ema_burn = state["ema_burn"] * (1 - ALPHA) + burned * ALPHA
    state["best"][epoch % WINDOW] = ema_burn
    state["usage"] = 1 - ema_burn / op.high(op.highest(state["best"]), 1e-9)
    level = op.high(op.high(peak, state["level"]), level_of(op, state["usage"], USAGE))

    at = epoch % WINDOW
    past_minted = state["sum_minted"] - state["minted"][at]
    past_burned = state["sum_burned"] - state["burned"][at]
    request = state["rho"] * ema_burn
    first_supply = state["supply"] + past_burned - past_minted
    caps = op.low(burned, state["credit"] + burned)
    caps = op.low(caps, op.high(past_burned + burned - past_minted, 0.0))
    caps = op.low(caps, op.high(first_supply * GROSS - past_minted, 0.0))
    caps = op.where(burned > 0, caps, 0.0)

    def decide(level):
        cap = op.where(level > 0.5, op.low(request * op.factor(level), burned), request)
        granted = op.low(op.low(request, caps), cap)
        ema_mint = state["ema_mint"] * (1 - ALPHA) + granted * ALPHA
        return granted, ema_mint, 1 - ema_burn / op.high(ema_mint, 1e-9)

    # The mint is decided again where its own coverage calls for a higher level.
    for _ in range(2):
        granted, ema_mint, coverage = decide(level)
        level = op.high(level, level_of(op, coverage, COVERAGE))
    state["coverage"] = op.high(coverage, 0.0)
    state["usage"] = op.high(state["usage"], 0.0)
    state["level"] = op.high(state["level"], level)
    state["sum_minted"], state["sum_burned"] = past_minted + granted, past_burned + burned
    state["minted"][at], state["burned"][at] = granted, burned
    state["credit"] = state["credit"] + burned - granted
    state["supply"] = state["supply"] - burned + granted
    seen = min(epoch + 1, WINDOW)
    net = (state["sum_minted"] - state["sum_burned"]) / state["supply"] * 365 / seen
    error = op.low(op.high(net, LOW), HIGH) - net
    wanted = GAIN * error - LEAK * (state["rho"] - REST)
    state["rho"] = op.low(op.high(state["rho"] + op.low(op.high(wanted, -MOST), MOST), MIN), MAX)
    state["ema_burn"], state["ema_mint"], state["price"], state["epoch"] = ema_burn, ema_mint, price, epoch + 1
    return state
