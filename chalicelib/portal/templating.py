"""The Jinja environment of the portal: escaping always on, unknown names refused, words from the catalogues.

Packaging compiles the templates into a folder beside them; where that folder is there nothing is compiled at run time.
"""

from __future__ import annotations

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
)
from jinja2.utils import missing

from chalicelib.portal import words

_HERE = Path(__file__).parent
COMPILED = _HERE / "compiled_templates"


class _Strict(StrictUndefined):
    """Refuses an unknown name or attribute in our own pages. Only what the packaged macros leave unset by design is
    let through: a key missing from their parameters, an `if` without an `else`, a macro called without a body."""

    def __new__(cls, hint: str | None = None, obj: Any = missing, name: str | None = None, *rest: Any) -> Any:
        if isinstance(obj, dict) or name in (None, "caller"):
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
    # The macros were translated from Nunjucks and compare with these two names.
    env.globals.update(undefined=None, null=None)
    env.filters.update(money=words.money, day=partial(words.day, locale=locale))
    return env


@cache
def environment(locale: str) -> Environment:
    """The environment of one locale. Unknown locales read as the default one."""
    known = locale if locale in words.LOCALES else words.DEFAULT_LOCALE
    return _build(ModuleLoader(COMPILED) if COMPILED.is_dir() else _sources(), known)


def compile_templates(target: Path) -> None:
    """Write every page and the macros they use as Python modules into `target`, for packaging.

    Copied into the package as `compiled_templates`, they make the first render of a cold process take milliseconds.
    """
    used = {"attributes", "macro"}

    def wanted(name: str) -> bool:
        return not name.startswith("govuk_frontend_jinja/") or name.rsplit("/", 1)[-1].removesuffix(".html") in used

    _build(_sources(), words.DEFAULT_LOCALE).compile_templates(
        target, zip=None, filter_func=wanted, ignore_errors=False, log_function=lambda _: None
    )
