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
UPDATES = Text("updates made, this one included")
EPOCHS = Text("completed epochs")
EPOCHS_AFTER = Text("completed epochs, after the warm-up if there is one")
MOMENTS = {
    "velocity": Text("velocity: the gradients so far, older ones counting less"),
    "squares": Text("squared gradients so far"),
    "first": Text("mean of the gradients so far"),
    "second": Text("mean of the squared gradients so far"),
}
MEANINGS = {  # of names in formulas, beside the signs
    "x": Text("inputs of the network"),
    "z": Text("weighted sum of a neuron"),
    "a": Text("activation: what a neuron passes on"),
    "a_prev": Text("activations of the layer before"),
    "w": Text("weights"),
    "W": Text("weights of the layer"),
    "w_next": Text("weights of the layer after"),
    "W_next": Text("weights of the layer after"),
    "b": Text("bias"),
    "mask": Text("mask of dropout: 0, or what makes up for the dropped ones"),
    "slope": Text("slope of the activation at z"),
    "slope_of_z": Text("slope of the activation at z"),
    "delta": Text("error: how the loss changes with z"),
    "delta_next": Text("errors of the layer after"),
    "da": Text("how the loss changes with a"),
    "dyhat": Text("how the loss changes with the output"),
    "dz": Text("how the loss changes with z"),
    "dw": Text("gradient: how the loss changes with the weight"),
    "dW": Text("gradient: how the loss changes with the weights"),
    "db": Text("gradient: how the loss changes with the bias"),
    "g_of_z": Text("activation function"),
    "g_of_z_k": Text("activation function"),
    "alpha": Text("a constant, 1.6733"),
    "scale": Text("a constant, 1.0507"),
    "y": Text("target"),
    "yhat": Text("output of the network"),
    "n": Text("samples in the mini-batch"),
    "L": Text("loss"),
    "losses": Text("loss of a sample"),
    "R": Text("penalty, added to the loss"),
    "huber_delta": Text("error from which on the Huber loss is a straight line, as set"),
    "label_smoothing": Text("how much labels are smoothed, as set"),
    "K": Text("classes"),
    "dropout": Text("share of neurons that are dropped, as set"),
    "theta": Text("a weight or a bias"),
    "theta_before": Text("what it was before the step"),
    "weight": Text("a weight"),
    "weights": Text("weights"),
    "g": Text("gradient"),
    "norm_g": Text("length of the whole gradient"),
    "norm_w": Text("length of the weights into the neuron"),
    "mhat": Text("m, corrected for its start at 0"),
    "vhat": Text("v, corrected for its start at 0"),
    "ghat": Text("g, corrected like m"),
    "mu_now": Text("momentum of this update"),
    "mu_ahead": Text("momentum of the next update"),
    "product": Text("product of all momenta so far"),
    "eta": Text("learning rate"),
    "learning_rate": Text("learning rate, as set"),
    "momentum": Text("momentum, as set"),
    "beta1": Text("how slowly the mean of the gradients changes, as set"),
    "beta2": Text("how slowly the mean of their squares changes, as set"),
    "rho": Text("how slowly the squared gradients are forgotten, as set"),
    "epsilon": Text("a small number that keeps the quotient finite, as set"),
    "decay_epochs": Text("epochs of the schedule, as set"),
    "decay_factor": Text("factor of the schedule, as set"),
    "cuts": Text("plateaus so far"),
    "warmup_epochs": Text("epochs of the warm-up, as set"),
    "l1": Text("factor of the L1 penalty, as set"),
    "l2": Text("factor of the L2 penalty, as set"),
    "clip_value": Text("largest value of a gradient, as set"),
    "clip_norm": Text("largest length of the gradient, as set"),
    "max_norm": Text("largest length of the weights into a neuron, as set"),
    "weight_decay": Text("weight decay, as set"),
}
