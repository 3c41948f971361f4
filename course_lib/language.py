"""The language in which checks, hints and figures speak.

Texts stand in English where they are used, as ``_("...")``, and `locale/` holds their translations:
catalogues of gettext, one for each language. What has no translation is shown in English.
`tools/messages.py` keeps the catalogues complete.
"""

import gettext
import os
import re
from pathlib import Path
from unicodedata import east_asian_width

LANGUAGES = ("en", "ja")
CATALOGUES = Path(__file__).parent / "locale"
DOMAIN = "course_lib"

# The first that is set decides. The last four are those that gettext reads everywhere.
_VARIABLES = ("COURSE_LIB_LANGUAGE", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")

_chosen = LANGUAGES[0]
_translations: gettext.NullTranslations = gettext.NullTranslations()


def use_language(language: str | None = None) -> None:
    """Choose the language of everything that is shown from now on.

    A notebook's first cell does it. Names, docstrings and the errors of functions stay English.

    Args:
        language: "en" or "ja". Without it, the environment decides: ``COURSE_LIB_LANGUAGE``, then
            what gettext reads, such as ``LANG``. So it is when the package is loaded.

    Raises:
        ValueError: it is another language.

    Example:
        >>> from course_lib.exercises import sum_squared_error as ex
        >>> use_language("ja")
        >>> print(ex.check(...).message[:31])
        o sum_squared_error: まだ書かれていません
        >>> use_language("en")
    """
    global _chosen, _translations
    if language is None:
        language = _from_environment()
    if language not in LANGUAGES:
        known = " or ".join(repr(name) for name in LANGUAGES)
        raise ValueError(
            f"language must be {known}, but got {language!r}. It is the short name of a language."
        )
    _chosen = language
    _translations = gettext.translation(DOMAIN, CATALOGUES, [language], fallback=True)


def language_used() -> str:
    """The short name of the language that was chosen."""
    return _chosen


def _(text: str) -> str:
    """The text in the reader's language."""
    return _translations.gettext(text) if text else text


def N_(text: str) -> str:
    """The text as it is, marked for the catalogues: `_` translates it where it is shown."""
    return text


def wrapped(text: str, width: int) -> list[str]:
    """Lines of so many columns: a Japanese letter takes two, and a line may end after most."""
    lines, room = [""], width
    for word in re.findall(r"[\x21-\u2fff]+|.[、。」）]*", " ".join(text.split())):
        size = sum(1 + (east_asian_width(letter) in "WF") for letter in word)
        if size > room and word != " ":
            lines[-1] = lines[-1].rstrip()
            lines.append("")
            room = width
        lines[-1] += word
        room -= size
    return lines


def _from_environment() -> str:
    value = next((os.environ[name] for name in _VARIABLES if os.environ.get(name)), "")
    names = [part[:2].lower() for part in value.split(":")]
    return next((name for name in names if name in LANGUAGES), LANGUAGES[0])


use_language()
