"""Tables that people have, each with the right value: the reading and what it means stand together here."""

from pathlib import Path
from typing import NamedTuple

import pytest

from playground.files.atomic import FileError
from playground.files.points_table import import_points, read
from playground.files.table import read_file
from playground.texts import columns
from playground.texts import tables as texts

CASES = Path(__file__).parent / "cases"


class Right(NamedTuple):
    """What a table gives: its columns, those that are x₁, x₂ and label, and the points."""

    names: tuple[str, ...]
    used: tuple[str | None, ...]
    classes: dict[str, int] | str
    rows: int
    left_out: int
    first: tuple[float, float, float]
    how: tuple[str | None, str, str | None]  # separator, decimal mark, encoding


RIGHT = {
    "aligned_space.csv": Right(
        ("feature_1", "feature_2", "target"),
        ("feature_1", "feature_2", "target"),
        {"0": 0, "1": 1},
        4,
        0,
        (1.0, 2.0, 0.0),
        (" ", ".", "utf-8"),
    ),
    "all_quoted.csv": Right(
        ("x1", "x2", "class"),
        ("x1", "x2", "class"),
        {"A": 0, "B": 1},
        4,
        0,
        (1.5, 2.5, 0.0),
        (",", ".", "utf-8"),
    ),
    "arabic_digits.csv": Right(
        ("x1", "x2", "class"),
        ("x1", "x2", "class"),
        {"أ": 0, "ب": 1},
        3,
        0,
        (1.5, 2.5, 0.0),
        (";", ".", "utf-8"),
    ),
    "blank_rows.csv": Right(
        ("x1", "x2", "y"), ("x1", "x2", "y"), {"0": 0, "1": 1}, 4, 0, (1.0, 2.0, 0.0), (",", ".", "utf-8")
    ),
    "blas_bom.csv": Right(
        ("Size", "with_BLAS", "without_BLAS"),
        ("Size", "with_BLAS", "without_BLAS"),
        "values",
        14,
        0,
        (100.0, 0.01, 0.01),
        (",", ".", "utf-8"),
    ),
    "br_thousands_quoted.csv": Right(
        ("x", "y", "k"), ("x", "y", "k"), {"a": 0, "b": 1}, 2, 1, (2100.5, 11.5, 1.0), (",", ",", "utf-8")
    ),
    "column_2C.csv": Right(
        ("column 1", "column 2", "column 3", "column 4", "column 5", "column 6", "column 7"),
        ("column 1", "column 2", "column 7"),
        {"AB": 0, "NO": 1},
        22,
        0,
        (63.03, 22.55, 0.0),
        (" ", ".", "utf-8"),
    ),
    "cp1251_excel.csv": Right(
        ("Рост", "Вес", "Класс"),
        ("Рост", "Вес", "Класс"),
        {"да": 0, "нет": 1},
        4,
        0,
        (1.62, 54.5, 0.0),
        (";", ",", "cp1251"),
    ),
    "datum_semikolon.csv": Right(
        ("Datum", "Temperatur (Celsius)", "Feuchte", "Zustand"),
        ("Temperatur (Celsius)", "Feuchte", "Zustand"),
        {"kühl": 0, "warm": 1},
        6,
        0,
        (28.7, 41.5, 1.0),
        (";", ",", "cp1252"),
    ),
    "dos_elipses.csv": Right(
        ("column 1", "column 2", "column 3"),
        ("column 1", "column 2", "column 3"),
        {"0": 0, "1": 1},
        30,
        0,
        (0.151764, -0.259613, 0.0),
        (",", ".", "utf-8"),
    ),
    "ex1data1_20.csv": Right(
        ("column 1", "column 2"),
        ("column 1", None, "column 2"),
        "values",
        20,
        0,
        (6.1101, 0.0, 17.592),
        (",", ".", "utf-8"),
    ),
    "ex2data1_30.csv": Right(
        ("column 1", "column 2", "column 3"),
        ("column 1", "column 2", "column 3"),
        {"0": 0, "1": 1},
        30,
        0,
        (34.62365962451697, 78.0246928153624, 0.0),
        (",", ".", "utf-8"),
    ),
    "float_labels.csv": Right(
        ("x1", "x2", "class"),
        ("x1", "x2", "class"),
        {"0.0": 0, "1.0": 1},
        4,
        0,
        (0.1, 0.2, 0.0),
        (",", ".", "utf-8"),
    ),
    "fortran_d.csv": Right(
        ("x1", "x2", "y"), ("x1", "x2", "y"), {"0": 0, "1": 1}, 4, 0, (1.0, 0.25, 0.0), (",", ".", "utf-8")
    ),
    "gbk_excel.csv": Right(
        ("花瓣长", "花瓣宽", "类别"),
        ("花瓣长", "花瓣宽", "类别"),
        {"变色鸢尾": 0, "山鸢尾": 1},
        4,
        0,
        (1.4, 0.2, 1.0),
        (",", ".", "gb18030"),
    ),
    "iris2d.arff": Right(
        ("petallength", "petalwidth", "class"),
        ("petallength", "petalwidth", "class"),
        {"Iris-setosa": 0, "Iris-versicolor": 1, "Iris-virginica": 2},
        8,
        1,
        (1.4, 0.2, 0.0),
        (None, ".", "utf-8"),
    ),
    "iris2d_arff.csv": Right(
        ("petallength", "petalwidth", "class"),
        ("petallength", "petalwidth", "class"),
        {"Iris-setosa": 0, "Iris-versicolor": 1, "Iris-virginica": 2},
        8,
        1,
        (1.4, 0.2, 0.0),
        (None, ".", "utf-8"),
    ),
    "iris_onehot.csv": Right(
        ("SL", "SW", "PL", "PW", "P1", "P2"),
        ("SL", "SW", "P1"),
        {"P1": 0, "P2": 1},
        17,
        0,
        (5.1, 3.5, 1.0),
        (",", ".", "utf-8"),
    ),
    "iris_with_errors.csv": Right(
        ("sepal_length", "sepal_width", "petal_length", "petal_width", "species"),
        ("sepal_length", "sepal_width", "species"),
        {"duplicada": 0, "setosa": 1},
        21,
        2,
        (5.1, 3.5, 0.0),
        (",", ".", "utf-8"),
    ),
    "label_missing.csv": Right(
        ("x", "y", "label"), ("x", "y", "label"), {"0": 0, "1": 1}, 4, 4, (1.0, 2.0, 0.0), (",", ".", "utf-8")
    ),
    "mac_cr.csv": Right(
        ("x1", "x2", "class"),
        ("x1", "x2", "class"),
        {"0": 0, "1": 1},
        4,
        0,
        (1.0, 2.0, 0.0),
        (",", ".", "utf-8"),
    ),
    "numpy_header.csv": Right(
        ("0", "1", "2", "3"),
        ("0", "1", "3"),
        "values",
        19,
        0,
        (-0.9006811702978088, 1.0320572244889565, -1.3129767272601454),
        (",", ".", "utf-8"),
    ),
    "one_based_two.csv": Right(
        ("x1", "x2", "label"),
        ("x1", "x2", "label"),
        {"1": 0, "2": 1},
        6,
        0,
        (1.2, 0.5, 0.0),
        (",", ".", "utf-8"),
    ),
    "percent_comment.csv": Right(
        ("x1", "x2", "class"),
        ("x1", "x2", "class"),
        {"0": 0, "1": 1},
        4,
        0,
        (1.0, 2.0, 0.0),
        (" ", ".", "utf-8"),
    ),
    "percent_values.csv": Right(
        ("x", "y", "p"),
        ("x", "y", "p"),
        {"10%": 0, "45%": 1, "55%": 2, "90%": 3},
        4,
        0,
        (1.0, 2.0, 1.0),
        (",", ".", "utf-8"),
    ),
    "pm_one.csv": Right(
        ("x1", "x2", "y"), ("x1", "x2", "y"), {"-1": 0, "1": 1}, 4, 0, (1.0, 2.0, 0.0), (",", ".", "utf-8")
    ),
    "points.xlsx": Right(
        ("width", "height", "kind"),
        ("width", "height", "kind"),
        {"long": 0, "round": 1},
        6,
        0,
        (1.5, 2.25, 1.0),
        (None, ".", None),
    ),
    "points_json.csv": Right(
        ("column 1", "column 2", "column 3"),
        ("column 1", "column 2", "column 3"),
        {"0": 0, "1": 1},
        2,
        0,
        (1.0, 2.0, 0.0),
        (None, ".", "utf-8"),
    ),
    "pt_rotulo.csv": Right(
        ("X", "Y", "Rótulo"),
        ("X", "Y", "Rótulo"),
        {"não": 0, "sim": 1},
        4,
        0,
        (0.5, 1.5, 0.0),
        (";", ",", "utf-8"),
    ),
    "python_list.csv": Right(
        ("column 1", "column 2"),
        ("column 1", None, "column 2"),
        "values",
        6,
        0,
        (1.0, 0.0, 2.0),
        (None, ".", "utf-8"),
    ),
    "r_write_csv.csv": Right(
        ("column 1", "x1", "x2", "g"),
        ("x1", "x2", "g"),
        {"A": 0, "B": 1},
        4,
        0,
        (1.5, 2.5, 0.0),
        (",", ".", "utf-8"),
    ),
    "riding_mowers.csv": Right(
        ("Income", "Lot_Size", "Ownership"),
        ("Income", "Lot_Size", "Ownership"),
        {"Nonowner": 0, "Owner": 1},
        24,
        0,
        (60.0, 18.4, 1.0),
        (",", ".", "utf-8"),
    ),
    "seeds_double_tab.csv": Right(
        ("column 1", "column 2", "column 3"),
        ("column 1", "column 2", "column 3"),
        {"1": 0, "2": 1, "3": 2},
        9,
        0,
        (15.26, 14.84, 0.0),
        (" ", ".", "utf-8"),
    ),
    "sep_line.csv": Right(
        ("x1", "x2", "class"),
        ("x1", "x2", "class"),
        {"a": 0, "b": 1},
        4,
        0,
        (1.5, 2.25, 0.0),
        (";", ",", "utf-8"),
    ),
    "sjis_excel.csv": Right(
        ("長さ", "幅", "ラベル"),
        ("長さ", "幅", "ラベル"),
        {"ソ": 0, "表": 1},
        4,
        0,
        (1.4, 0.2, 1.0),
        (",", ".", "cp932"),
    ),
    "space_thousands.csv": Right(
        ("x", "y", "k"), ("x", "y", "k"), {"a": 0, "b": 1}, 3, 0, (10237.65, 1200.5, 0.0), (";", ",", "utf-8")
    ),
    "spiraal_nl.csv": Right(
        ("Sample", "Spiraal", "L", "a", "b"),
        ("L", "a", "Spiraal"),
        {"1": 0, "2": 1, "3": 2},
        18,
        0,
        (2.54, 3.5, 0.0),
        (";", ".", "utf-8"),
    ),
    "spiral_pandas_index.csv": Right(
        ("column 1", "x", "y", "class"),
        ("x", "y", "class"),
        {"0": 0, "1": 1, "2": 2},
        27,
        0,
        (-1.89086529878075, 0.1754474442187647, 1.0),
        (",", ".", "utf-8"),
    ),
    "swiss.csv": Right(
        ("x", "y", "k"), ("x", "y", "k"), {"a": 0, "b": 1}, 3, 0, (1234.5, 2.5, 0.0), (";", ".", "utf-8")
    ),
    "ten_classes.csv": Right(
        ("x1", "x2", "digit"), ("x1", "x2", "digit"), "values", 20, 0, (0.5, -0.25, 0.0), (",", ".", "utf-8")
    ),
    "thousands_de.csv": Right(
        ("Alter", "Einkommen", "Kauf"),
        ("Alter", "Einkommen", "Kauf"),
        {"ja": 0, "nein": 1},
        4,
        0,
        (19.0, 19000.5, 1.0),
        (";", ",", "utf-8"),
    ),
    "title_units.csv": Right(
        ("x", "y", "Klasse"),
        ("x", "y", "Klasse"),
        {"A": 0, "B": 1},
        4,
        0,
        (1.5, 2.5, 0.0),
        (";", ",", "utf-8"),
    ),
    "trailing_comma_header.csv": Right(
        ("A", "B"), ("A", None, "B"), "values", 4, 0, (1.0, 0.0, 2.0), (",", ".", "utf-8")
    ),
    "trailing_separator.csv": Right(
        ("x1", "x2", "class"),
        ("x1", "x2", "class"),
        {"0": 0, "1": 1},
        4,
        0,
        (1.0, 2.0, 0.0),
        (";", ".", "utf-8"),
    ),
    "true_false.csv": Right(
        ("x1", "x2", "label"),
        ("x1", "x2", "label"),
        {"FALSE": 0, "TRUE": 1},
        4,
        0,
        (1.0, 2.0, 1.0),
        (",", ".", "utf-8"),
    ),
    "units_in_cells.csv": Right(
        ("Height", "Weight", "Pass"),
        ("Height", "Weight", "Pass"),
        {"0": 0, "1": 1},
        3,
        0,
        (170.0, 65.0, 1.0),
        (",", ".", "utf-8"),
    ),
    "user_ads.csv": Right(
        ("User ID", "Gender", "Age", "EstimatedSalary", "Purchased"),
        ("Age", "EstimatedSalary", "Purchased"),
        {"0": 0, "1": 1},
        25,
        0,
        (21.0, 148010.0, 0.0),
        (",", ".", "utf-8"),
    ),
    "utf16_excel.csv": Right(
        ("x1", "x2", "class"),
        ("x1", "x2", "class"),
        {"blau": 0, "rot": 1},
        4,
        0,
        (1.5, 2.5, 1.0),
        ("\t", ",", "utf-16-le"),
    ),
    "uz_header.csv": Right(
        ("Balandlik", "Vazn", "Sinf"),
        ("Balandlik", "Vazn", "Sinf"),
        {"ha": 0, "yo'q": 1},
        4,
        0,
        (1.62, 54.5, 0.0),
        (";", ",", "utf-8"),
    ),
    "wine_class_first.csv": Right(
        ("class", "alcohol", "malic"),
        ("alcohol", "malic", "class"),
        {"1": 0, "2": 1, "3": 2},
        6,
        0,
        (14.23, 1.71, 0.0),
        (",", ".", "utf-8"),
    ),
    "wine_nohead.csv": Right(
        ("column 1", "column 2", "column 3"),
        ("column 2", "column 3", "column 1"),
        {"1": 0, "2": 1, "3": 2},
        6,
        0,
        (14.23, 1.71, 0.0),
        (",", ".", "utf-8"),
    ),
    "xor_onehot.csv": Right(
        ("x1", "x2", "y1", "y2"),
        ("x1", "x2", "y1"),
        {"y1": 0, "y2": 1},
        4,
        0,
        (0.0, 0.0, 1.0),
        (",", ".", "utf-8"),
    ),
    "yes_no_case.csv": Right(
        ("x", "y", "passed"),
        ("x", "y", "passed"),
        {"no": 0, "NO": 0, "No": 0, "yes": 1, "Yes": 1},
        6,
        0,
        (1.0, 2.0, 1.0),
        (",", ".", "utf-8"),
    ),
}
REFUSED = {"libsvm.csv": texts.LIBSVM}
SAID = {
    "cp1251_excel.csv": texts.ENCODING_GUESSED(encoding=texts.encoding("cp1251")),
    "gbk_excel.csv": texts.ENCODING_GUESSED(encoding=texts.encoding("gb18030")),
    "numpy_header.csv": texts.COUNTING_HEADER(line=1),
    "percent_values.csv": texts.UNITS_BESIDE(n=1, units="%"),
    "sjis_excel.csv": texts.ENCODING_GUESSED(encoding=texts.encoding("cp932")),
    "title_units.csv": texts.UNITS(line=4, units="cm, cm, -"),
    "units_in_cells.csv": texts.UNITS_BESIDE(n=2, units="cm, kg"),
}

MEANT = {
    "blas_bom.csv": (columns.HARD_VALUES(low="0.01", high="760"),),
    "ex1data1_20.csv": (
        columns.ONE_INPUT(target="column 2", name="column 1", x2="x₂"),
        columns.HARD_VALUES(low="0.561", high="17.6"),
    ),
    "iris_onehot.csv": (columns.ONE_HOT(names="“P1”, “P2”"),),
    "label_missing.csv": (
        columns.LABEL_MISSING(line=5, name="label", shown="NaN"),
        columns.LABEL_MISSING(line=6, name="label", shown="NA"),
        texts.EMPTY_CELL(line=7, name="label"),
        columns.LABEL_MISSING(line=9, name="label", shown="?"),
    ),
    "spiraal_nl.csv": (
        columns.FEW_VALUES(name="Spiraal", n=3),
        columns.COUNTERS(n=1, names="“Sample”"),
    ),
    "spiral_pandas_index.csv": (columns.COUNTERS(n=1, names="“column 1”"),),
    "ten_classes.csv": (columns.TOO_MANY_LABELS(name="digit", n=10, most=6),),
    "trailing_comma_header.csv": (columns.ONE_INPUT(target="B", name="A", x2="x₂"),),
    "user_ads.csv": (
        columns.FEW_VALUES(name="Purchased", n=2),
        columns.COUNTERS(n=1, names="“User ID”"),
    ),
    "wine_nohead.csv": (columns.FEW_VALUES(name="column 1", n=3),),
    "xor_onehot.csv": (columns.ONE_HOT(names="“y1”, “y2”"),),
    "yes_no_case.csv": (
        columns.FOLDED(labels="“yes”, “Yes”", name="yes"),
        columns.FOLDED(labels="“no”, “NO”, “No”", name="no"),
    ),
}


def test_every_table_has_its_right_value():
    assert {path.name for path in CASES.iterdir()} == {*RIGHT, *REFUSED}


@pytest.mark.parametrize("name", RIGHT)
def test_a_table_that_people_have_gives_the_right_points(name):
    right = RIGHT[name]
    table = read(read_file(CASES / name), name)
    sheet, choice = table.sheet, table.guess.choice
    taken = import_points(sheet, choice)
    assert sheet.names == right.names
    used = (choice.x1, choice.x2, choice.label)
    assert tuple(None if k is None else sheet.names[k] for k in used) == right.used
    assert ("values" if choice.values else dict(taken.classes.of)) == right.classes
    assert (taken.rows, len(taken.problems), taken.error) == (right.rows, right.left_out, "")
    assert taken.points[0] == right.first
    assert (sheet.how.separator, sheet.how.decimal, sheet.how.encoding) == right.how


@pytest.mark.parametrize("name", REFUSED)
def test_a_table_that_is_not_read_is_named(name):
    with pytest.raises(FileError) as refused:
        read(read_file(CASES / name), name)
    assert str(refused.value) == REFUSED[name](source=name)


@pytest.mark.parametrize("name", SAID)
def test_what_was_guessed_or_left_out_is_said(name):
    assert SAID[name] in read(read_file(CASES / name), name).sheet.notes


@pytest.mark.parametrize("name", MEANT)
def test_what_columns_and_labels_were_taken_for_is_said(name):
    table = read(read_file(CASES / name), name)
    taken = import_points(table.sheet, table.guess.choice)
    said = (*table.guess.notes, *taken.notes, *taken.problems)
    assert set(MEANT[name]) <= set(said)
