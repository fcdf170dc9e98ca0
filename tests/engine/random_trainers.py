"""Random trainers with anything switched on, or not, in the middle of their training."""

from cases import HEADS, split

from engine import (
    FEATURES,
    OPTIMIZERS,
    SCHEDULES,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    Trainer,
    TrainSpec,
    hidden_activations,
)


def some_training(draw, head):
    """Training settings with anything switched on, or not."""
    _, _, loss = head
    sometimes = lambda value: draw.choice([0.0, 0.0, value])  # noqa: E731
    return TrainSpec(
        loss=loss, optimizer=draw.choice(list(OPTIMIZERS)), learning_rate=draw.choice([0.003, 0.03, 0.3]),
        batch_size=draw.choice([1, 2, 5, 1000]), l1=sometimes(0.01), l2=sometimes(0.02),
        shuffle=draw.random() < 0.7, dtype=draw.choice(["float64", "float64", "float32"]),
        label_smoothing=sometimes(0.1), huber_delta=draw.choice([0.3, 1.0]), momentum=draw.choice([0.0, 0.9]),
        schedule=draw.choice(list(SCHEDULES)), decay_epochs=draw.randint(1, 5), plateau_epochs=1,
        warmup_epochs=draw.choice([0, 3]), weight_decay=draw.choice([None, None, 0.1]),
        clip_value=sometimes(0.05), clip_norm=sometimes(0.1), max_norm=sometimes(0.6),
    )  # fmt: skip


def some_trainer(draw):
    """A random trainer in the middle of its training."""
    head = problem, output, _ = draw.choice(HEADS)
    hidden = tuple(
        LayerSpec(draw.randint(1, 4), draw.choice(hidden_activations()), draw.choice([0.0, 0.0, 0.4]))
        for _ in range(draw.randint(0, 3))
    )
    features = tuple(draw.sample(list(FEATURES), draw.randint(1, 4)))
    network, training = NetworkSpec(features, hidden, output), some_training(draw, head)
    dataset = {"binary": "spiral", "multiclass": "blobs", "regression": "plane"}[problem]
    data = DataSpec(dataset, samples=12, test_fraction=0.5)
    passed_in = split(problem, train=7, test=3) if draw.random() < 0.5 else None
    trainer = Trainer(Experiment(data, network, training, seed=draw.randrange(1000)), passed_in)
    for _ in range(draw.randint(0, 9)):
        trainer.step()
    for mask in (trainer.freeze, trainer.silence):
        if hidden and draw.random() < 0.3:
            mask(0, 0)
    return trainer
