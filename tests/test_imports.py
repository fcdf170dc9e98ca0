"""No module imports what imports it, type-only imports and those inside functions included.

Import-linter checks the layers of folders; this checks every module, and names the circle.
"""

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("engine", "playground")


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(path): path for package in PACKAGES for path in (ROOT / package).rglob("*.py")}


def imported(source: str) -> Iterator[str]:
    """Yield the names in a module's imports, wherever they stand."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            for one in node.names:
                inside = f"{node.module}.{one.name}"
                yield inside if inside in MODULES else str(node.module)


@functools.cache  # and not while tests are collected, which every worker does
def imports() -> dict[str, list[str]]:
    """Return the names of the modules that each module imports."""
    return {
        name: sorted({one for one in imported(path.read_text(encoding="utf-8")) if one in MODULES})
        for name, path in MODULES.items()
    }


def circle_in(graph: dict[str, list[str]]) -> list[str]:
    """Return the modules of one circle, the first one again at the end; nothing where there is none."""
    done: set[str] = set()

    def follow(name: str, path: list[str]) -> list[str]:
        if name in path:
            return [*path[path.index(name) :], name]
        if name not in done:
            for one in graph[name]:
                if found := follow(one, [*path, name]):
                    return found
            done.add(name)
        return []

    return next((found for name in sorted(graph) if (found := follow(name, []))), [])


def test_no_module_imports_what_imports_it():
    circle = circle_in(imports())
    assert not circle, "a circle of imports: " + " → ".join(circle)


def test_a_circle_is_named():
    assert circle_in({"a": ["b"], "b": ["c"], "c": ["b"]}) == ["b", "c", "b"]
    assert circle_in({"a": ["a"]}) == ["a", "a"]
    assert circle_in({"a": ["b", "c"], "b": ["c"], "c": []}) == []


def test_every_module_is_looked_at():
    assert {"engine", "engine.losses", "playground.__main__", "playground.window.main_window"} <= set(MODULES)
    assert "engine.base.recipes" in imports()["engine.losses"]
