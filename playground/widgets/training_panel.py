"""The training panel: how the network learns. Everything but the initialiser may change while it does."""

from PySide6.QtWidgets import QHBoxLayout

from engine import INITIALIZERS, LOSSES, OPTIMIZERS, RANGES, Experiment
from playground import theme
from playground.widgets.controls import BatchSize, Choice, RealNumber, labelled
from playground.widgets.panel import Panel


class TrainingPanel(Panel):
    """One row of settings, their labels above them."""

    def __init__(self) -> None:
        super().__init__("TRAINING")
        self._rate = RealNumber(
            "training.learning_rate",
            "Learning rate",
            "η: how far each step moves the weights. Too high and the loss jumps or explodes; too low and it "
            "hardly falls.",
            RANGES["learning_rate"],
            least=1e-6,
        )
        self._batch = BatchSize(
            "training.batch_size",
            "Batch size",
            "Samples behind each step. Small batches step often and noisily, large ones seldom and smoothly.",
            RANGES["batch_size"],
        )
        self._optimizer = Choice(
            "training.optimizer",
            "Optimizer",
            "The rule that turns a gradient into a step.",
            {name: (one.label, one.formula) for name, one in OPTIMIZERS.items()},
        )
        self._loss = Choice(
            "training.loss",
            "Loss",
            "What training makes small. auto: cross-entropy for classes, squared error for values, "
            "or what the chosen output asks for.",
            {"auto": ("auto", "What the problem and the output ask for.")}
            | {name: (one.label, one.formula) for name, one in LOSSES.items()},
        )
        self._l1 = RealNumber(
            "training.l1",
            "L1 regularisation",
            "A penalty of l1·Σ|w|: drives weights that matter little towards zero.",
            RANGES["l1"],
            least=1e-5,
        )
        self._l2 = RealNumber(
            "training.l2",
            "L2 regularisation",
            "A penalty of ½·l2·Σw²: keeps weights small and the boundary smooth, against overfitting.",
            RANGES["l2"],
            least=1e-5,
        )
        self._initializer = Choice(
            "training.initializer",
            "Initialiser",
            "How the first weights are drawn. A change starts training again.",
            {name: (one.label, one.formula) for name, one in INITIALIZERS.items()},
        )
        for name, number in (("learning_rate", self._rate), ("l1", self._l1), ("l2", self._l2)):
            number.edited.connect(lambda value, name=name: self._ask(name, value))
        self._batch.edited.connect(lambda value: self._ask("batch_size", value))
        self._optimizer.chosen.connect(lambda value: self._ask("optimizer", value))
        self._loss.chosen.connect(lambda value: self._ask("loss", value))
        self._initializer.chosen.connect(
            lambda value: self.ask("training.initializer", "network", initializer=value)
        )
        row = QHBoxLayout()
        row.setSpacing(theme.MARGIN)
        row.addWidget(self.title)  # beside the controls: a row of its own would cost the plots its height
        for text, control in (
            ("Learning rate η", self._rate),
            ("Batch size", self._batch),
            ("Optimizer", self._optimizer),
            ("Loss", self._loss),
            ("L1", self._l1),
            ("L2", self._l2),
            ("Initialiser", self._initializer),
        ):
            row.addLayout(labelled(text, control), 1)
        self.column.addLayout(row)

    def _ask(self, name: str, value: object) -> None:
        self.ask(f"training.{name}", "training", **{name: value})

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the training settings of an experiment."""
        training = experiment.training
        self._rate.show_value(training.learning_rate)
        self._optimizer.show_name(training.optimizer)
        self._loss.show_name(training.loss)
        self._l1.show_value(training.l1)
        self._l2.show_value(training.l2)
        self._initializer.show_name(experiment.network.initializer)
        self._batch.show_size(training.batch_size, experiment.data.train_samples)
