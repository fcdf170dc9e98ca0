"""Scores as rows of texts, and as sentences for a screen reader."""

from engine import ClassScores
from playground.observers.scores import Scores
from playground.texts import output as texts
from playground.texts.names import part_name
from playground.texts.numbers import measure_text, r_squared_measure_text, score_text, share_text

# for regression: the field of the scores, the name of the row, a short name, and how it is written
MEASURES = (
    ("r2", texts.R2_LONG, texts.R2, r_squared_measure_text),
    ("mae", texts.MAE, texts.MAE_SHORT, measure_text),
    ("rmse", texts.RMSE, texts.RMSE_SHORT, measure_text),
)


def class_figures(scores: ClassScores) -> list[tuple[str, ...]]:
    """Return precision, recall and F1 of every class; NONE for one that does not occur, as in the means."""
    occurs = scores.confusion.sum(axis=0) + scores.confusion.sum(axis=1) > 0
    rows = zip(scores.precision, scores.recall, scores.f1, occurs, strict=True)
    return [tuple(score_text(value if exists else None) for value in row) for *row, exists in rows]


def regression_rows(scores: Scores, short: bool = False) -> list[tuple[str, str, str]]:
    """Return the table for regression: name, figure on training points, figure on test points."""
    rows = [("", part_name("train"), part_name("test"))]
    for field, name, short_name, written in MEASURES:
        train, test = (written(getattr(one, field, None)) for _, one in scores.parts())
        rows.append(((short_name if short else name)(), train, test))
    return rows


def described(scores: Scores | None) -> list[str]:
    """Return the scores in words, for a screen reader."""
    sentences = []
    for part, one in scores.parts() if scores is not None else ():
        name = part_name(part)
        if isinstance(one, ClassScores):
            accuracy, f1 = share_text(one.accuracy), score_text(one.macro_f1)
            sentences.append(texts.CLASS_SCORES(part=name, accuracy=accuracy, f1=f1))
        elif one is not None:
            r2, rmse = r_squared_measure_text(one.r2), measure_text(one.rmse)
            sentences.append(texts.VALUE_SCORES(part=name, r2=r2, rmse=rmse))
    return sentences
