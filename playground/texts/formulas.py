"""The words of a formula: what a screen reader says of it. No Qt."""

from playground.texts.text import Text

EQUALS = Text(" equals ")
BECOMES = Text(" becomes ")
GREATER = Text(" is greater than ")
LESS = Text(" is less than ")
AT_MOST = Text(" is at most ")
AT_LEAST = Text(" is at least ")
MINUS = Text("minus ")
AND = Text(" and ")
INDEXED = Text("{name} sub {index}")
NEGATIVE = Text("minus {a}")
BRACKETS = Text("the quantity {a}, end")
SUM = Text("{a} plus {b}")
DIFFERENCE = Text("{a} minus {b}")
PRODUCT = Text("{a} times {b}")
ELEMENTWISE = Text("{a} times, element by element, {b}")
QUOTIENT = Text("{a} over {b}")
HALF = Text("one half")
SQUARED = Text("{a} squared")
POWER = Text("{a} to the power {b}")
TRANSPOSED = Text("{a} transposed")
SUMMED = Text("the sum over {index} of {a}")
CASES = Text("{first} if {when}, {second} if {else_when}")
FUNCTION = Text("{f} of {a}")
FUNCTIONS = {
    "g": Text("g"),
    "log": Text("log"),
    "tanh": Text("tanh"),
    "sin": Text("sine"),
    "cos": Text("cosine"),
    "sqrt": Text("the square root"),
    "abs": Text("the absolute value"),
    "sign": Text("the sign"),
    "floor": Text("the floor"),
    "max": Text("the maximum"),
    "min": Text("the minimum"),
    "sigma": Text("sigma"),
}
SPOKEN = {  # names that are not read out as they are written
    "a_prev": Text("a before"),
    "w_next": Text("w after"),
    "W_next": Text("W after"),
    "slope": Text("g prime of z"),
    "delta": Text("delta"),
    "delta_next": Text("delta after"),
    "da": Text("d L by d a"),
    "dyhat": Text("d L by d y hat"),
    "dz": Text("d L by d z"),
    "dw": Text("d L by d w"),
    "dW": Text("d L by d W"),
    "db": Text("d L by d b"),
    "g_of_z": Text("g of z"),
    "g_of_z_k": Text("g of z, sub k"),
    "slope_of_z": Text("g prime of z"),
    "alpha": Text("alpha"),
    "yhat": Text("y hat"),
    "huber_delta": Text("delta"),
    "theta": Text("theta"),
    "theta_before": Text("theta before"),
    "norm_g": Text("norm of g"),
    "norm_w": Text("norm of w"),
    "mhat": Text("m hat"),
    "vhat": Text("v hat"),
    "ghat": Text("g hat"),
    "mu_now": Text("mu t"),
    "mu_ahead": Text("mu t plus 1"),
    "product": Text("product of mu 1 to mu t"),
    "eta": Text("eta"),
    "learning_rate": Text("eta 0"),
    "momentum": Text("mu"),
    "beta1": Text("beta 1"),
    "beta2": Text("beta 2"),
    "rho": Text("rho"),
    "epsilon": Text("epsilon"),
    "decay_epochs": Text("capital T"),
    "decay_factor": Text("gamma"),
    "warmup_epochs": Text("T of the warm-up"),
    "l1": Text("l 1"),
    "l2": Text("l 2"),
    "weight_decay": Text("lambda"),
    "pi": Text("pi"),
    "scale": Text("lambda"),
}
