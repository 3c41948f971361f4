"""A Sphinx extension that joins chapters (the notebooks) and the API page, in both directions.

Inline code that is a public name of course_lib (`squared_error`, `plots.bars`) links to its entry.
On the API page, each entry names the first section, in the order of the book, that mentions the
name in words or uses it in code. Nothing is typed by hand: names come from the entries, sections
from the chapters.
"""

import ast
import re

from docutils import nodes
from editions import EDITIONS
from sphinx import addnodes
from sphinx.util.nodes import make_refnode

PACKAGE = "course_lib"
# Names that chapters use for other things too: as links they are written with their brackets.
COMMON_WORDS = {"accuracy", "check", "train"}


def used_names(source):
    """Dotted names that a cell's code reads, imports left aside (they introduce nothing)."""
    plain = re.sub(r"^(\s*)[%!].*$", r"\1pass", source, flags=re.M)
    try:
        tree = ast.parse(plain)
    except SyntaxError:
        return set()
    loads = (n for n in ast.walk(tree) if isinstance(n, ast.Name | ast.Attribute))
    return {ast.unparse(n) for n in loads if isinstance(n.ctx, ast.Load)}


def mentions(doctree):
    """(anchor, title, names) of each section in reading order, its subsections left out."""
    found = []
    for section in doctree.findall(nodes.section):
        names = set()
        for child in section.children:
            if isinstance(child, nodes.section):
                continue
            for node in child.findall(lambda n: isinstance(n, nodes.literal | nodes.literal_block)):
                if isinstance(node, nodes.literal):
                    names.add(node.astext().removesuffix("()"))
                elif "output" not in (node.parent.get("classes") or [""])[0]:
                    names |= used_names(node.astext())
        title = section.next_node(nodes.title)
        found.append((section["ids"][0], title.astext(), names))
    return found


def collect(app, doctree):
    env = app.env
    if env.doc2path(env.docname).endswith(".ipynb"):
        env.course_mentions[env.docname] = mentions(doctree)


def purge(app, env, docname):
    if not hasattr(env, "course_mentions"):
        env.course_mentions = {}
    env.course_mentions.pop(docname, None)


def merge(app, env, docnames, other):
    env.course_mentions |= {
        d: other.course_mentions[d] for d in docnames & other.course_mentions.keys()
    }


def entries(env):
    """Every documented name of the package: full name -> (page, anchor)."""
    objects = env.get_domain("py").objects
    return {
        full: (entry.docname, entry.node_id)
        for full, entry in objects.items()
        if full.startswith(PACKAGE + ".") and entry.objtype != "module"
    }


def spellings(full):
    """How a text or its code may call an entry.

    A function of the package goes by its own name too, huber; a figure and a member of a class only
    with its owner's name before it, plots.walk and MLP.theta, since their own are common words.
    """
    parts = full.split(".")
    last = len(parts) - (1 if len(parts) == 3 and parts[1] != "plots" else 2)
    return {".".join(parts[i:]) for i in range(last + 1)} | {f"{PACKAGE}.{'.'.join(parts[2:])}"}


def rewrite_all(app, env):
    """After any change every page is written again: pages show each other's names."""
    return sorted(env.found_docs)


def in_book_order(env):
    order, todo = [], [env.config.root_doc]
    while todo:
        page = todo.pop(0)
        order.append(page)
        todo = [p for p in env.toctree_includes.get(page, []) if p not in order] + todo
    return [page for page in order if page in env.course_mentions]


def link_names(app, doctree, docname):
    """Turn inline code that names an entry into a link to it."""
    targets = {s: place for full, place in entries(app.env).items() for s in spellings(full)}
    for node in list(doctree.findall(nodes.literal)):
        text = node.astext()
        place = None if text in COMMON_WORDS else targets.get(text.removesuffix("()"))
        if place and not isinstance(node.parent, nodes.reference | nodes.title):
            link = make_refnode(app.builder, docname, *place, node.deepcopy())
            link["classes"].append("course-link")
            node.replace_self(link)


def add_introductions(app, doctree, docname):
    """Under each entry, a line that links to the section that introduces it."""
    env = app.env
    sections = [(page, *s) for page in in_book_order(env) for s in env.course_mentions[page]]
    for signature in doctree.findall(addnodes.desc_signature):
        full = f"{signature.get('module')}.{signature.get('fullname')}"
        names = spellings(full)
        first = next((s for s in sections if names & s[3]), None)
        if not full.startswith(PACKAGE) or first is None:
            continue
        page, anchor, title, _ = first
        chapter = env.titles[page].astext()
        text = chapter if title == chapter else f"{chapter} › {title}"
        link = make_refnode(app.builder, docname, page, anchor, nodes.inline("", text))
        label = EDITIONS[app.config.language]["introduced"]
        signature.next_node(addnodes.desc_content, siblings=True).append(
            nodes.paragraph("", label, link, classes=["introduced-in"])
        )


def keep_colons(app, what, name, obj, options, lines):
    """Napoleon takes words before a colon, in data's docstring, for a type; a comment stops it."""
    if what in ("data", "attribute", "property"):
        lines[:0] = ["..", ""]


def resolve(app, doctree, docname):
    on_api_page = docname in {page for page, _ in entries(app.env).values()}
    (add_introductions if on_api_page else link_names)(app, doctree, docname)


def setup(app):
    app.connect("autodoc-process-docstring", keep_colons, priority=400)
    app.connect("doctree-read", collect)
    app.connect("env-purge-doc", purge)
    app.connect("env-merge-info", merge)
    app.connect("env-updated", rewrite_all)
    app.connect("doctree-resolved", resolve)
    return {
        "version": "1",
        "parallel_read_safe": True,
        "parallel_write_safe": True,
        "env_version": 1,
    }
