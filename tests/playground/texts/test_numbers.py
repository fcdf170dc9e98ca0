import pytest

from playground.texts.numbers import loss_text, share_text


@pytest.mark.parametrize(
    ("share", "text"),
    [(None, "–"), (1.0, "100.0%"), (99_999 / 100_000, "99.9%"), (0.93, "93.0%"), (0.0, "0.0%")],
)
def test_a_share_is_rounded_down_so_that_100_means_all(share, text):
    assert share_text(share) == text


@pytest.mark.parametrize(
    ("loss", "text"), [(None, "–"), (0.0, "0.0000"), (0.69314, "0.6931"), (1e-7, "1.00e-07")]
)
def test_a_loss_has_four_decimals_or_three_digits(loss, text):
    assert loss_text(loss) == text
