"""Which encoding a text has: told, guessed, or chosen."""

import codecs

import pytest

from playground.files.atomic import FileError
from playground.files.table import HowRead, read_table
from playground.files.tables.encodings import ENCODINGS, decode
from playground.texts import tables as texts

SHORT = [
    ("cp1252", "x;y;größe\n1;2;groß\n"),
    ("cp1252", "taille;poids;sexe\n1;2;aîné\n"),
    ("cp1252", "x,y,espèce\n1,2,naïve\n"),
    ("cp1252", "x,y,niño\n1,2,año\n"),
    ("cp1252", "x;y;classificação\n1;2;não\n"),
    ("cp1252", "x;y;é\n1;2;a\n"),
    ("cp1252", "temp °C;µ\n1;2\n"),
    ("cp1250", "x;y;Łódź\n1;2;żółw\n"),
    ("cp1250", "výška;váha;třída\n1;2;žena\n1;2;muž\n"),
    ("cp1251", "Рост;Вес;Класс\n1;2;да\n1;2;нет\n"),
    ("cp1251", "x;y;кл\n1;2;а\n1;2;б\n"),
    ("koi8_r", "Рост;Вес;Пол\n1;2;м\n"),
    ("cp866", "Рост;Вес;Класс\n1;2;да\n1;2;нет\n"),
    ("cp1253", "Ύψος;Βάρος;Φύλο\n1;2;α\n"),
    ("cp1256", "x;y;صنف\n1;2;نعم\n"),
    ("cp1257", "augums;svars;šķirne\n1;2;jā\n"),
    ("cp874", "ส่วนสูง,น้ำหนัก,เพศ\n1,2,ชาย\n"),
    ("mac_roman", "Größe;Länge;Art\n1;2;schön\n"),
    ("gb18030", "花萼长,花萼宽,类别\n5.1,3.5,山鸢尾\n"),
    ("big5", "身高,體重,性別\n1,2,男\n"),
    ("cp932", "がく片,花弁,種類\n1,2,アヤメ\n"),
    ("cp932", "身長,体重,性別\n1,2,男\n2,3,女\n"),
    ("euc_jp", "身長,体重,性別\n1,2,男\n2,3,女\n"),
    ("cp949", "키,몸무게,성별\n1,2,남\n"),
]


@pytest.mark.parametrize(("encoding", "text"), SHORT)
def test_the_encoding_of_a_short_table_is_guessed_and_told_and_others_are_offered(encoding, text):
    sheet = read_table(text.encode(encoding), "x")
    assert (sheet.how.encoding, sheet.names) == (encoding, read_table(text, "x").names)
    assert sheet.encodings[0] == encoding
    assert len(sheet.encodings) > 1
    assert texts.ENCODING_GUESSED(encoding=texts.encoding(encoding)) in sheet.notes


@pytest.mark.parametrize(("encoding", "text"), SHORT)
def test_an_encoding_that_is_chosen_is_taken(encoding, text):
    first = read_table(text.encode(encoding), "x")
    for other in first.encodings:
        sheet = read_table(text.encode(encoding), "x", HowRead(encoding=other))
        assert (sheet.how.encoding, set(sheet.encodings)) == (other, set(first.encodings))


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (b"", "utf-8"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
        (b"", "utf-32-le"),
        (b"", "utf-32-be"),
    ],
)
@pytest.mark.parametrize("text", ["x,größe\n1,2\n", "x,y\n1,2\n", "長さ,幅,ラベル\n1.5,2.5,表\n"])
def test_unicode_is_certain(mark, encoding, text):
    found = decode(mark + text.encode(encoding), "x")
    assert (found.text, found.encoding, found.notes) == (text, encoding, ())


def test_plain_text_leaves_no_choice():
    sheet = read_table(b"x,y\n1,2\n", "x")
    assert (sheet.how.encoding, sheet.encodings) == ("utf-8", ())


def test_what_an_encoding_does_not_have_is_told():
    sheet = read_table("x;größe\n1;2\n".encode("cp1252"), "x", HowRead(encoding="utf-8"))
    assert sheet.names == ("x", "gr��e")
    assert texts.NOT_DECODED(n=2, encoding=texts.encoding("utf-8")) in sheet.notes


@pytest.mark.parametrize("encoding", ["no such one", "rot13", "zip", "idna", "a\0b"])
def test_what_is_no_encoding_is_refused(encoding):
    with pytest.raises(FileError):
        read_table("x;é\n1;2\n".encode(), "x", HowRead(encoding=encoding))


def test_each_encoding_has_a_name_for_people():
    assert all(texts.encoding(name) != name for name in ENCODINGS)


def test_one_letter_far_below_is_enough():
    content = b"x;y;k\n" + b"1;2;a\n" * 100_000 + "1;2;größer\n".encode("cp1252")
    assert read_table(content, "x").how.encoding == "cp1252"


def test_a_long_line_is_looked_at_once():
    with pytest.raises(FileError):
        read_table(b"x" * 2_000_000 + b"\xe9" * 1_000, "x")
