"""Names of columns that tell what a column is for, in the languages that tables come in. No Qt."""

import re
import unicodedata

from playground.files.tables.numbers import TRUTHS


def plain(name: str) -> str:
    """Return a column's name for comparison: X₁, x_1 and "x1 (cm)" are the same, Étiquette is etiquette."""
    name = re.sub(r"\([^)]*\)|\[[^]]*\]", "", name)
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in letters if c.isalnum() or c == "#")


def words_in(name: str) -> list[str]:
    """Return the words of a column's name for comparison: ClassLabel is class and label."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return [word for part in re.split(r"[\W_]+", apart) if (word := plain(part))]


def _plain(*words: str) -> frozenset[str]:
    return frozenset(plain(word) for line in words for word in line.split())


PLACES = ("x1", "x2"), ("x", "y"), ("x1", "y"), ("x", "x2")  # the names of two coordinates

LABELS = _plain(
    "label labels class classes target targets category categories species outcome result response y value",
    "diagnosis variety groundtruth classlabel classification digit survived passed admitted churn",
    "Klasse Klassen Etikett Ziel Zielgröße Zielwert Zielvariable Kategorie Art Spezies Ergebnis Resultat",
    "Zustand Wert Ausgang klass doel categorie soort uitkomst resultaat målvariabel kategori utfall mål",
    "classe étiquette cible catégorie espèce résultat sortie clase etiqueta objetivo categoría especie",
    "resultado salida rótulo alvo categoria espécie saída etichetta obiettivo specie risultato esito",
    "luokka tulos klasa etykieta cel kategoria gatunek wynik třída štítek cíl kategorie výsledek trieda",
    "osztály címke cél kategória eredmény clasă etichetă țintă rezultat sınıf etiket hedef tür sonuç sinf",
    "sinif natija toifa kelas hasil spesies lớp nhãn kếtquả razred oznaka klasė",
    "класс метка цель категория вид результат исход целевая клас мітка ціль етикет",
    "κλάση ετικέτα στόχος κατηγορία είδος αποτέλεσμα",
    "فئة صنف تصنيف هدف نتيجة کلاس برچسب دسته نتیجه מחלקה תווית סוג תוצאה קטגוריה वर्ग श्रेणी लेबल परिणाम लक्ष्य",
    "类别 类 标签 分类 种类 品种 目标 结果 类型 類別 標籤 分類 結果 目標 類型",
    "クラス ラベル 種類 目的変数 カテゴリ カテゴリー 正解 클래스 라벨 레이블 분류 범주 목표 결과",
)
IDENTIFIERS = _plain(
    "id ids index idx rownames unnamed0 uuid guid # ид идентификатор 序号 编号 序號 編號 番号"
)
COUNTERS = IDENTIFIERS | _plain(
    "nr no num number row rownum rowid rownumber serial sno slno key code record obs observation",
    "Nummer Zeile lfdnr laufendenummer Kennung volgnummer numéro identifiant ligne indice",
    "número núm identificador fila índice linha numero riga numer lp sıra номер № индекс",
    "连番 連番 번호 순번 索引",
)
TEST_COLUMNS = _plain(
    "test istest testset train istrain training split set subset partition part fold traintest trainortest",
    "Teilung Menge ensemble conjunto partición partição partizione выборка 划分 集合 分割",
)
TRAIN_COLUMNS = _plain("train istrain training")  # in which 1 means training
TRAIN = _plain(
    "train training trn tr learn learning fit Lernen Trainingsdaten entraînement apprentissage",
    "entrenamiento treino treinamento addestramento обучение обучающая 训练 训练集 訓練 学習 학습 훈련",
)
TEST = _plain(
    "test testing tst te val valid validation holdout eval evaluation dev Testdaten Prüfung prueba",
    "teste prova тест тестовая 测试 测试集 測試 テスト 테스트",
)
TRUE = _plain("1", *(word for word, value in TRUTHS.items() if value))
FALSE = _plain("0", *(word for word, value in TRUTHS.items() if not value))


def is_test(cell: str, one_is_training: bool) -> bool | None:
    """Return whether a cell marks a test point; None where it says nothing of the kind."""
    word = plain(cell)
    if re.fullmatch(r"[01]0", word) and "." in cell:  # 1.0, as a spreadsheet writes it
        word = word[0]
    if word in TEST or word in TRAIN:
        return word in TEST
    if word in TRUE or word in FALSE:
        return (word in TRUE) != one_is_training
    return None
