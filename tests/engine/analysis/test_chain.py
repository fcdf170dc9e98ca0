import itertools
import math

import pytest

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec, Trainer, TrainSpec
from engine.analysis.chain import chain_of
from engine.analysis.tracer import Tracer

SMALL = (LayerSpec(3, "tanh"), LayerSpec(4, "sigmoid"), LayerSpec(2, "relu"))


def trainer_of(hidden=SMALL, dataset="gaussian", epochs=3, **settings):
    data = DataSpec(dataset=dataset, samples=60)
    trainer = Trainer(
        Experiment(data=data, network=NetworkSpec(hidden=hidden), training=TrainSpec(**settings))
    )
    trainer.run(epochs=epochs)
    return trainer


def ledger_of(trainer, part="batch", *indices):
    return Tracer(trainer.experiment, trainer.data).trace(trainer.progress.copy(), part, indices)


def places(ledger):
    """Every weight and bias, in the order of the parameters."""
    for i, layer in enumerate(ledger.layers):
        for neuron in range(len(layer.b)):
            for source in (*range(len(layer.inputs)), None):
                yield i, neuron, source


def every_path(ledger, layer, neuron, source, sample):
    """The product of every path, by its neurons, multiplied out one after the other."""
    layers, found = ledger.layers, {}
    fed = 1.0 if source is None else float(layers[layer].inputs[source, sample])
    for rest in itertools.product(*(range(len(one.b)) for one in layers[layer + 1 :])):
        way, product = (neuron, *rest), fed
        for m in range(layer, len(layers) - 1):
            here, after = way[m - layer], way[m - layer + 1]
            product *= float(layers[m].slope[here, sample]) * float(layers[m + 1].W[after, here])
        found[way] = product * float(layers[-1].error[way[-1], sample]) * len(ledger.indices)
    return found


@pytest.mark.parametrize("dataset", ["gaussian", "blobs", "plane"])
def test_the_paths_of_a_weight_are_all_there_are_and_add_up_to_its_gradient(dataset):
    ledger = ledger_of(trainer_of(dataset=dataset))
    for place in places(ledger):
        chain = chain_of(ledger, *place, sample=2, most=1000)
        expected = every_path(ledger, *place, sample=2)
        assert {path.neurons for path in chain.paths} == set(expected)
        assert chain.count == len(expected)
        for path in chain.paths:
            assert path.product == pytest.approx(expected[path.neurons], rel=1e-12, abs=1e-300)
        assert sum(path.product for path in chain.paths) == pytest.approx(chain.own, rel=1e-9, abs=1e-15)
        assert chain.rest == 0.0


def test_of_many_paths_the_strongest_are_listed_and_the_rest_is_one_number():
    ledger = ledger_of(trainer_of((LayerSpec(5), LayerSpec(6), LayerSpec(7))))
    chain = chain_of(ledger, 0, 3, 1, sample=1, most=10)
    expected = sorted(map(abs, every_path(ledger, 0, 3, 1, 1).values()), reverse=True)
    assert chain.count == 6 * 7
    assert [abs(path.product) for path in chain.paths] == pytest.approx(expected[:10], rel=1e-12)
    assert sum(path.product for path in chain.paths) + chain.rest == pytest.approx(chain.own, rel=1e-9)


def test_a_deep_network_has_more_paths_than_anyone_could_list():
    ledger = ledger_of(trainer_of((LayerSpec(30),) * 12, epochs=0))
    chain = chain_of(ledger, 0, 3, 1)
    assert chain.count == 30**11
    assert len(chain.paths) == 12


def test_the_gradient_is_the_product_of_its_factors_and_the_mean_of_its_parts():
    ledger = ledger_of(trainer_of())
    for k, place in enumerate(places(ledger)):
        chain = chain_of(ledger, *place, sample=4)
        assert chain.own == pytest.approx(chain.error * chain.input, rel=1e-12)
        if chain.slope is not None:
            assert chain.error == pytest.approx(chain.loss_slope * chain.slope, rel=1e-9, abs=1e-18)
        assert chain.parts.mean() == pytest.approx(chain.mean, rel=1e-9, abs=1e-15)
        assert chain.mean == ledger.update.gradient[k]
        assert (chain.before, chain.after) == (ledger.update.before[k], ledger.update.after[k])


def test_the_part_of_a_sample_is_what_it_would_be_alone():
    trainer = trainer_of()
    batch = ledger_of(trainer)
    alone = ledger_of(trainer, "train", batch.indices[3])
    assert chain_of(batch, 1, 2, 0).parts[3] == pytest.approx(chain_of(alone, 1, 2, 0).mean, rel=1e-9)


def causes(trainer):
    ledger = ledger_of(trainer)
    return [chain_of(ledger, *place).cause for place in places(ledger)]


def test_gradient_descent_moves_every_weight_down_its_slope():
    assert set(causes(trainer_of((LayerSpec(3),)))) == {"descent"}


@pytest.mark.parametrize(
    ("settings", "cause"),
    [
        ({"optimizer": "momentum", "momentum": 0.99, "batch_size": 1}, "momentum"),
        ({"optimizer": "adam", "batch_size": 1}, "momentum"),
        ({"l2": 5.0}, "penalty"),
        ({"l1": 5.0, "learning_rate": 0.001}, "penalty"),
        ({"weight_decay": 5.0}, "decay"),
        ({"max_norm": 0.05}, "limit"),
        ({"l1": 5.0, "learning_rate": 0.3}, "stop"),
    ],
)
def test_what_outweighs_the_slope_of_the_loss_is_named(settings, cause):
    trainer = trainer_of((LayerSpec(3),), epochs=0 if cause in ("limit", "stop") else 2, **settings)
    assert cause in causes(trainer)


def test_a_frozen_weight_stays():
    trainer = trainer_of()
    trainer.freeze(1, 2)
    assert chain_of(ledger_of(trainer), 1, 2, 0).cause == "fixed"


def test_a_weight_stays_where_its_input_its_slope_or_its_error_is_zero():
    trainer = trainer_of((LayerSpec(3, "relu"),), epochs=0)
    trainer.network.layers[0].b[1] = -1000.0  # dead
    trainer.network.layers[1].W[0, 2] = 0.0
    ledger = ledger_of(trainer)
    assert chain_of(ledger, 0, 1, 0).cause == "slope"
    assert chain_of(ledger, 1, 0, 1).cause == "input"
    assert chain_of(ledger, 0, 2, 0).cause == "error"


def test_l1_holds_a_weight_at_zero_where_the_data_pull_less():
    trainer = trainer_of((LayerSpec(3),), epochs=0, l1=20.0)
    trainer.network.layers[0].W[:2, 0] = 0.0, 1e-3
    ledger = ledger_of(trainer)
    held = chain_of(ledger, 0, 0, 0)
    assert held.cause == "held"
    assert held.mean != 0.0 == held.used
    assert chain_of(ledger, 0, 1, 0).cause != "held"


def test_a_limit_that_undoes_the_step_is_said():
    trainer = trainer_of((LayerSpec(1),), epochs=0, max_norm=0.5, learning_rate=0.1)
    for weight in (0.5, -0.5):  # one of them is pulled outwards
        trainer.network.layers[1].W[0, 0] = weight
        chain = chain_of(ledger_of(trainer), 1, 0, 0)
        if chain.before == chain.after:
            break
    assert (chain.cause, abs(chain.after)) == ("limit", 0.5)


def test_nothing_moves_once_a_schedule_has_ended_at_zero():
    trainer = trainer_of((LayerSpec(3),), epochs=2, schedule="cosine", decay_epochs=2)
    assert set(causes(trainer)) == {"rate"}


def test_a_step_that_is_lost_in_rounding_is_said():
    trainer = trainer_of((LayerSpec(3),), epochs=1, learning_rate=1e-30)
    assert set(causes(trainer)) == {"small", "descent"}  # a bias of 0 moves by as little as that


@pytest.mark.parametrize("place", [(9, 0, 0), (0, 9, 0), (0, 0, 9), (0, 0, None, 99)])
def test_there_is_no_other_weight_and_no_other_sample(place):
    with pytest.raises(ValueError, match="there is no"):
        chain_of(ledger_of(trainer_of()), *place)


def test_a_chain_of_a_step_that_diverged_has_no_warning():
    trainer = trainer_of((LayerSpec(3, "linear"),), "plane", epochs=0)
    trainer.network.parameters[:] = 1e200
    assert not math.isfinite(chain_of(ledger_of(trainer), 0, 0, 0).own)
