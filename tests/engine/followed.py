"""Follows a ledger line by line with a calculation of its own, and asserts that each number is right."""

import math

import by_hand
from by_hand import MATCHED, TINY, Number, number, total

TOLERANCE = {"float64": 1e-9, "float32": 1e-4}


class Followed:
    """A ledger, and the independent numbers so far.

    In double precision the passes are computed from the samples on, and look at what is shown only where a
    last digit decides, at kinks. In single precision, where errors grow from layer to layer, each line starts
    from the numbers that are shown, as a person's would. So does the update: a tiny gradient that is divided
    by its own size makes a large step.
    """

    def __init__(self, ledger, data):
        self.ledger, self.data = ledger, data
        self.spec = ledger.experiment.training
        self.tolerance, self.alone = TOLERANCE[self.spec.dtype], self.spec.dtype == "float64"
        self.n, self.checked = len(ledger.indices), 0

    def same(self, shown, found: Number, what) -> Number:
        """Assert that a number is what was found; return what the next line starts from."""
        self.checked += 1
        shown = float(shown)
        if shown != found.value:  # infinite ones are equal
            gap = abs(shown - found.value)
            assert gap <= max(self.tolerance * found.size, TINY), f"{what}: {shown} is not {found}"
        return found if self.alone else number(shown)

    def near(self, shown, value: float, what, size: float = 0.0) -> None:
        """Assert that a number is this value, from what is shown; `size` is that of its largest term."""
        self.same(shown, Number(value, max(abs(value), size)), what)

    def all_right(self) -> int:
        """Assert that every number is right; return how many there are."""
        self.samples()
        self.forward()
        self.loss()
        self.backward()
        self.gradients()
        self.update()
        return self.checked

    # -- forward -----------------------------------------------------------------------------

    def samples(self):
        ledger, network = self.ledger, self.ledger.experiment.network
        part = self.data.test if ledger.part == "test" else self.data.train
        self.inputs, self.Y = [], []
        for column, i in enumerate(ledger.indices):
            x = [float(one) for one in part.X[i]]
            assert ledger.X[column].tolist() == x
            if self.data.drawn:
                x = [by_hand.FEATURES[name](*x) for name in network.features]
            shown = ledger.layers[0].inputs[:, column]
            self.inputs.append([self.same(a, number(b), "x") for a, b in zip(shown, x, strict=True)])
            y = by_hand.target(part.y[i], ledger.task, self.spec)
            self.Y.append([self.same(a, number(b), "y") for a, b in zip(ledger.Y[:, column], y, strict=True)])

    def forward(self):
        """Follow z, g(z), g′(z), the mask and a; self.A[layer][sample][neuron] holds what comes in."""
        self.A, self.Z = [self.inputs], []
        names = [layer.activation for layer in self.ledger.experiment.network.hidden]
        for i, layer in enumerate(self.ledger.layers):
            name = names[i] if i < len(names) else self.ledger.task.output
            columns = [self.neuron_inputs(layer, i, column) for column in range(self.n)]
            self.Z.append(columns)
            self.A.append([self.activations(layer, i, name, z, c) for c, z in enumerate(columns)])

    def neuron_inputs(self, layer, i, column):
        found = []
        for j in range(len(layer.b)):
            inputs = self.A[i][column]
            terms = [number(layer.W[j, k]) * one for k, one in enumerate(inputs)]
            z = total([*terms, number(layer.b[j])])
            found.append(self.same(layer.z[j, column], z, f"z[{i}][{j}]"))
        return found

    def activations(self, layer, i, name, z, column):
        values = [one.value for one in z]
        if name == "softmax":
            results = by_hand.softmax(values)
        else:
            results = [by_hand.ACTIVATIONS[name][0](one) for one in values]
        found = []
        for j, result in enumerate(results):
            g = Number(result, max(1.0, abs(result), z[j].size))
            g = self.same(layer.g[j, column], g, f"g(z[{i}][{j}])")
            a = g * self.mask(layer, i, j, column)
            found.append(self.same(layer.a[j, column], a, f"a[{i}][{j}]"))
            self.slope(layer, i, j, column, name)
        return found

    def mask(self, layer, i, j, column):
        if layer.mask is None:
            hidden = self.ledger.experiment.network.hidden
            assert i == len(hidden) or not hidden[i].dropout
            return number(1.0)
        m = float(layer.mask[j, column])
        if m:
            self.near(m, 1.0 / (1.0 - self.ledger.experiment.network.hidden[i].dropout), "m")
        return number(m)

    def slope(self, layer, i, j, column, name):
        """Follow g′ from the z that is shown: at a kink the last digit decides."""
        if layer.dg is None:
            assert i == len(self.ledger.layers) - 1
            assert self.is_matched
            return
        z = float(layer.z[j, column])
        dg = by_hand.ACTIVATIONS[name][1](z)
        self.near(layer.dg[j, column], dg, f"g′(z[{i}][{j}])", max(1.0, abs(z)))
        m = 1.0 if layer.mask is None else float(layer.mask[j, column])
        self.near(layer.slope[j, column], float(layer.dg[j, column]) * m, "g′ ⊙ m")

    @property
    def is_matched(self):
        return (self.ledger.task.loss, self.ledger.task.output) in MATCHED

    def loss(self):
        ledger, losses = self.ledger, []
        for column in range(self.n):
            z, a, y = self.Z[-1][column], self.A[-1][column], self.Y[column]
            values = ([one.value for one in numbers] for numbers in (z, a, y))
            L = by_hand.LOSSES[ledger.task.loss](*values, self.spec)
            size = max(one.size * max(1.0, one.size) for one in (*z, *a, *y, number(1.0)))
            losses.append(self.same(ledger.losses[column], Number(L, max(abs(L), size)), "L"))
        mean = total([Number(one.value / self.n, one.size / self.n) for one in losses])
        self.same(ledger.loss, mean, "mean L")
        weights = [float(w) for layer in ledger.layers for w in layer.W.ravel()]
        penalty = self.spec.l1 * math.fsum(map(abs, weights))
        self.near(ledger.penalty, penalty + 0.5 * self.spec.l2 * math.fsum(w * w for w in weights), "penalty")

    # -- backward ----------------------------------------------------------------------------

    def backward(self):
        """Follow ∂L/∂a and δ; self.D[layer][sample][neuron] holds δ."""
        layers = self.ledger.layers
        self.D = [[] for _ in layers]
        for i in reversed(range(len(layers))):
            for column in range(self.n):
                self.D[i].append([self.error(i, j, column) for j in range(len(layers[i].b))])

    def error(self, i, j, column):
        layer, mean = self.ledger.layers[i], number(1.0 / self.n)
        if i == len(self.ledger.layers) - 1:
            a, y = self.A[-1][column][j], self.Y[column][j]
            if self.is_matched:
                assert layer.loss_slope is None
                error = total([a, Number(-y.value, y.size)]) * mean
                return self.same(layer.error[j, column], error, f"δ[{i}][{j}]")
            shown = float(layer.a[j, column])  # at a kink its last digit decides
            slope = by_hand.LOSS_SLOPES[self.ledger.task.loss](shown, y.value, self.spec)
            slope = Number(slope, max(1.0, a.size, y.size)) * mean
        else:
            after = self.ledger.layers[i + 1].W[:, j]
            slope = total([number(w) * d for w, d in zip(after, self.D[i + 1][column], strict=True)])
        slope = self.same(layer.loss_slope[j, column], slope, f"∂L/∂a[{i}][{j}]")
        g = float(layer.slope[j, column])
        return self.same(layer.error[j, column], slope * Number(g, max(1.0, abs(g))), f"δ[{i}][{j}]")

    def gradients(self):
        shown = iter(self.ledger.update.gradient)
        for i, layer in enumerate(self.ledger.layers):
            for j in range(len(layer.b)):
                errors = [self.D[i][column][j] for column in range(self.n)]
                for k in range(layer.W.shape[1]):
                    parts = [d * self.A[i][column][k] for column, d in enumerate(errors)]
                    dw = self.same(layer.dW[j, k], total(parts), f"∂L/∂W[{i}][{j}][{k}]")
                    self.same(next(shown), dw, "the gradient")
                db = self.same(layer.db[j], total(errors), f"∂L/∂b[{i}][{j}]")
                self.same(next(shown), db, "the gradient")

    # -- update ------------------------------------------------------------------------------

    def update(self):
        update, spec, progress = self.ledger.update, self.spec, self.ledger.progress
        self.g, self.p = (list(map(float, one)) for one in (update.gradient, update.before))
        assert self.p == list(map(float, progress.parameters))
        self.is_weight = [k < W.shape[1] for W in self.weights() for _ in W for k in range(W.shape[1] + 1)]
        self.fixed = (progress.masks.frozen | progress.masks.silenced).tolist()
        self.decay = (
            by_hand.DECAY.get(spec.optimizer, 0.0) if spec.weight_decay is None else spec.weight_decay
        )
        self.near(update.rate, self.expected_rate(), "η")
        self.crossed = [False] * len(self.p)
        stages = list(update.stages)
        for kind in self.kinds():
            stage = stages.pop(0)
            assert stage.kind == kind
            getattr(self, f"{kind}_stage")(stage)
            if stage.of == "gradient":
                self.g = list(map(float, stage.value))
            else:
                self.p = list(map(float, stage.value))
        assert [stage.kind for stage in stages] in ([], ["flush"])
        if not stages:
            assert self.p == list(map(float, update.after))

    def weights(self):
        return [layer.W for layer in self.ledger.layers]

    def expected_rate(self):
        progress, epoch = self.ledger.progress, self.ledger.progress.epoch
        return by_hand.rate_of(self.spec, epoch, progress.rate.cuts)

    def kinds(self):
        spec, fixed = self.spec, any(self.fixed)
        counts = {
            "penalty": (spec.l2 > 0) + (spec.l1 > 0),
            "mask": fixed,
            "clip": (spec.clip_value > 0) + (spec.clip_norm > 0),
            "decay": self.decay > 0,
            "step": 1,
            "stop": spec.l1 > 0,
            "limit": len(self.ledger.layers) * (spec.max_norm > 0),
        }
        return [kind for kind, count in counts.items() for _ in range(count)] + ["mask"] * fixed

    def each(self, stage, found):
        """Assert that the stage came to these (value, size of the largest term)."""
        for shown, (value, size) in zip(stage.value, found, strict=True):
            self.near(shown, value, stage.formula, size)

    def penalty_stage(self, stage):
        if "l₂" in stage.formula:
            pulls = [self.spec.l2 * p if w else 0.0 for p, w in zip(self.p, self.is_weight, strict=True)]
        else:
            pulls = list(map(self.l1_pull, self.p, self.g, self.is_weight))
        self.each(stage, [(g + pull, max(abs(g), abs(pull))) for g, pull in zip(self.g, pulls, strict=True)])

    def l1_pull(self, p, g, is_weight):
        l1 = self.spec.l1 * is_weight
        return math.copysign(l1, p) if p else -min(max(g, -l1), l1)

    def mask_stage(self, stage):
        before = self.ledger.update.before
        if stage.of == "gradient":
            found = [0.0 if fixed else g for g, fixed in zip(self.g, self.fixed, strict=True)]
        else:
            found = [float(b) if f else p for b, p, f in zip(before, self.p, self.fixed, strict=True)]
        assert found == list(map(float, stage.value))

    def clip_stage(self, stage):
        if "‖" in stage.formula:
            norm = math.sqrt(math.fsum(g * g for g in self.g))
            factor = min(1.0, self.spec.clip_norm / norm) if norm else 1.0
            self.each(stage, [(g * factor, 0.0) for g in self.g])
        else:
            c = self.spec.clip_value
            self.each(stage, [(min(max(g, -c), c), 0.0) for g in self.g])

    def decay_stage(self, stage):
        rate = self.ledger.update.rate
        shares = [rate * self.decay * p if w else 0.0 for p, w in zip(self.p, self.is_weight, strict=True)]
        self.each(stage, [(p - share, abs(p)) for p, share in zip(self.p, shares, strict=True)])

    def step_stage(self, stage):
        update, name, spec = self.ledger.update, self.spec.optimizer, self.spec
        old, new = update.moments_before, update.moments_after
        t, found = self.ledger.progress.optimizer.steps + 1, []
        assert update.count in (0, t)
        for i, (p, g) in enumerate(zip(self.p, self.g, strict=True)):
            moments = {}
            for moment in new:
                rule = by_hand.MOMENTS.get(moment) or by_hand.MOMENTS[f"{name} {moment}"]
                moments[moment] = total(rule(spec, float(old[moment][i]), g))
            found.append(moments)
            values = {moment: one.value for moment, one in moments.items()}
            terms = [update.rate * one for one in by_hand.STEPS[name](spec, t, g, values)]
            self.near(stage.value[i], p - math.fsum(terms), stage.formula, max(map(abs, [p, *terms])))
        self.found_moments = found
        if spec.l1 == 0:
            self.check_moments()

    def check_moments(self):
        last = self.ledger.update.moments_after
        for i, moments in enumerate(self.found_moments):
            for name, one in moments.items():
                if not (self.crossed[i] and name in ("velocity", "first")):
                    self.same(last[name][i], one, name)
                else:
                    assert last[name][i] == 0.0

    def stop_stage(self, stage):
        before, found = self.start, []
        for i, (old, p) in enumerate(zip(before, self.p, strict=True)):
            self.crossed[i] = self.is_weight[i] and old * p < 0
            found.append((0.0 if self.crossed[i] else p, 0.0))
        self.each(stage, found)
        self.check_moments()

    @property
    def start(self):
        return list(map(float, self.ledger.update.before))

    def limit_stage(self, stage):
        start, found = 0, [(p, 0.0) for p in self.p]
        for i, W in enumerate(self.weights()):
            rows, width = len(W), W.shape[1] + 1
            for j in range(rows if i == stage.layer else 0):
                at = range(start + j * width, start + (j + 1) * width - 1)
                norm = math.sqrt(math.fsum(self.p[k] ** 2 for k in at))
                factor = min(1.0, self.spec.max_norm / norm) if norm else 1.0
                for k in at:
                    found[k] = (self.p[k] * factor, 0.0)
            start += rows * width
        self.each(stage, found)
