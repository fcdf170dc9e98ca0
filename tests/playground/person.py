"""Someone at the window who counts what they do, for tests of tasks.

An action is a click, a key press, a drag, resting the pointer on something, a file picked, or a number typed
with the key that ends it; to choose from a list takes two.
"""

import hands
import numpy as np
from hands import at_rest, control, drop
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from playground.observers.neuron_maps import NeuronMaps

KEY, CTRL, NONE = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


class Person:
    """Someone with a mouse and a keyboard, who counts what they do."""

    def __init__(self, window):
        self.window, self.actions = window, 0

    def click(self, name, window=None):
        self.actions += 1
        hands.click(window or self.window, name)

    def press(self, key, modifier=NONE):
        self.actions += 1
        hands.press(self.window, key, modifier)

    def type(self, name, text):
        """Type over a number that is clicked into, and press Enter."""
        self.actions += 1
        hands.type_in(self.window, name, text)

    def type_into(self, field, text):
        """Type into a field that is clicked into."""
        self.actions += 1
        QTest.mouseClick(
            field if isinstance(field, QLineEdit) else field.viewport(), Qt.MouseButton.LeftButton
        )
        QTest.keyClicks(field, text)

    def type_on(self, text, key=KEY.Key_Tab):
        """Type where the focus is, and end with a key."""
        self.actions += 1
        QTest.keyClicks(QApplication.focusWidget(), text)
        QTest.keyClick(QApplication.focusWidget(), key)
        self.look()

    def choose(self, name, label):
        self.actions += 2
        hands.choose(self.window, name, label)

    def click_in_the_network(self, place):
        self.actions += 1
        hands.click_at(self.window, place)
        self.look()

    def point(self, place):
        """Rest the pointer on a place of the network."""
        self.actions += 1
        hands.point_at(self.window, place)
        self.look()

    def one_neuron_less(self, layer):
        """Click on the − beside the number of neurons."""
        self.actions += 1
        spin = control(self.window, f"layer{layer}.width")
        before = spin.value()
        QTest.mouseClick(spin, Qt.MouseButton.LeftButton, pos=QPoint(8, spin.height() // 2))
        assert spin.value() == before - 1

    def drag_in(self, path):
        self.actions += 1
        assert drop(self.window, path)

    def look(self):
        """Wait for what is under way, and look at it."""
        return at_rest(self.window.session)

    def picture(self):
        """The large plot as it is seen, (height, width), 0xAARRGGBB."""
        self.look()
        QApplication.processEvents()
        image = (
            control(self.window, "plot.boundary").grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        )
        pixels = np.frombuffer(image.constBits(), dtype=np.uint32)
        return pixels.reshape(image.height(), image.bytesPerLine() // 4).copy()

    @property
    def weights(self):
        """All weights and biases that are drawn."""
        parts = self.look().get(NeuronMaps).parts
        return np.concatenate([np.concatenate([part.weights.ravel(), part.biases]) for part in parts])
