"""What a table means: which columns are places, label and test marks, and what labels become."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import MOST_CLASSES, DataSpec
from playground.files.points.guess import guess
from playground.files.points.labels import ExistingPoints, classes_of, folded
from playground.files.points.words import is_test, plain
from playground.files.points_table import existing_of, import_points, read, with_points, write_table
from playground.files.table import HowRead, Sheet, TableRow, read_table
from playground.files.tables.missing import missing
from playground.files.tables.numbers import number
from playground.texts import columns as texts
from playground.texts import tables


def guessed(text, **how):
    return guess(read_table(text, "x", **how))


def chosen(text):
    """The columns taken for x₁, x₂ and the label, and whether labels are values."""
    choice = guessed(text).choice
    return choice.x1, choice.x2, choice.label, choice.values


def imported(text, existing=None):
    one = read(text, "x")
    return import_points(one.sheet, one.guess.choice, existing)


def table(header, rows):
    return "\n".join([header, *rows]) + "\n"


ROWS = [f"{k}.5,{k % 3}.25,{k % 2}" for k in range(6)]


# -- labels by their names -------------------------------------------------------------------------


ENGLISH = ("class", "Label", "TARGET", "Category", "species", "Outcome", "result", "Class(0/1)", "class_")
OTHERS = ("Klasse", "Rótulo", "ROTULO", "clase", "Classe", "étiquette", "Zustand", "Sinf", "Sınıf", "třída")
SCRIPTS = ("Класс", "类别", "クラス", "ラベル", "클래스")


@pytest.mark.parametrize("name", [*ENGLISH, *OTHERS, *SCRIPTS])
def test_a_column_that_is_called_a_label_is_one_wherever_it_is(name):
    for header, row, label in [
        (f"{name},alcohol,malic", "{y},{a},{b}", 0),
        (f"alcohol,{name},malic", "{a},{y},{b}", 1),
        (f"alcohol,malic,{name}", "{a},{b},{y}", 2),
    ]:
        rows = [row.format(y=1 + k % 3, a=f"1{k}.25", b=f"{k}.5") for k in range(6)]
        places = tuple(k for k in range(3) if k != label)
        assert chosen(table(header, rows)) == (*places, label, False)


def test_the_words_of_a_name_tell_a_label_too_but_not_more_than_its_place():
    rows = [f"{1 + k % 2},{k}.5,{k}.25,{k * k}.75" for k in range(6)]
    assert chosen(table("wine_class,a,b,c", rows)) == (1, 2, 0, False)
    assert (
        chosen(
            table(
                "passenger class,age,fare,survived", [f"{1 + k % 3},{k}.5,{k}.25,{k % 2}" for k in range(6)]
            )
        )[2]
        == 3
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("X₁", "x_1"),
        ("Étiquette", "etiquette"),
        ("x1 (cm)", "x1"),
        ("ＣＬＡＳＳ", "class"),
        ("Класс", "класс"),
    ],
)
def test_names_are_compared_without_case_accents_width_and_units(one, other):
    assert plain(one) == plain(other)


# -- labels by what they hold ----------------------------------------------------------------------


def test_without_a_header_a_column_of_few_whole_numbers_is_the_label():
    rows = ["1,14.23,1.71", "1,13.2,1.78", "2,12.37,.94", "2,12.33,1.1", "3,12.86,1.35", "3,12.88,2.99"]
    one = guessed("\n".join(rows))
    assert (one.choice.x1, one.choice.x2, one.choice.label, one.choice.values) == (1, 2, 0, False)
    assert texts.FEW_VALUES(name="column 1", n=3) in one.notes


def test_a_column_of_few_whole_numbers_between_others_is_no_label_beside_more_whole_numbers():
    """Size, bedrooms and price of houses: the price is predicted."""
    rows = [f"{2104 - 37 * k},{2 + k % 3},{399900 - 1001 * k}" for k in range(12)]
    assert chosen("\n".join(rows)) == (0, 1, 2, True)


def test_the_last_column_of_few_values_is_the_label():
    header = "User ID,Gender,Age,Salary,Purchased"
    rows = [
        f"{10000274 + 137 * k},{'Male' if k % 3 else 'Female'},{20 + k},{50000 + 997 * k},{k % 2}"
        for k in range(9)
    ]
    one = guessed(table(header, rows))
    assert (one.choice.x1, one.choice.x2, one.choice.label) == (2, 3, 4)
    assert one.last == (0,)
    assert one.notes == (
        texts.FEW_VALUES(name="Purchased", n=2),
        texts.COUNTERS(n=1, names="“User ID”"),
    )


def test_ten_classes_are_taken_as_values_and_it_is_said():
    rows = [f"{k}.5,-{k}.25,{k % 10}" for k in range(20)]
    one = guessed(table("x1,x2,digit", rows))
    assert one.choice.values
    assert one.notes == (texts.TOO_MANY_LABELS(name="digit", n=10, most=MOST_CLASSES),)


def test_names_that_differ_in_every_row_are_no_labels():
    rows = [f"M{k:02};{1 + k % 3};2.{k:02};{3 + k / 10}" for k in range(18)]
    one = guessed(table("Sample;Spiraal;L;a", rows))
    assert (one.choice.x1, one.choice.x2, one.choice.label, one.last) == (2, 3, 1, (0,))


def test_dates_and_times_are_no_labels_either():
    rows = [f"2019-06-12 09:{k}4:17;2{k},7;4{k},5;{'warm' if k < 3 else 'kühl'}" for k in range(6)]
    assert chosen(table("Datum;Temperatur;Feuchte;Lage", rows)) == (1, 2, 3, False)


# -- columns that count or name the rows ---------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["id", "ID", "User ID", "customerid", "Index", "Nr.", "№", "#", "序号", "row_number", "Unnamed: 0", ""],
)
def test_a_column_that_counts_or_names_the_rows_is_no_place_and_offered_last(name):
    rows = [f"{101 + 7 * k},{k}.5,{k % 3}.25,{'ab'[k % 2]}" for k in range(6)]
    one = guessed(table(f"{name},a,b,kind", rows))
    if name:
        assert one.last == (0,)
        assert (one.choice.x1, one.choice.x2, one.choice.label) == (1, 2, 3)
    rows = [f"{17 + k},{k}.5,{k % 3}.25,{'ab'[k % 2]}" for k in range(6)]
    assert guessed(table(f"{name},a,b,kind", rows)).last == (0,)


@pytest.mark.parametrize("name", ["humid", "acid", "grid", "bid"])
def test_a_measure_that_only_sounds_like_an_identifier_is_a_place(name):
    rows = [f"{k % 4}.5,{k}.5,{'ab'[k % 2]}" for k in range(6)]
    assert chosen(table(f"{name},b,kind", rows)) == (0, 1, 2, False)


def test_of_an_index_and_two_columns_the_last_is_predicted():
    rows = [f"{k},{k}.5,{k * k}.25" for k in range(5)]
    assert chosen(table(",hours,score", rows)) == (1, None, 2, True)


def test_large_whole_numbers_without_a_name_that_all_differ_name_the_rows():
    rows = [f"{842302 + 977 * k},{'MB'[k % 2]},1{k}.99,10.{k}" for k in range(8)]
    assert chosen("\n".join(rows)) == (2, 3, 1, False)


# -- one input ------------------------------------------------------------------------------------------


def test_of_two_columns_the_last_is_predicted_from_the_first():
    text = "6.1101,17.592\n5.5277,9.1302\n8.5186,13.662\n7.0032,11.854\n"
    one = guessed(text)
    assert (one.choice.x1, one.choice.x2, one.choice.label, one.choice.values) == (0, None, 1, True)
    assert one.notes == (texts.ONE_INPUT(target="column 2", name="column 1", x2="x₂"),)
    result = imported(text)
    assert result.points[0] == (6.1101, 0.0, 17.592)
    data = with_points(DataSpec(), result)
    assert (data.one_input, data.labels, data.problem) == (True, "values", "regression")


def test_y_over_x_is_a_value_and_beside_a_label_a_place():
    assert chosen(table("x,y", [f"{k}.5,{k * k}" for k in range(6)])) == (0, None, 1, True)
    assert chosen(table("y,x", [f"{k}.5,{k * k}" for k in range(6)])) == (1, None, 0, True)
    assert chosen(table("x,y,k", ROWS)) == (0, 1, 2, False)
    assert chosen(table("x1,x2,y", ROWS)) == (0, 1, 2, False)


def test_classes_on_one_input_lie_on_a_line_and_it_is_said():
    text = table("hours,passed", [f"{k}.5,{int(k > 3)}" for k in range(8)])
    assert chosen(text) == (0, None, 1, False)
    result = imported(text)
    assert {x2 for _, x2, _ in result.points} == {0.0}
    assert not result.one_input
    assert texts.X2_IS_0(x2="x₂") in result.notes


def test_large_values_are_told_and_standardised_where_that_is_chosen():
    text = table("Size,with,without", [f"{100 * k},{k * k}.5,{k**3}.25" for k in range(1, 10)])
    one = read(text, "x")
    result = import_points(one.sheet, one.guess.choice)
    assert texts.HARD_VALUES(low="1.25", high="729") in result.notes
    assert not result.standardise_values
    small = imported(table("a,b,c", [f"{k}.5,{k}.25,0.{k}" for k in range(9)]))
    assert not small.notes


# -- one-hot ----------------------------------------------------------------------------------------------


def test_a_one_hot_label_is_one_label_and_its_columns_name_the_classes():
    text = table("x1,x2,red,green,blue", ["1,2,1,0,0", "2,1,0,1,0", "3,3,0,0,1", "4,1,0,1,0"])
    one = guessed(text)
    assert (one.choice.x1, one.choice.x2, one.choice.hot) == (0, 1, (2, 3, 4))
    result = imported(text)
    assert [y for *_, y in result.points] == [2.0, 1.0, 0.0, 1.0]
    assert result.classes.names == ("blue", "green", "red")


def test_a_row_without_a_single_1_is_left_out_and_named():
    one = read(table("x1,x2,p,q", ["1,2,1,0", "2,1,0,1", "3,3,1,0", "4,1,0,1"]), "x")
    worse = read_table(table("x1,x2,p,q", ["1,2,1,0", "2,1,1,1", "3,3,0,0", "4,1,0,1"]), "x")
    result = import_points(worse, one.guess.choice)
    assert len(result.points) == 2
    assert result.problems == tuple(texts.NO_SINGLE_1(line=k, names="“p”, “q”") for k in (3, 4))


# -- test marks -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "marks", "test"),
    [
        ("split", ("train", "test"), 1),
        ("Set", ("Training", "Validation"), 1),
        ("is_test", ("0", "1"), 1),
        ("test", ("FALSE", "TRUE"), 1),
        ("train", ("1", "0"), 1),
        ("part", ("1.0", "0.0"), 0),
        ("anything", ("test", "train"), 0),
        ("выборка", ("обучение", "тест"), 1),
    ],
)
def test_a_column_may_say_which_points_are_for_testing(name, marks, test):
    rows = [f"{k}.5,{k % 3}.25,{marks[k % 2]},{'ab'[k // 3]}" for k in range(6)]
    one = read(table(f"a,b,{name},kind", rows), "x")
    assert (one.guess.choice.test, one.guess.choice.label) == (2, 3)
    assert texts.TEST_COLUMN(name=name) in one.guess.notes
    result = import_points(one.sheet, one.guess.choice)
    assert result.test == tuple(k for k in range(6) if k % 2 == test)
    assert with_points(DataSpec(), result).test_points == result.test
    assert texts.TEST_POINTS(n=3, name=name) in result.notes


def test_a_test_mark_that_says_nothing_leaves_its_row_out():
    one = read(table("x1,x2,split,kind", ["1,2,train,a", "2,1,test,b", "3,3,train,a", "4,1,test,b"]), "x")
    worse = read_table(table("x1,x2,split,kind", ["1,2,train,a", "2,1,maybe,b", "3,3,,a", "4,1,test,b"]), "x")
    result = import_points(worse, one.guess.choice)
    assert result.problems == tuple(
        texts.NOT_TRAIN_OR_TEST(line=line, name="split", shown=shown)
        for line, shown in ((3, "maybe"), (4, ""))
    )
    assert (len(result.points), result.test) == (2, (1,))


def test_a_table_of_test_points_alone_is_refused():
    text = table("x1,x2,split,kind", [f"{k},1,test,a" for k in range(4)])
    assert imported(text).error == texts.ONLY_TEST_POINTS(name="split")


@pytest.mark.parametrize(
    ("cell", "mark"),
    [("Test", True), (" train ", False), ("1", True), ("0.0", False), ("3", None), ("", None)],
)
def test_what_a_cell_says_of_testing(cell, mark):
    assert is_test(cell, one_is_training=False) is mark


# -- which label becomes which class ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("labels", "classes", "names"),
    [
        (["1", "2", "2"], {"1": 0, "2": 1}, ("1", "2")),
        (["3", "1", "2"], {"1": 0, "2": 1, "3": 2}, ("1", "2", "3")),
        (["0", "1"], {"0": 0, "1": 1}, ()),
        (["0.0", "1.0"], {"0.0": 0, "1.0": 1}, ()),
        (["1", "1"], {"1": 1}, ()),
        (["-1", "1"], {"-1": 0, "1": 1}, ("-1", "1")),
        (["0", "2"], {"0": 0, "2": 1}, ("0", "2")),
        (["10", "9"], {"9": 0, "10": 1}, ("9", "10")),
        (["1", "1.0", "01"], {"1": 1, "1.0": 1, "01": 1}, ()),
        (["b", "a"], {"a": 0, "b": 1}, ("a", "b")),
    ],
)
def test_there_are_as_many_classes_as_labels(labels, classes, names):
    made = classes_of(labels, number)
    assert (made.of, made.names) == (classes, names)


def test_labels_that_differ_in_case_and_spaces_only_are_one_unless_that_is_not_wanted():
    labels = ["yes", "Yes", "yes ", "no", "NO", "No", "yes"]
    made = classes_of(labels, number)
    assert made.names == ("no", "yes")
    assert {made.of[one] for one in ("yes", "Yes", "yes ")} == {1}
    assert made.folded == (("yes", "Yes", "yes "), ("no", "NO", "No"))
    apart = classes_of(["yes", "Yes", "no"], number, fold=False)
    assert apart.names == ("Yes", "no", "yes")


def test_folding_is_said():
    result = imported(
        table("x,y,passed", ["1,2,yes", "2,1,Yes", "-1,-2,no", "-2,-1,NO", "1,1,yes ", "-1,-1,No"])
    )
    assert [y for *_, y in result.points] == [1.0, 1.0, 0.0, 0.0, 1.0, 0.0]
    assert texts.FOLDED(labels="“yes”, “Yes”", name="yes") in result.notes


def test_full_width_letters_are_letters():
    assert folded("ＹＥＳ") == folded(" yes ")


@pytest.mark.parametrize(
    "cell", ["NaN", "nan", "NA", "?", "null", "NULL", "-", "n/a", "N/A", "None", "#N/A", "<NA>", ".", "н/д"]
)
def test_a_row_without_a_label_is_left_out_and_named_with_its_line(cell):
    result = imported(table("x,y,label", ["1,2,0", f"2,1,{cell}", "-1,-2,1", "3,3,"]))
    assert [y for *_, y in result.points] == [0.0, 1.0]
    assert result.problems == (
        texts.LABEL_MISSING(line=3, name="label", shown=cell),
        tables.EMPTY_CELL(line=5, name="label"),
    )


def test_plus_and_minus_are_two_classes():
    assert missing(["+", "-", "?"]) == {"?"}
    assert missing(["a", "-", "none"]) == {"-"}


def test_the_names_of_columns_and_classes_come_along():
    result = imported(table("sepal,petal,species", ["5.1,1.4,setosa", "6.3,4.7,virginica", "5.0,1.5,setosa"]))
    data = with_points(DataSpec(), result)
    assert data.column_names == ("sepal", "petal", "species")
    assert data.class_names == ("setosa", "virginica")
    plainly = with_points(data, imported("1.5,2.5,0\n2.5,1.5,1\n3.5,1.5,1\n"))
    assert (plainly.column_names, plainly.class_names) == ((), ())


def test_a_name_from_outside_is_cut_to_what_an_experiment_holds():
    long = "l" * 300
    data = with_points(DataSpec(), imported(table(f"{long},b,kind", [f"1,2,{long}\x07", "2,3,b", "3,4,b"])))
    assert len(data.column_names[0]) == len(data.class_names[1]) == 100


# -- added to points that are there -------------------------------------------------------------------------


def own(points, names=(), **more):
    return DataSpec(dataset="own", points=tuple(points), class_names=names, **more)


def test_added_labels_keep_the_classes_that_have_their_names():
    before = own([(0.0, 0.0, 0.0), (1.0, 1.0, 1.0)], ("blue", "red"))
    result = imported(table("a,b,kind", ["1,2,RED", "2,3,green", "3,4,red"]), existing_of(before))
    data = with_points(before, result, adds=True)
    assert [y for *_, y in data.points] == [0.0, 1.0, 1.0, 2.0, 1.0]
    assert data.class_names == ("blue", "red", "green")


def test_added_numbers_are_the_labels_that_classes_are_called_by():
    before = own([(0.0, 0.0, 0.0), (1.0, 1.0, 1.0)], ("1", "2"))
    made = classes_of(["1", "2", "3"], number, existing=existing_of(before))
    assert made.of == {"1": 0, "2": 1, "3": 2}
    assert made.names == ("1", "2", "3")


def test_added_numbers_are_the_numbers_of_classes_without_such_names():
    for names in ((), ("blue", "red")):
        existing = ExistingPoints(2, frozenset({0, 1}), names)
        assert classes_of(["0", "2"], number, existing=existing).of == {"0": 0, "2": 2}


def test_added_test_points_stay_test_points():
    before = own([(0.0, 0.0, 0.0), (1.0, 1.0, 1.0)], test_points=(0,))
    text = table("x1,x2,split,kind", ["1,2,train,0", "2,1,test,1", "3,3,train,0", "4,1,test,1"])
    assert with_points(before, imported(text, existing_of(before)), adds=True).test_points == (0, 3, 5)


def test_what_grows_is_told_and_can_be_ended():
    class Stop(Exception):  # noqa: N818
        pass

    seen = []

    def progress(share):
        seen.append(share)
        if share > 0.5:
            raise Stop

    one = read(table("x1,x2,y", [f"{k}.5,1,{k % 2}" for k in range(10_000)]), "x")
    with pytest.raises(Stop):
        import_points(one.sheet, one.guess.choice, progress=progress)
    assert seen == sorted(seen)
    assert 0.5 < seen[-1] < 0.7


def test_numbers_too_large_for_points_are_imported_where_they_are_standardised():
    sheet = read_table(table("a,b,kind", ["1240294,2,p", "2100,3,q", "900,4,p"]), "x")
    choice = guess(sheet).choice
    plainly = import_points(sheet, choice)
    assert (len(plainly.points), plainly.notes) == (2, (texts.TOO_FAR(standardise="Standardise x₁ and x₂"),))
    assert len(import_points(sheet, replace(choice, standardise=True)).points) == 3


def test_what_is_written_tells_test_points_and_is_read_back():
    data = own([(0.5, 1.0, 0.0), (1.0, 2.0, 1.0), (2.0, 1.5, 0.0)], test_points=(1,))
    assert with_points(DataSpec(), imported(write_table(data))) == data


CELLS = st.one_of(
    st.integers(-(10**7), 10**7).map(str),
    st.floats(-1e3, 1e3).map(repr),
    st.sampled_from(
        ["", "a", "B", "b ", "NaN", "?", "train", "test", "0", "1", "1e400", "−3", "<b>x</b>", "1,5"]
    ),
    st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters='\0\r\n,;\t|"'), max_size=8),
)
NAMES = st.sampled_from(
    ["x1", "x2", "x", "y", "id", "", "class", "split", "Wert", "a b", "#", "ID_nr", "целевая"]
)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_whatever_a_table_holds_its_points_are_points(data):
    """Columns that exist, and points, names and test marks that an experiment holds."""
    width = data.draw(st.integers(2, 7))
    rows = data.draw(st.lists(st.lists(CELLS, min_size=1, max_size=width + 1), min_size=1, max_size=12))
    names = tuple(data.draw(NAMES) for _ in range(width))
    header = data.draw(st.booleans())
    unnamed = tuple(k for k, name in enumerate(names) if not header or not name)
    lines = tuple(TableRow(i, tuple(row)) for i, row in enumerate(rows, 1))
    decimal = data.draw(st.sampled_from([".", ","]))
    sheet = Sheet("x", names, lines, HowRead(",", decimal, header), unnamed=unnamed)
    choice = guess(sheet).choice
    column = st.integers(0, width - 1)
    other = replace(
        choice,
        x1=data.draw(column),
        x2=data.draw(st.none() | column),
        label=data.draw(st.none() | column),
        test=data.draw(st.none() | column),
        values=data.draw(st.booleans()),
        hot=(),
        fold=data.draw(st.booleans()),
        standardise=data.draw(st.booleans()),
        standardise_values=data.draw(st.booleans()),
    )
    before = own([(0.0, 0.0, 0.0), (1.0, 1.0, 1.0)], ("a", "c"))
    for one in (choice, other):
        for existing in (None, existing_of(before)):
            taken = import_points(sheet, one, existing)
            assert bool(taken.error) != bool(taken.points)
            if taken.points and taken.labels == "values" and existing is None:
                assert with_points(before, taken).problem == "regression"
            if taken.points and taken.labels == "classes":
                made = with_points(before, taken, adds=existing is not None)
                assert len(made.class_names) <= made.class_count <= MOST_CLASSES
            if taken.points and taken.labels == "classes" and existing is None:
                classes = {y for *_, y in taken.points}
                assert classes == {*range(len(classes))} or classes == {1.0}
