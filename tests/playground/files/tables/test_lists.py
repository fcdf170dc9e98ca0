"""Lists of points, as Python, NumPy and JSON write them; and ARFF."""

import pytest

from playground.files.atomic import FileError
from playground.files.table import read_table
from playground.files.tables import lists
from playground.texts import tables as texts

TWO = [("1", "2"), ("3", "4")]


@pytest.mark.parametrize(
    "text",
    [
        "[[1, 2], [3, 4]]",
        "[(1, 2),\n (3, 4),\n]",
        "((1, 2), (3, 4))",
        "[1, 2], [3, 4]",
        "(1, 2)\n(3, 4)\n",
        "data = [[1,2],[3,4]]",
        "X = np.array([[1, 2],\n              [3, 4]], dtype=int64)",
        "array([[1, 2], [3, 4]])",
        "[[1 2]\n [3 4]]",
        "[array([1, 2]), array([3, 4])]",
        "[[[1, 2], [3, 4]]]",
        '{"points": [[1, 2], [3, 4]]}',
        '{"data": {"train": [[1, 2], [3, 4]]}}',
        '{"name": "mine", "points": [[1, 2], [3, 4]]}',
        "\ufeff [[1,2],[3,4]]\n",
        "X = [1 2; 3 4];",
        "[1, 2;\n 3, 4;]",
    ],
)
def test_a_list_of_points_is_read(text):
    sheet = read_table(text, "x")
    assert [row.cells for row in sheet.rows] == TWO
    assert sheet.names == (texts.COLUMN(k=1), texts.COLUMN(k=2))
    assert sheet.how.separator is None


@pytest.mark.parametrize(
    "text",
    [
        '[{"x": 1, "y": 2}, {"y": 4, "x": 3}]',
        '{"x": 1, "y": 2}\n{"x": 3, "y": 4}\n',
        '{"x": [1, 3], "y": [2, 4]}',
        '{"x": {"0": 1, "1": 3}, "y": {"0": 2, "1": 4}}',
        '{"columns": ["x", "y"], "index": [0, 1], "data": [[1, 2], [3, 4]]}',
        '[["x", "y"], [1, 2], [3, 4]]',
        "{'x': [1, 3], 'y': [2, 4]}",
    ],
)
def test_keys_name_the_columns(text):
    sheet = read_table(text, "x")
    assert (sheet.names, [row.cells for row in sheet.rows]) == (("x", "y"), TWO)


def test_what_stands_in_and_beside_points_is_not_lost():
    sheet = read_table("[([0, 0], [0]), ([0, 1], [1])]", "x")
    assert [row.cells for row in sheet.rows] == [("0", "0", "0"), ("0", "1", "1")]
    sheet = read_table('{"X": [[1, 2], [3, 4]], "y": ["a", "b", ]}', "x")
    assert [row.cells for row in sheet.rows] == [("1", "2", "a"), ("3", "4", "b")]
    sheet = read_table('[{"at": [1, 2], "k": "a"}, {"at": [3, 4], "k": "b"}]', "x")
    assert sheet.names == ("at 1", "at 2", "k")


def test_values_are_as_they_are_written_and_rows_have_their_lines():
    sheet = read_table('[\n["caf\\u00e9", 1.50, null],\n\n[true, "a, b", -1.5e-3]]', "x")
    assert [row.cells for row in sheet.rows] == [("café", "1.50", ""), ("TRUE", "a, b", "-1.5e-3")]
    assert [row.line for row in sheet.rows] == [2, 4]


def test_numbers_of_a_list_have_a_point_and_texts_what_people_write():
    sheet = read_table('[[1.5, "2,5"], [3, "4,5"]]', "x")
    assert [[sheet.number(cell) for cell in row.cells] for row in sheet.rows] == [[1.5, 2.5], [3.0, 4.5]]


def test_of_a_list_that_is_not_closed_the_whole_points_are_read():
    sheet = read_table("[[1, 2],\n[3, 4],\n[5,", "x")
    assert [row.cells for row in sheet.rows] == TWO
    assert sheet.problems == (texts.LIST_ENDS(line=3),)


def test_a_list_without_an_end_is_given_up(monkeypatch):
    monkeypatch.setattr(lists, "MOST_CELLS", 100)
    sheet = read_table("[" + "[1, 2],\n" * 200 + "]", "x")
    assert len(sheet.rows) == 50
    assert sheet.problems == (texts.GAVE_UP(line=51),)


@pytest.mark.parametrize("text", ['{"a": 1}', "{}", '{"a": {"b": {}}}', '{"a": ["b", "c"]}'])
def test_an_object_without_points_is_refused(text):
    with pytest.raises(FileError, match=r"no list of points|only one column"):
        read_table(text, "x")


@pytest.mark.parametrize("text", ["[x],[y]\n1,2\n3,4\n", "(a),(b)\n1,2\n3,4\n"])
def test_brackets_in_lines_are_no_list(text):
    assert len(read_table(text, "x").rows) == 2


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "(" * 100_000])
def test_lists_in_lists_without_an_end_end(text):
    with pytest.raises(FileError):
        read_table(text, "x")


# -- ARFF ------------------------------------------------------------------------------------------


def test_attributes_name_the_columns():
    sheet = read_table(
        "% made by hand\n@RELATION r\n@attribute 'petal length' REAL\n@ATTRIBUTE \"petal width\" real % cm\n"
        "@attribute\tclass {a,'b c'}\n\n@DATA\n1.4,0.2,a\n% between\n1.5,?,'b c'\n",
        "x",
    )
    assert sheet.names == ("petal length", "petal width", "class")
    assert [(row.line, row.cells) for row in sheet.rows] == [
        (8, ("1.4", "0.2", "a")),
        (10, ("1.5", "?", "b c")),
    ]
    assert sheet.how.header is None


@pytest.mark.parametrize(
    ("data", "text"),
    [("@data\n{0 1, 2 3}\n", texts.SPARSE_ARFF), ("", texts.NO_DATA), ("@data\n", texts.EMPTY)],
)
def test_arff_that_is_not_read_is_named(data, text):
    with pytest.raises(FileError) as refused:
        read_table("@relation r\n@attribute a real\n@attribute b real\n" + data, "x")
    assert str(refused.value) == text(source="x")
