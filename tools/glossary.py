"""The glossary: one file of terms, from which each edition gets its page.

A term's meaning stands in every language beside its names, so that no edition can lack one.
"""

from pathlib import Path

import yaml
from editions import EDITIONS

ROOT = Path(__file__).resolve().parent.parent
GLOSSARY = ROOT / "book" / "glossary.yml"


def chapters() -> list[str]:
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    return [entry["file"] for entry in toc["parts"][0]["chapters"]]


def load() -> dict:
    return yaml.safe_load(GLOSSARY.read_text(encoding="utf-8"))


def page(language: str) -> str:
    """The page in Markdown: a table for each theme."""
    other = next(name for name in EDITIONS if name != language)
    glossary, numbers = load(), chapters()
    heads = glossary["heads"][language]
    lines = [f"# {glossary['title'][language]}", "", glossary["intro"][language]]
    for theme in glossary["themes"]:
        lines += ["", f"## {theme['theme'][language]}", ""]
        lines += [row(heads), row(["---"] * len(heads))]
        for term in theme["terms"]:
            number = 1 + numbers.index(term["chapter"])
            chapter = glossary["chapter"][language].format(number=number)
            sources = (f"{article}: {word}" for article, word in term.get("sources", {}).items())
            cells = [
                f"**{term[language]}**",
                term[other],
                term["meaning"][language],
                f"[{chapter}]({term['chapter']}.ipynb)",
                "<br>".join(sources),
            ]
            lines.append(row(cells))
    return "\n".join(lines) + "\n"


def row(cells) -> str:
    return f"| {' | '.join(cells)} |"
