"""Write sklearn.json and digits.npz: scores as scikit-learn computes them, and how well it reads digits.

Usage: python tests/engine/oracles/make_sklearn.py    (pip install scikit-learn; the file says which version
made it)

digits.npz holds the pictures that scikit-learn brings along, in the order the tests split them: the test set
of "Optical Recognition of Handwritten Digits" (Alpaydin & Kaynak, 1998, UCI Machine Learning Repository,
doi 10.24432/C50P49, licence CC BY 4.0), 1,797 of 8×8 pixels from 0 to 16.
"""

import json
import warnings
from pathlib import Path

import numpy as np
import sklearn
from sklearn import metrics
from sklearn.datasets import load_digits
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

HERE = Path(__file__).parent
TRAIN = 1_350  # of the 1,797 pictures, the rest tests
EPOCHS, BATCH, HIDDEN, SEEDS = 30, 32, 32, 20
RATES = {"sgd": 0.05, "adam": 0.001}


def class_case(labels: np.ndarray, outputs: np.ndarray) -> dict[str, object]:
    """Labels (N,), outputs (N, K) or (N, 1), and what scikit-learn says of them."""
    binary = outputs.shape[1] <= 2
    classes = 2 if binary else outputs.shape[1]
    predicted = outputs.argmax(axis=1) if outputs.shape[1] > 1 else (outputs[:, 0] > 0.5).astype(int)
    each = {"labels": range(classes), "average": None, "zero_division": 0}
    macro = {"average": "macro", "zero_division": 0}
    auc = None
    if len(set(labels)) == classes:
        scores = outputs[:, -1] if binary else outputs
        auc = metrics.roc_auc_score(labels, scores, multi_class="ovr", average="macro")
    return {
        "labels": labels.tolist(),
        "outputs": outputs.tolist(),
        "accuracy": metrics.accuracy_score(labels, predicted),
        "confusion": metrics.confusion_matrix(labels, predicted, labels=range(classes)).tolist(),
        "precision": metrics.precision_score(labels, predicted, **each).tolist(),
        "recall": metrics.recall_score(labels, predicted, **each).tolist(),
        "f1": metrics.f1_score(labels, predicted, **each).tolist(),
        "macro_precision": metrics.precision_score(labels, predicted, **macro),
        "macro_recall": metrics.recall_score(labels, predicted, **macro),
        "macro_f1": metrics.f1_score(labels, predicted, **macro),
        "auc": auc,
    }


def probabilities(rng: np.random.Generator, labels: np.ndarray, classes: int) -> np.ndarray:
    """Draw rows that sum to one exactly, in steps of 1/16, and lean to the labels; many tie."""
    return rng.multinomial(16, (np.eye(classes)[labels] + 2.0) / (2.0 * classes + 1.0)) / 16


def class_cases() -> dict[str, object]:
    rng = np.random.default_rng(0)
    two, four = np.arange(30) % 2, np.arange(40) % 4
    leaning = np.clip(0.5 * rng.random(30) + 0.3 * two, 0.0, 1.0).round(4)[:, None]
    some = four[four != 2]
    never = probabilities(rng, four, 4)
    never[:, 0] += never[:, 3]
    never[:, 3] = 0.0
    unseen = probabilities(rng, some, 4)
    unseen[:, 0] += unseen[:, 2]
    unseen[:, 2] = 0.0
    return {
        "two classes": class_case(two, leaning),
        "two classes, with ties": class_case(two, leaning.round(1)),
        "two classes, all outputs the same": class_case(two, np.full((30, 1), 0.7)),
        "two classes, all right": class_case(two, 0.6 * two[:, None] + 0.2),
        "two classes, all wrong": class_case(two, 0.8 - 0.6 * two[:, None]),
        "two classes, one rare": class_case((np.arange(30) == 7).astype(int), leaning),
        "two classes, two outputs": class_case(two, probabilities(rng, two, 2)),
        "only class 0": class_case(np.zeros(8, dtype=int), leaning[:8]),
        "only class 1": class_case(np.ones(8, dtype=int), leaning[:8]),
        "one sample": class_case(np.array([1]), np.array([[0.75]])),
        "four classes": class_case(four, probabilities(rng, four, 4)),
        "four classes, one frequent": class_case(
            np.repeat([0, 1, 2, 3], [30, 2, 4, 4]), probabilities(rng, four, 4)
        ),
        "four classes, one never predicted": class_case(four, never),
        "four classes, one without a sample": class_case(some, probabilities(rng, some, 4)),
        "four classes, one that does not occur": class_case(some, unseen),
    }


def regression_case(y: np.ndarray, predicted: np.ndarray) -> dict[str, object]:
    """Values and predictions (N, m), and what scikit-learn says of them."""
    return {
        "y": y.tolist(),
        "predicted": predicted.tolist(),
        "r2": metrics.r2_score(y, predicted),
        "mae": metrics.mean_absolute_error(y, predicted),
        # of several outputs scikit-learn gives the mean of the roots, not the root of the mean
        "rmse": metrics.mean_squared_error(y, predicted) ** 0.5,
    }


def regression_cases() -> dict[str, object]:
    rng = np.random.default_rng(1)
    y = (rng.normal(size=(25, 2)) * [1.0, 30.0] + [0.0, 500.0]).round(3)
    near = (y + rng.normal(size=y.shape) * [0.3, 9.0]).round(3)
    return {
        "one output": regression_case(y[:, :1], near[:, :1]),
        "two outputs": regression_case(y, near),
        "all right": regression_case(y, y),
        "always the mean": regression_case(y, np.tile(y.mean(axis=0), (25, 1))),
        "worse than the mean": regression_case(y, -y),
        "two samples": regression_case(y[:2], near[:2]),
    }


def digits() -> dict[str, object]:
    """Train 64-32-10 with ReLU on the digits, from several seeds; the test accuracy of each."""
    X, y = load_digits(return_X_y=True)
    order = np.random.default_rng(0).permutation(len(X))
    X, y = X[order], y[order]
    np.savez_compressed(HERE / "digits.npz", X=X.astype(np.uint8), y=y.astype(np.uint8))
    X = X / 16.0
    accuracy: dict[str, list[float]] = {name: [] for name in RATES}
    for name, rate in RATES.items():
        for seed in range(SEEDS):
            reader = MLPClassifier(
                (HIDDEN,),
                "relu",
                solver=name,
                alpha=0.0,
                batch_size=BATCH,
                learning_rate_init=rate,
                momentum=0.0,
                max_iter=EPOCHS,
                n_iter_no_change=EPOCHS,
                random_state=seed,
            )
            reader.fit(X[:TRAIN], y[:TRAIN])
            accuracy[name].append(reader.score(X[TRAIN:], y[TRAIN:]))
    return {
        "train": TRAIN,
        "hidden": HIDDEN,
        "batch_size": BATCH,
        "epochs": EPOCHS,
        "learning_rate": RATES,
        "test_accuracy": accuracy,
    }


if __name__ == "__main__":
    warnings.simplefilter("ignore", ConvergenceWarning)  # that the epochs are over is what was asked for
    made = {
        "made_by": f"scikit-learn {sklearn.__version__}",
        "classes": class_cases(),
        "regression": regression_cases(),
        "digits": digits(),
    }
    (HERE / "sklearn.json").write_text(json.dumps(made).replace("}, ", "},\n") + "\n")
