"""A Sphinx extension: a section has the same address in every edition.

Docutils makes addresses of Latin letters, so a Japanese heading would get a number that changes
with the headings before it. It gets the address of its twin in the original edition.
"""

import re

from docutils import nodes
from editions import ORIGINAL, ROOT, parts
from glossary import GLOSSARY
from glossary import page as glossary_page

HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)


def headings(text):
    return HEADING.findall(FENCE.sub("", text))


def originals(docname):
    """The headings of the page in the original edition, in their order."""
    if docname == GLOSSARY.stem:
        return headings(glossary_page(ORIGINAL))
    folder = ROOT / "book" / ORIGINAL
    path = next(p for p in (folder / f"{docname}.ipynb", folder / f"{docname}.md") if p.exists())
    cells = parts(path).values()
    return [h for c in cells if c.cell_type == "markdown" for h in headings(c.source)]


def addresses(titles):
    """The address of each, as docutils makes it: the later of two equal ones is only counted."""
    found, count = [], 0
    for title in titles:
        address = nodes.make_id(re.sub(r"[`$\\*]", "", title))
        if not address or address in found:
            count += 1
            address = f"id{count}"
        found.append(address)
    return found


def share(app, doctree):
    if app.config.language == ORIGINAL:
        return
    sections = list(doctree.findall(nodes.section))
    twins = addresses(originals(app.env.docname))
    if len(sections) != len(twins):
        raise ValueError(
            f"{app.env.docname} must have the headings of its twin, but got {len(sections)} of"
            f" {len(twins)}. Run: make editions"
        )
    for section, address in zip(sections, twins, strict=True):
        section["ids"][0] = address


def setup(app):
    # before Sphinx collects the addresses of sections
    app.connect("doctree-read", share, priority=100)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
