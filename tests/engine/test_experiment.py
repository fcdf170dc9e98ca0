import json
import pickle
import tracemalloc
from dataclasses import FrozenInstanceError, asdict, fields, replace

import numpy as np
import pytest

from engine import (
    DATASETS,
    FEATURES,
    INITIALIZERS,
    LOSSES,
    OPTIMIZERS,
    RANGES,
    SCHEDULES,
    DataSpec,
    Experiment,
    LayerSpec,
    Network,
    NetworkSpec,
    Range,
    SpecError,
    StopSpec,
    TrainSpec,
    bytes_needed,
    hidden_activations,
    output_activations,
    parameter_count,
    resolve,
)
from engine.base import limits
from engine.base.checks import quoted

SPECS = (DataSpec, LayerSpec, NetworkSpec, TrainSpec, StopSpec, Experiment)
NUMBERS = {field.name: spec for spec in SPECS for field in fields(spec) if field.name in RANGES}
WHOLE = [name for name in NUMBERS if RANGES[name].whole]
OPTIONAL = (
    "init_bias",
    "weight_decay",
    "epochs",
    "target_loss",
    "target_accuracy",
    "patience",
    "weights_seed",
)
NO_NUMBERS = [
    *(float("nan"), float("inf"), -float("inf"), True, np.True_, "3", b"3", "", [3], (3,), {}, 3 + 0j),
    None,
]
CHOICES = {
    "dataset": (DataSpec, [*DATASETS, "own"]),
    "activation": (LayerSpec, hidden_activations()),
    "output": (NetworkSpec, ["auto", *output_activations()]),
    "initializer": (NetworkSpec, list(INITIALIZERS)),
    "loss": (TrainSpec, ["auto", *LOSSES]),
    "optimizer": (TrainSpec, list(OPTIMIZERS)),
    "schedule": (TrainSpec, list(SCHEDULES)),
    "dtype": (TrainSpec, ["float64", "float32"]),
}
NAMED = [(field, name) for field, (_, names) in CHOICES.items() for name in names]


def value_of(name, number):
    return getattr(NUMBERS[name](**{name: number}), name)


def refusal(make, **values):
    with pytest.raises(SpecError, match=r"\S") as refused:
        make(**values)
    error, message = refused.value, str(refused.value)
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.field) == (message, error.field)
    if len(values) == 1 and error.field in values and not isinstance(error.value, LayerSpec):
        ((_, given),) = values.items()
        assert error.value is given or error.value in given
    assert "\n" not in message
    return message


def test_every_range_belongs_to_a_field():
    assert set(RANGES) == {*NUMBERS, "layers"}


@pytest.mark.parametrize("name", NUMBERS)
def test_the_ends_of_a_range_belong_to_it(name):
    one = RANGES[name]
    assert value_of(name, one.high) == one.high
    if not one.above:
        assert value_of(name, one.low) == one.low


@pytest.mark.parametrize("name", NUMBERS)
def test_what_lies_outside_a_range_is_refused_in_one_line(name):
    one = RANGES[name]
    step = 1 if one.whole else 1e-9
    for number in (one.low if one.above else one.low - step, one.high + step, -one.high - step, 10**400):
        message = refusal(NUMBERS[name], **{name: number})
        assert message == f"{name} must be {one}, got {quoted(number)}"


@pytest.mark.parametrize("name", NUMBERS)
def test_what_is_not_a_number_is_refused_in_one_line(name):
    for value in NO_NUMBERS:
        if value is not None or name not in OPTIONAL:
            assert refusal(NUMBERS[name], **{name: value}) == f"{name} must be {RANGES[name]}, got {value!r}"


@pytest.mark.parametrize("name", OPTIONAL)
def test_an_optional_number_may_be_none_and_is_unless_given(name):
    assert getattr(NUMBERS[name](), name) is value_of(name, None) is None


@pytest.mark.parametrize("name", NUMBERS)
def test_an_array_is_no_number(name):
    assert refusal(NUMBERS[name], **{name: np.array([3])}).startswith(f"{name} must be {RANGES[name]}, got ")


@pytest.mark.parametrize("name", WHOLE)
def test_half_a_thing_is_refused(name):
    assert "a whole number" in refusal(NUMBERS[name], **{name: RANGES[name].low + 0.5})


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_of_numpy_become_plain_ones(name):
    one = RANGES[name]
    types = (np.int64, np.int32) if one.whole else (np.float64, np.float32, np.int64)
    for kind in types:
        number = kind(max(one.low, min(one.high, 5)))
        kept = value_of(name, number)
        assert kept == number
        assert type(kept) is (int if one.whole else float)


@pytest.mark.parametrize(("field", "name"), NAMED)
def test_every_name_of_a_dictionary_may_stand(field, name):
    assert getattr(CHOICES[field][0](**{field: name}), field) == name


@pytest.mark.parametrize(("field", "name"), NAMED)
def test_a_slip_of_the_finger_is_answered_with_the_name_that_was_meant(field, name):
    message = refusal(CHOICES[field][0], **{field: name + "q"})
    assert message == f"{field} {name + 'q'!r} is not known: did you mean {name}?"


@pytest.mark.parametrize("value", ["", "qqqqqq", None, 3, 2.5, True, ["tanh"]], ids=repr)
@pytest.mark.parametrize("field", CHOICES)
def test_an_unknown_name_is_answered_with_all_there_are(field, value):
    spec, names = CHOICES[field]
    assert refusal(spec, **{field: value}) == f"{field} {value!r} is not known: choose {', '.join(names)}"


@pytest.mark.parametrize(
    ("make", "field", "value", "allowed"),
    [
        (lambda: TrainSpec(momentum=2.0), "momentum", 2.0, RANGES["momentum"]),
        (lambda: TrainSpec(optimizer="x"), "optimizer", "x", tuple(OPTIMIZERS)),
        (lambda: TrainSpec(shuffle=1), "shuffle", 1, ("true", "false")),
        (lambda: NetworkSpec(features=()), "features", (), None),
        (lambda: NetworkSpec(features=("x3",)), "features", "x3", tuple(FEATURES)),
        (lambda: NetworkSpec(hidden=(LayerSpec(),) * 101), "layers", 101, RANGES["layers"]),
        (lambda: DataSpec("own", points=((0.0, 1e9, 1.0),)), "points[0]", 1e9, Range(-1e6, 1e6)),
        (lambda: DataSpec("own", points=((0.0, 1.0, 6.0),)), "points[0]", 6.0, Range(0, 5, whole=True)),
        (
            lambda: Network((30_000, 10_000, 1), ("tanh", "sigmoid")),
            "parameters",
            300_020_001,
            Range(0, 20_000_000, whole=True),
        ),
    ],
)
def test_a_refusal_carries_the_field_the_value_and_what_is_allowed(make, field, value, allowed):
    with pytest.raises(SpecError) as refused:
        make()
    error = refused.value
    assert (error.field, error.value, error.allowed, error.conflict) == (field, value, allowed, None)


@pytest.mark.parametrize(
    ("problem", "output", "loss", "refused"),
    [
        ("regression", "auto", "hinge", ("loss", "hinge", ("problem", "regression"))),
        ("regression", "softmax", "auto", ("output", "softmax", ("problem", "regression"))),
        ("binary", "softmax", "hinge", ("output", "softmax", ("loss", "hinge"))),
    ],
)
def test_a_conflict_names_both_fields(problem, output, loss, refused):
    with pytest.raises(SpecError) as error:
        resolve(problem, output, loss)
    assert (error.value.field, error.value.value, error.value.conflict) == refused
    assert all(one in str(error.value) for one in error.value.allowed)


@pytest.mark.parametrize("value", [1, 0, "yes", None])
def test_a_flag_is_true_or_false(value):
    assert refusal(TrainSpec, shuffle=value) == f"shuffle must be true or false, got {value!r}"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"features": ()}, "features is empty: a network needs at least one input"),
        ({"features": ("x1", "x1")}, "features must differ, got x1, x1"),
        ({"features": "x1"}, "features must be a tuple, got 'x1'"),
        ({"features": ("x1x2",)}, "feature 'x1x2' is not known: did you mean x1_x2?"),
        (
            {"features": (1,)},
            f"feature 1 is not known: choose {', '.join(FEATURES)}, or a formula such as =x1*sin(x2)",
        ),
        ({"hidden": 3}, "hidden must be a tuple, got 3"),
        ({"hidden": (8,)}, "hidden must hold LayerSpec, got 8"),
        (
            {"hidden": (LayerSpec(),) * 101},
            "number of hidden layers must be a whole number from 0 to 100, got 101",
        ),
    ],
)
def test_a_network_that_makes_no_sense_is_refused(values, message):
    assert refusal(NetworkSpec, **values) == message


@pytest.mark.parametrize("part", ["data", "network", "training", "stop"])
def test_an_experiment_is_made_of_specs(part):
    assert refusal(Experiment, **{part: {}}).startswith(f"{part} must be a")


def test_a_network_may_have_no_hidden_layer():
    assert NetworkSpec(hidden=()).hidden == ()


def test_lists_become_tuples_so_that_equal_experiments_are_equal():
    listed = NetworkSpec(features=["x1", "x2"], hidden=[LayerSpec(), LayerSpec()])
    assert listed == NetworkSpec()
    assert hash(listed) == hash(NetworkSpec())


@pytest.mark.parametrize("spec", SPECS)
def test_a_spec_cannot_be_written_only_replaced(spec):
    name = fields(spec)[0].name
    with pytest.raises(FrozenInstanceError):
        setattr(spec(), name, None)
    with pytest.raises(ValueError, match=name):
        replace(spec(), **{name: "what"})


def test_an_experiment_holds_nothing_but_what_json_has():
    assert json.loads(json.dumps(asdict(Experiment(seed=np.int64(3)))))["seed"] == 3


@pytest.mark.parametrize("sizes", [(2, 1), (2, 4, 2, 1), (5, 3, 3, 3)])
def test_parameters_are_counted_as_they_are_taken(sizes):
    network = Network(sizes, ("tanh",) * (len(sizes) - 1))
    assert parameter_count(sizes) == sum(layer.W.size + layer.b.size for layer in network.layers)


@pytest.mark.parametrize(
    "make",
    [
        lambda: NetworkSpec(hidden=(LayerSpec(10_000),) * 3),
        lambda: Network((30_000, 10_000, 1), ("tanh", "sigmoid")),
    ],
    ids=["spec", "network"],
)
def test_too_many_parameters_are_refused_before_memory_is_taken(make):
    tracemalloc.start()
    try:
        with pytest.raises(
            ValueError, match=r"would have [0-9,]+ weights and biases; the limit is 20,000,000"
        ):
            make()
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_a_mini_batch_that_would_fill_the_memory_is_refused(monkeypatch):
    wide, whole = NetworkSpec(hidden=(LayerSpec(10_000),)), TrainSpec(batch_size=1_000_000)
    many = DataSpec(samples=100_000)
    monkeypatch.setattr(limits, "memory_limit", lambda: 4 * 10**9)
    needed = bytes_needed((2, 10_000, 1), 1_000_000, 100_000, "float64")
    message = refusal(Experiment, data=many, network=wide, training=whole)
    assert message == (
        f"training this would take {needed / 1e9:.1f} GB of memory; the limit is 4.0 GB, a quarter of this "
        "machine's: use a smaller batch_size, or narrower or fewer layers"
    )
    assert Experiment(data=many, network=wide).network == wide
    assert Experiment(data=many, training=whole).data == many


@pytest.mark.parametrize("dataset", DATASETS)
def test_the_head_of_an_experiment_follows_its_data_set(dataset):
    output, loss = Experiment(data=DataSpec(dataset=dataset)).head()
    assert output in LOSSES[loss].outputs
    assert DATASETS[dataset].problem in LOSSES[loss].problems
