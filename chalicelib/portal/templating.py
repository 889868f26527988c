"""The Jinja environment of the portal: escaping always on, unknown names refused, words from the catalogues.

Packaging compiles the templates into a folder beside them; where that folder is there nothing is compiled at run time.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    ModuleLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    Undefined,
    meta,
)
from jinja2.utils import missing

from chalicelib.portal import words

_HERE = Path(__file__).parent
COMPILED = _HERE / "compiled_templates"


# `undefined` and `null` are names of Nunjucks, from which the macros were translated; they compare with them.
_UNSET_BY_MACROS = (None, "caller", "undefined", "null")


class _Strict(StrictUndefined):
    """Refuses an unknown name or attribute in our own pages. Only what the packaged macros leave unset by design is
    let through: a key missing from their parameters, an `if` without an `else`, a macro called without a body."""

    def __new__(cls, hint: str | None = None, obj: Any = missing, name: str | None = None, *rest: Any) -> Any:
        if isinstance(obj, dict) or name in _UNSET_BY_MACROS:
            return ChainableUndefined(hint, obj, name)
        return super().__new__(cls)


def _sources() -> BaseLoader:
    govuk = PackageLoader("govuk_frontend_jinja")
    return ChoiceLoader([FileSystemLoader(_HERE / "templates"), PrefixLoader({"govuk_frontend_jinja": govuk})])


def _build(loader: BaseLoader, locale: str) -> Environment:
    undefined: type[Undefined] = _Strict
    env = Environment(
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=undefined,
        loader=loader,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    env.policies["ext.i18n.trimmed"] = True
    catalogue = words.translations(locale)
    # Added by the i18n extension at run time, so the type of Environment does not know it.
    env.install_gettext_callables(catalogue.gettext, catalogue.ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.filters.update(money=words.money, day=partial(_day, locale=locale), time=words.time_of_day)
    return env


def _day(when: date | datetime, locale: str) -> str:
    """A London day whose number stays on one line with its month."""
    return words.day(when, locale).replace(" ", "\N{NO-BREAK SPACE}", 1)


@cache
def environment(locale: str) -> Environment:
    """The environment of one of the offered locales."""
    return _build(ModuleLoader(COMPILED) if COMPILED.is_dir() else _sources(), locale)


def compile_templates(target: Path) -> None:
    """Write every page and the macros they use as Python modules into `target`, for packaging.

    Copied into the package as `compiled_templates`, they make the first render of a cold process take milliseconds.
    """
    loader = _sources()
    env = _build(loader, words.DEFAULT_LOCALE)
    used = _used(env, loader)
    env.compile_templates(target, zip=None, filter_func=used.__contains__, ignore_errors=False)


def _used(env: Environment, loader: BaseLoader) -> set[str]:
    """The names of our own templates and of all that they import or extend, directly or not."""
    waiting = [path.name for path in (_HERE / "templates").iterdir()]
    used: set[str] = set()
    while waiting:
        name = waiting.pop()
        used.add(name)
        source, _, _ = loader.get_source(env, name)
        named = meta.find_referenced_templates(env.parse(source))
        waiting.extend(other for other in named if other is not None and other not in used)
    return used
