"""The experiments that the files in `written_before` hold; those files are never written again."""

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec, StopSpec, TrainSpec

EVERY_FIELD = Experiment(
    data=DataSpec("spirals", 640, 0.15, 0.3, classes=4, imbalance=0.25),
    network=NetworkSpec(
        ("x1", "x2", "x1_squared", "x1_x2", "sin_x2", "=x1*sin(x2)"),
        (LayerSpec(7, "relu", 0.1), LayerSpec(5, "gelu"), LayerSpec(3, "leaky_relu", 0.25)),
        output="softmax",
        initializer="normal",
        init_scale=0.4,
        init_bias=0.05,
    ),
    training=TrainSpec(
        "categorical_cross_entropy", "adamw", 0.004, 32, 1e-5, 1e-4, False, "float32",
        label_smoothing=0.1, huber_delta=0.7, momentum=0.8, beta1=0.85, beta2=0.99, rho=0.95, epsilon=1e-7,
        schedule="cosine", decay_epochs=250, decay_factor=0.3, plateau_epochs=7, warmup_epochs=5,
        weight_decay=0.02, clip_value=2.0, clip_norm=1.5, max_norm=3.0,
    ),
    seed=41,
    stop=StopSpec(5_000, 0.01, 0.99, 300),
    weights_seed=7,
)  # fmt: skip
OWN_CLASSES = Experiment(
    data=DataSpec("own", points=((-1.5, 0.25, 0.0), (2.0, -3.125, 1.0), (0.1, 0.2, 2.0)), test_fraction=0.0)
)
OWN_VALUES = Experiment(
    data=DataSpec("own", points=((-150.0, 20.5, 1012.0), (80.0, 3.0, 998.25)), labels="values"),
    network=NetworkSpec(hidden=()),
    training=TrainSpec(loss="huber", learning_rate=1e-3),
)
HIDDEN = {"training.l1", "training.l2", "network.layers", "data.noise", "output.metrics"}
LOCKED = {"transport.reset", "network.activation", "training.learning_rate"}
