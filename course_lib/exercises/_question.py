"""Questions to answer before reading on: each choice opens an answer of its own."""

import html
import re
from dataclasses import dataclass

from course_lib.language import _


@dataclass(frozen=True)
class Choice:
    """A choice, what is said to whoever takes it, and whether it is right.

    The answer is Markdown; the choice is a line of text in which `code` may stand.
    """

    text: str
    answer: str
    right: bool = False


class Question:
    """A question with its choices.

    Args:
        slug: its name, unlike any other question's of the book.
        text: the question, in Markdown.
        choices: at least two, one of them right.
    """

    def __init__(self, slug: str, text: str, *choices: Choice) -> None:
        self.slug, self.text, self.choices = slug, text, choices

    @property
    def markdown(self) -> str:
        """The question as a notebook's cell: HTML that needs no kernel and no script."""
        answers = {True: _("**Yes.** {answer}"), False: _("**No.** {answer}")}
        shown = [
            f'<details class="choice" data-question="{self.slug}"'
            f' data-right="{str(choice.right).lower()}">'
            f"<summary>{_inline(_(choice.text))}</summary>\n\n"
            f"{answers[choice.right].format(answer=_(choice.answer))}\n\n</details>"
            for choice in self.choices
        ]
        return "\n\n".join([_("**Predict.** {question}").format(question=_(self.text)), *shown])


def _inline(text: str) -> str:
    """A line of text as HTML: Markdown is not read within a summary."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=False))
