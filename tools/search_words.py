"""A Sphinx extension: search that finds Japanese words inside sentences.

Japanese has no spaces between words, and a word list does not know 交差エントロピー. So the index
holds each run of letters whole, where the search page finds any part of three letters or more, and
all its single letters and pairs, which it looks up as they are.
"""

import re

from sphinx.search import SearchLanguage

RUN = re.compile(r"\w+")
LATIN = re.compile(r"[\x21-\u024f]+")


class SearchJapanese(SearchLanguage):
    lang = "ja"
    language_name = "Japanese"

    def split(self, input: str) -> list[str]:
        found = []
        for run in RUN.findall(input):
            starts = [i for i, letter in enumerate(run) if not LATIN.match(letter)]
            found += [run, *LATIN.findall(run)]
            found += [run[i : i + n] for i in starts for n in (1, 2)]
        return found

    def word_filter(self, word: str) -> bool:
        return True


def setup(app):
    app.add_search_language(SearchJapanese)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
