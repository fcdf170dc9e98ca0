"""The public names explain themselves: parameters, what is returned, and what is refused."""

import inspect

import pytest

import engine


def public_callables():
    for name in engine.__all__:
        one = getattr(engine, name)
        if inspect.isfunction(one):
            yield name, one
        elif inspect.isclass(one):
            for member, value in vars(one).items():
                function = value.__func__ if isinstance(value, (classmethod, staticmethod)) else value
                if not member.startswith("_") and inspect.isfunction(function):
                    yield f"{name}.{member}", function


CALLABLES = dict(public_callables())
WITH_PROPERTIES = {
    f"{name}.{member}": value
    for name in engine.__all__
    if inspect.isclass(one := getattr(engine, name))
    for member, value in vars(one).items()
    if isinstance(value, property) and not member.startswith("_")
}


@pytest.mark.parametrize("name", [name for name in engine.__all__ if not name.isupper()])
def test_every_public_name_says_what_it_is(name):
    assert inspect.getdoc(getattr(engine, name))


@pytest.mark.parametrize("name", CALLABLES)
def test_parameters_and_results_are_described(name):
    function = CALLABLES[name]
    text, signature = inspect.getdoc(function) or "", inspect.signature(function)
    named = [one for one in signature.parameters if one not in ("self", "cls")]
    missing = [one for one in named if one not in text]
    assert missing == [], f"{name} does not describe {missing}"
    if len(named) > 1:
        assert "Parameters\n----------" in text or "`" in text
    # a line that begins with "Return" says it all; what takes more than a line has a section for it
    if signature.return_annotation not in ("None", None, inspect.Signature.empty):
        assert text.startswith("Return ") or "Returns\n-------" in text, f"{name} returns what?"


@pytest.mark.parametrize("name", WITH_PROPERTIES)
def test_properties_say_what_they_are(name):
    assert inspect.getdoc(WITH_PROPERTIES[name].fget)
