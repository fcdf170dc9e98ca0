"""The tabs below the output plot, in words, by their names. No Qt."""

from playground.texts.text import ControlWords

TABS = {
    "loss": ControlWords("Tab: loss", "The number that training tries to lower, by epoch.", text="Loss"),
    "accuracy": ControlWords(
        "Tab: accuracy",
        "The share of points classified correctly, by epoch; for regression, R².",
        text="Accuracy",
    ),
    "metrics": ControlWords(
        "Tab: metrics",
        "Precision, recall, F1, ROC AUC and confusion matrix; for regression, R² and errors.",
        text="Metrics",
    ),
    "hardest": ControlWords(
        "Tab: hardest points", "The points with the largest losses, ranked.", text="Hardest"
    ),
    "health": ControlWords(
        "Tab: health",
        "By layer: gradients, updates, dead and saturated neurons, weights; histograms.",
        text="Health",
    ),
    "step": ControlWords(
        "Tab: step",
        "Output, target and loss of the explained sample, and how large the gradient of each layer is.",
        text="Step",
    ),
}
