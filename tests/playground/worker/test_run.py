"""What a run notes of single steps: only ends of epochs, with their own figures, and where it diverged."""

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec, Trainer, TrainSpec
from playground.worker.run import Run
from playground.worker.speed import Throttle

MANY = Experiment(
    data=DataSpec(samples=4000),
    network=NetworkSpec(hidden=(LayerSpec(40), LayerSpec(40))),
    training=TrainSpec(batch_size=1500),
)
EXPLOSIVE = Experiment(
    data=DataSpec(dataset="plane"),
    network=NetworkSpec(hidden=(LayerSpec(8, "relu"),)),
    training=TrainSpec(learning_rate=1000.0, batch_size=1000),
)


def losses(run):
    curve = run.history.curves().train
    return dict(zip(curve.epochs.tolist(), curve.values.tolist(), strict=True))


def test_a_step_where_an_evaluation_was_interrupted_does_not_change_its_figures():
    run, trainer = Run(Trainer(MANY), 1), Trainer(MANY)
    run.train(10, Throttle(), lambda: run.trainer.position[0] == run.trainer.position[1])
    assert run.trainer.position[:2] == (2, 2)
    known = losses(run)
    trainer.run(1)
    run.step("batch")
    assert (run.trainer.epoch, run.trainer.steps) == (1, 3)
    assert losses(run) == known | {1.0: trainer.metrics().train_loss}
    trainer.run(1)
    run.step("batch")
    assert losses(run) == known | {1.0: losses(run)[1.0], 2.0: trainer.metrics().train_loss}


def test_a_step_that_diverges_is_noted_and_the_weights_it_goes_back_to_are_no_epochs():
    run = Run(Trainer(EXPLOSIVE), 1)
    while not run.trainer.diverged:
        known = losses(run)
        run.step("batch")
    assert losses(run) == known
    assert run.history.curves().diverged == (run.trainer.diverged.epoch,)
