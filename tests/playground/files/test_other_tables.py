"""Other tables of the kinds that people have, each with what is right."""

import json

import pytest

from playground.files.points_table import ImportedPoints, import_points, read

ROWS = range(12)
POINTS = tuple((i + 0.5, i + 0.25, float(i % 2)) for i in ROWS)


def imported(content: bytes | str) -> ImportedPoints:
    table = read(content, "a table")
    return import_points(table.sheet, table.guess.choice)


@pytest.mark.parametrize(
    "header", ["0,1,label", "0,1,y", "1,2,target", "2019,2020,outcome", "0,1,2", "150,features,label"]
)
def test_a_header_that_counts_some_columns_and_names_others_is_no_point(header):
    assert imported("\n".join([header, *(f"{i}.5,{i}.25,{i % 2}" for i in ROWS)])).points == POINTS


@pytest.mark.parametrize("header", [",0,1,label", "id,0,1,label", '"",0,1,class'])
def test_a_header_that_counts_has_names_beside_an_index(header):
    assert imported("\n".join([header, *(f"{i},{i}.5,{i}.25,{i % 2}" for i in ROWS)])).points == POINTS


@pytest.mark.parametrize("header", ["label,0,1", "class,1,2", "kind,2019,2020"])
def test_a_header_that_counts_has_names_before_it(header):
    rows = [f"{'ab'[i % 2] if header.startswith('kind') else i % 2},{i}.5,{i}.25" for i in ROWS]
    assert imported("\n".join([header, *rows])).points == POINTS


@pytest.mark.parametrize("first", ["1,2,a", "0,1,b", "1,2,nan", "1,2,?"])
def test_a_first_row_of_whole_numbers_and_a_label_is_a_point(first):
    label = "ab" if first[-1] in "ab" else "01"
    rows = "\n".join([first, *(f"{i}.5,{i}.25,{label[i % 2]}" for i in ROWS)])
    taken = imported(rows)
    assert taken.rows + len(taken.problems) == len(ROWS) + 1


@pytest.mark.parametrize("first", [",,1,label", "0,,1,label", "0,1,,label", "kind,,0,1", ",1,2,", "a,,,"])
def test_a_first_row_with_empty_cells_is_read_or_left_out(first):
    taken = imported("\n".join([first, *(f"{i}.5,{i}.25,{i}.75,{i % 2}" for i in ROWS)]))
    assert taken.rows >= len(ROWS)


def test_an_index_that_was_shuffled_is_no_place():
    rows = [f"{i * 7 % 12},{i}.5,{i}.25,{i % 2}" for i in ROWS]
    assert imported("\n".join([",a,b,label", *rows])).points == POINTS


@pytest.mark.parametrize("units", ["[mm],[µm],[-]", "s,m/s^2,", "s,m/s²,-", "kg,kg/m³,1", "cm,N·m,-"])
def test_a_row_of_units_is_left_out(units):
    taken = imported("\n".join(["a,b,kind", units, *(f"{i}.5,{i}.25,{'AB'[i % 2]}" for i in ROWS)]))
    assert (taken.points, taken.problems) == (POINTS, ())


@pytest.mark.parametrize("words", [("False", "True"), ("F", "T"), ("no", "yes"), ("FALSCH", "WAHR")])
@pytest.mark.parametrize("header", ["A,B,Out\n", ""])
def test_a_truth_table_of_words_has_places(words, header):
    rows = [",".join(words[k] for k in (a, b, a ^ b)) for a in (0, 1) for b in (0, 1)]
    taken = imported(header + "\n".join(rows))
    assert taken.points == ((0.0, 0.0, 0.0), (0.0, 1.0, 1.0), (1.0, 0.0, 1.0), (1.0, 1.0, 0.0))
    assert taken.classes.names == words


def test_columns_of_a_one_hot_label_can_say_true_and_false():
    rows = [f"{i}.5,{i}.25,{i % 2 == 0},{i % 2 == 1}" for i in ROWS]
    taken = imported("\n".join(["a,b,kind_x,kind_y", *rows]))
    assert (taken.points, taken.classes.names) == (POINTS, ("kind_x", "kind_y"))


def test_a_column_that_is_called_no_has_a_header():
    assert imported("\n".join(["No,a,b,kind", *(f"{i},{i}.5,{i}.25,{i % 2}" for i in ROWS)])).points == POINTS


@pytest.mark.parametrize("cells", ["{0},5 %;{0},25%;{1}", "{0}.5 cm;{0}.25 cm;{1}", "{0}.5 kg;$ {0}.25;{1}"])
def test_units_beside_numbers_hide_no_separator(cells):
    rows = "\n".join(["a;b;kind", *(cells.format(i, i % 2) for i in ROWS)])
    for content in (rows, rows.replace(";", "\t"), rows.replace(",", ".").replace(";", ",")):
        assert imported(content).points == POINTS


def test_more_cells_than_names_are_told():
    table = read("\n".join(["a,b,kind", *(f"{i},5,{i},25,{'ab'[i % 2]}" for i in ROWS)]), "a table")
    assert any("3 names" in note and "5 cells" in note for note in table.sheet.notes)


def test_long_text_in_brackets_is_no_unit():
    taken = imported(
        "\n".join(["a,b,kind", f"{'[' * 5000}cm,cm,-", *(f"{i}.5,{i}.25,{i % 2}" for i in ROWS)])
    )
    assert taken.points == POINTS
    assert all(len(problem) < 200 for problem in taken.problems)


def test_marks_that_nobody_sees_make_no_other_label_and_no_other_number():
    rows = [f"{i}.5,{i}.25,{'AB'[i % 2]}" for i in ROWS]
    rows[4], rows[5], rows[6] = f"\ufeff{rows[4]}", rows[5].replace("B", "\ufeffB"), f"{rows[6]}\u200b"
    taken = imported("\n".join(["a,b,c", *rows]).encode())
    assert (taken.points, taken.classes.names, taken.problems) == (POINTS, ("A", "B"), ())


def test_a_column_of_more_words_than_there_can_be_classes_is_named():
    table = read("\n".join(["a,b,kind", *(f"{i}.5,{i}.25,{'abcdefg'[i % 7]}" for i in range(40))]), "a table")
    assert any("“kind” has 7 different labels" in note for note in table.guess.notes)


def test_arff_keeps_commas_in_single_quotation_marks():
    kinds = ("name string", "a real", "b real", "class{x,y}")
    head = "\n".join(["@relation t", *(f"@attribute {one}" for one in kinds), "@data\n"])
    taken = imported(head + "\n".join(f"'one, {i}',{i}.5,{i}.25,{'xy'[i % 2]}" for i in ROWS))
    assert (taken.points, taken.column_names) == (POINTS, ("a", "b", ""))


def test_an_object_of_rows_is_read_by_rows():
    records = {str(i): {"x": i + 0.5, "y": i + 0.25, "label": i % 2} for i in ROWS}
    named = {f"row {key}": record for key, record in records.items()}
    columns = {k: {i: record[k] for i, record in records.items()} for k in ("x", "y", "label")}
    for content in (records, named, columns):
        assert imported(json.dumps(content)).points == POINTS


def test_dots_in_a_printed_list_are_no_row_and_are_told():
    taken = imported("[[1.5 2.  0. ]\n [3.  4.  1. ]\n ...\n [5.  6.  1. ]]")
    assert taken.points == ((1.5, 2.0, 0.0), (3.0, 4.0, 1.0), (5.0, 6.0, 1.0))
    assert taken.problems[0].startswith("Line 3:")


def test_coordinates_that_are_all_too_large_say_what_helps():
    rows = [f"{60 + i}.5;{1_200_000 + i};{i % 2}" for i in ROWS]
    assert "Standardise" in imported("\n".join(["area;price;sold", *rows])).error


@pytest.mark.parametrize(
    ("encoding", "names", "labels"),
    [
        ("iso8859_2", "výška;váha;třída", ("muž", "žena")),
        ("cp1250", "výška;váha;třída", ("muž", "žena")),
        ("iso8859_2", "wysokość;waga;płeć", ("kobieta", "mężczyzna")),
        ("iso8859_5", "рост;вес;класс", ("женщина", "мужчина")),
        ("euc_kr", "키;몸무게;성별", ("남", "여")),
        ("big5", "身高;體重;類別", ("女生", "男生")),
        ("utf-16-le", "höhe;breite;klasse", ("blau", "grün")),
        ("utf-32-be", "height;width;class", ("a", "b")),
    ],
)
def test_tables_in_other_encodings(encoding, names, labels):
    rows = [f"{150 + i}.5;{50 + i}.25;{labels[i % 2]}" for i in range(20)]
    table = read("\r\n".join([names, *rows]).encode(encoding), "a table")
    classes = import_points(table.sheet, table.guess.choice).classes.names
    assert (";".join(table.sheet.names), set(classes)) == (names, set(labels))
