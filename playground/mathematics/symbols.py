"""How each name in a formula is written: typeset, and in plain text. No Qt."""

from engine.base.values import dataclass

SUBSCRIPTS = str.maketrans("0123456789ijkns", "₀₁₂₃₄₅₆₇₈₉ᵢⱼₖₙₛ")
PLACE_OF_INDEX = "#"


@dataclass(frozen=True)
class Symbol:
    """How a name is written; `#` is where its indices go, else they follow at the end.

    Attributes
    ----------
    latex : str
        `[l]` stands for the layer's number, `[l-1]` and `[l+1]` for those beside it.
    text : str
        In plain text.
    """

    latex: str
    text: str


SYMBOLS: dict[str, Symbol] = {
    # of a layer; large letters are matrices, and vectors where samples are columns
    "x": Symbol("x", "x"),
    "z": Symbol("z^{[l]}", "z"),
    "a": Symbol("a^{[l]}", "a"),
    "a_prev": Symbol("a^{[l-1]}", "a"),
    "w": Symbol("w^{[l]}", "w"),
    "w_next": Symbol("w^{[l+1]}", "w"),
    "W": Symbol("W^{[l]}", "W"),
    "W_next": Symbol("W^{[l+1]}", "W"),
    "b": Symbol("b^{[l]}", "b"),
    "mask": Symbol("m^{[l]}", "m"),
    "slope": Symbol(r"g'\left(z^{[l]}_{#}\right)", "g′(z#)"),
    "delta": Symbol(r"\delta^{[l]}", "δ"),
    "delta_next": Symbol(r"\delta^{[l+1]}", "δ"),
    "da": Symbol(r"\frac{\partial L}{\partial a^{[l]}_{#}}", "∂L/∂a#"),
    "dyhat": Symbol(r"\frac{\partial L}{\partial \hat{y}_{#}}", "∂L/∂ŷ#"),
    "dz": Symbol(r"\frac{\partial L}{\partial z^{[l]}_{#}}", "∂L/∂z#"),
    "dw": Symbol(r"\frac{\partial L}{\partial w^{[l]}_{#}}", "∂L/∂w#"),
    "dW": Symbol(r"\frac{\partial L}{\partial W^{[l]}}", "∂L/∂W"),
    "db": Symbol(r"\frac{\partial L}{\partial b^{[l]}_{#}}", "∂L/∂b#"),
    # of a function of one number
    "g_of_z": Symbol("g(z)", "g(z)"),
    "g_of_z_k": Symbol("g(z)_k", "g(z)ₖ"),
    "slope_of_z": Symbol("g'(z)", "g′(z)"),
    "alpha": Symbol(r"\alpha", "α"),
    "scale": Symbol(r"\lambda", "λ"),
    "q": Symbol("q", "q"),
    # of the loss
    "y": Symbol("y", "y"),
    "yhat": Symbol(r"\hat{y}", "ŷ"),
    "e": Symbol("e", "e"),
    "n": Symbol("n", "n"),
    "L": Symbol("L", "L"),
    "losses": Symbol("L", "L"),
    "R": Symbol("R", "R"),
    "huber_delta": Symbol(r"\delta", "δ"),
    "label_smoothing": Symbol("s", "s"),
    "K": Symbol("K", "K"),
    "dropout": Symbol("p", "p"),
    # of the update: a parameter, a weight, their gradient
    "theta": Symbol(r"\theta", "θ"),
    "theta_before": Symbol(r"\theta_{\mathrm{before}}", "θ before"),
    "weight": Symbol("w", "w"),
    "weight_before": Symbol(r"w_{\mathrm{before}}", "w before"),
    "weights": Symbol("w", "w"),
    "g": Symbol("g", "g"),
    "norm_g": Symbol(r"\left\Vert g \right\Vert", "‖g‖"),
    "norm_w": Symbol(r"\left\Vert w_{i} \right\Vert", "‖w‖"),
    "v": Symbol("v", "v"),
    "m": Symbol("m", "m"),
    "mhat": Symbol(r"\hat{m}", "m̂"),
    "vhat": Symbol(r"\hat{v}", "v̂"),
    "ghat": Symbol(r"\hat{g}", "ĝ"),
    "t": Symbol("t", "t"),
    "mu_now": Symbol(r"\mu_{t}", "μₜ"),
    "mu_ahead": Symbol(r"\mu_{t+1}", "μₜ₊₁"),
    "product": Symbol(r"\mu_1 \mu_2 \cdots \mu_t", "μ₁μ₂…μₜ"),
    "eta": Symbol(r"\eta", "η"),
    "learning_rate": Symbol(r"\eta_0", "η₀"),
    "momentum": Symbol(r"\mu", "μ"),
    "beta1": Symbol(r"\beta_1", "β₁"),
    "beta2": Symbol(r"\beta_2", "β₂"),
    "rho": Symbol(r"\rho", "ρ"),
    "epsilon": Symbol(r"\varepsilon", "ε"),
    "decay_epochs": Symbol("T", "T"),
    "decay_factor": Symbol(r"\gamma", "γ"),
    "cuts": Symbol("k", "k"),
    "warmup_epochs": Symbol(r"T_{\mathrm{w}}", "T_w"),
    "l1": Symbol("l_1", "l₁"),
    "l2": Symbol("l_2", "l₂"),
    "clip_value": Symbol("c", "c"),
    "clip_norm": Symbol("c", "c"),
    "max_norm": Symbol("c", "c"),
    "weight_decay": Symbol(r"\lambda", "λ"),
    "pi": Symbol(r"\pi", "π"),
}


def indexed(pattern: str, indices: str, between: str) -> str:
    """Return a symbol with its indices, which stand where it says so or at the end."""
    if not indices:
        return pattern.replace("_{#}", "").replace(PLACE_OF_INDEX, "")
    if PLACE_OF_INDEX in pattern:
        return pattern.replace(PLACE_OF_INDEX, indices)
    return pattern + between.replace(PLACE_OF_INDEX, indices)
