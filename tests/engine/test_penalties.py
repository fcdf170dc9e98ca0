import numpy as np
import pytest
from cases import trainer_on

L1, L2 = 0.3, 0.7


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize(("l1", "l2"), [(0.0, 0.0), (L1, 0.0), (0.0, L2), (L1, L2)])
def test_they_add_their_slope_to_every_weight_and_nothing_to_a_bias(l1, l2, dtype):
    plain, punished = trainer_on(dtype=dtype), trainer_on(l1=l1, l2=l2, dtype=dtype)
    for trainer in (plain, punished):
        trainer.network.layers[0].W[0] = [0.0, -2.0, 3.0]
        trainer.network.layers[0].b[:] = 9.0
    X, y = plain.data.train.X, plain.data.train.y
    pairs = zip(plain.gradients(X, y), punished.gradients(X, y), plain.network.layers, strict=True)
    for (dW, db), (punished_dW, punished_db), layer in pairs:
        slope = l1 * np.sign(layer.W) + l2 * layer.W
        np.testing.assert_allclose(punished_dW, dW + slope, rtol=1e-6, atol=1e-7)
        np.testing.assert_array_equal(punished_db, db)


def test_a_step_moves_along_the_loss_and_the_penalties():
    trainer = trainer_on(l1=L1, l2=L2, learning_rate=0.1, batch_size=12)
    before = [layer.theta.copy() for layer in trainer.network.layers]
    gradients = trainer.gradients(trainer.data.train.X, trainer.data.train.y)
    trainer.step()
    for layer, theta, pair in zip(trainer.network.layers, before, gradients, strict=True):
        moved = theta - 0.1 * np.column_stack(pair)
        np.testing.assert_allclose(layer.theta, moved, rtol=1e-12, atol=1e-15)


def test_metrics_report_the_loss_without_them():
    assert trainer_on(l1=L1, l2=L2).metrics() == trainer_on().metrics()


def test_l1_makes_more_weights_tiny_than_l2_makes():
    def tiny(**penalty):
        trainer = trainer_on(learning_rate=0.05, batch_size=12, **penalty)
        trainer.run(epochs=500)
        return sum(int((np.abs(layer.W) < 0.01).sum()) for layer in trainer.network.layers)

    assert tiny(l1=0.03) > tiny(l2=0.03)
