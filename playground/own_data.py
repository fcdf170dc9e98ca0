"""What becomes of own points: made of a generator's, counted, and what is said when they change. No Qt."""

from dataclasses import replace

from engine import OWN, DataSpec, Experiment, Split, as_points, draw, held_out

NO_POINTS = "There are no points yet: draw some, type them into the table, or open a CSV file."
NOTHING_TO_LEARN = "There is nothing to learn yet: draw points first, type some, or open a CSV file."
YOURS = "The points are your own now, to draw and to change. Undo brings the data set back."
OTHER_SPLIT = (
    "Others of your points are held out now, and the first weights are new: training starts again at epoch 0."
)


def train_count(experiment: Experiment) -> int:
    """Return how many samples there are to learn from."""
    data = experiment.data
    return len(data.points) - int(held_out(experiment).sum()) if data.own else data.train_samples


def made_own(experiment: Experiment, data: Split | None = None) -> DataSpec:
    """Return the data of an experiment as own points; those that are own points already, as they are.

    Parameters
    ----------
    experiment : Experiment
    data : Split, optional
        Its samples, where they are drawn already.
    """
    spec = experiment.data
    if spec.own:
        return spec
    labels = "values" if spec.problem == "regression" else "classes"
    points = as_points(draw(experiment) if data is None else data, experiment)
    return replace(spec, dataset=OWN, points=points, labels=labels)


def say(old: DataSpec, new: DataSpec) -> str:
    """Return what a change of points asks to be told, if anything."""
    said = [YOURS] if new.own and not old.own else []
    if not new.count:
        said.append(NO_POINTS)
    elif old.problem != new.problem or old.class_count != new.class_count:
        if new.problem == "regression":
            what = "The points have values now"
        elif old.problem == "regression":
            what = "The points have classes now"
        else:
            what = f"There are {new.class_count} classes now"
        said.append(f"{what}, so the output is another: training starts again at epoch 0.")
    return " ".join(said)
