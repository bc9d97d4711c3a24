"""The parts of an explanation as HTML, each empty where the explanation has nothing to say."""

import re
from collections.abc import Iterable

from bounce_inspector.core.explaining.explanation import Explanation, Listing
from bounce_inspector.core.explaining.knowledge_words import Knowledge
from bounce_inspector.gui import richtext
from bounce_inspector.gui.richtext import Html
from bounce_inspector.gui.theme import Tones

NOTHING = Html("")
# Not within an address or a domain: those are copied from here.
_MAIL = re.compile(r"(?<![\w@.-])([eE])-([mM]ails?)(?![\w@-]|\.\w)")


def plain(text: str) -> Html:
    """Return text with its line breaks."""
    return richtext.lines(kept_whole(text))


def kept_whole(text: str) -> str:
    """Return our own words so that no line breaks behind the e of an e-mail."""
    return _MAIL.sub("\\1\u2011\\2", text)


def hero(it: Explanation, knowledge: Knowledge) -> Html:
    """Return the title, large, and what happened, somewhat larger than the rest.

    What the provider means comes first: it is nearer to the case.
    """
    large = '<span style="font-size:x-large"><b>{}</b></span>'
    title = richtext.template(large, kept_whole(it.title))
    said = knowledge.join((it.provider_note, it.happened))
    return _stack((title, richtext.template('<p style="font-size:large">{}</p>', kept_whole(said))))


def facts(it: Explanation, knowledge: Knowledge, tones: Tones) -> Html:
    """Return whose move it is, whether it passes, what becomes of the address, and the stage."""
    return _titled(
        (
            (knowledge.phrase("heading.move"), plain(it.move)),
            (knowledge.phrase("heading.passes"), plain(it.passes)),
            (knowledge.phrase("heading.address"), plain(it.address)),
            (knowledge.phrase("heading.stage"), plain(it.stage)),
        ),
        tones,
    )


def provider(it: Explanation, knowledge: Knowledge, tones: Tones) -> Html:
    """Return the block lists named, where to ask for removal, and what the provider publishes."""
    return _titled(
        (
            (knowledge.phrase("heading.blocklists"), _listings(it.blocklists)),
            (knowledge.phrase("heading.ask"), _lines(it.ask)),
            (knowledge.phrase("heading.about", provider=it.provider), plain(it.about)),
        ),
        tones,
    )


def meanings(it: Explanation) -> Html:
    """Return the several meanings of a bare code."""
    return richtext.bullets(it.meanings) if it.meanings else NOTHING


def errata(it: Explanation, knowledge: Knowledge) -> Html:
    """Return what popular lists get wrong about the code."""
    return _stack(
        richtext.template(
            '<p style="margin-top:0">{}: {}<br>{}: {}</p>',
            richtext.bold(knowledge.phrase("heading.says")),
            each.says,
            richtext.bold(knowledge.phrase("heading.truth")),
            each.truth,
        )
        for each in it.errata
    )


def proof(it: Explanation, knowledge: Knowledge, tones: Tones, deciding: str = "") -> Html:
    """Return the server's words with the deciding ones marked, our confidence and the sources."""
    return _titled(
        (
            (knowledge.phrase("heading.quoted"), quote(it.quoted, deciding, tones)),
            (knowledge.phrase("heading.confidence"), plain(it.confidence)),
            (knowledge.phrase("heading.runner_up"), plain(it.runner_up)),
            (knowledge.phrase("heading.sources"), _muted(it.sources, tones)),
        ),
        tones,
    )


def quote(text: str, deciding: str, tones: Tones) -> Html:
    """Return a server's words on a ground of their own; `deciding` may be wrapped otherwise."""
    if not text:
        return NOTHING
    before, words, after = _cut_out(text, deciding)
    marked = (
        richtext.template(
            '<span style="background-color:{}">{}</span>', tones.mark, richtext.lines(words)
        )
        if words
        else NOTHING
    )
    return richtext.template(
        '<table width="100%" cellpadding="8" bgcolor="{}"><tr><td><code>{}{}{}</code></td></tr>'
        "</table>",
        tones.raised,
        richtext.lines(before),
        marked,
        richtext.lines(after),
    )


def _cut_out(text: str, deciding: str) -> tuple[str, str, str]:
    """Return text in three parts, the deciding words in the middle, empty where not found."""
    pattern = r"\s+".join(re.escape(word) for word in deciding.split())
    found = re.search(pattern, text, re.IGNORECASE) if pattern else None
    if found is None:
        return text, "", ""
    return text[: found.start()], found[0], text[found.end() :]


def cards(it: Explanation, tones: Tones) -> Html:
    """Return the best-practice cards that cure this kind of failure."""
    return _stack(
        richtext.template(
            '<table width="100%" cellpadding="8" bgcolor="{}" style="margin-top:4px"><tr><td>'
            "<b>{}</b><br>{}<br>{}</td></tr></table>",
            tones.raised,
            card.title,
            card.text,
            richtext.coloured(card.how, tones.muted),
        )
        for card in it.cards
    )


def _titled(pairs: Iterable[tuple[str, Html]], tones: Tones) -> Html:
    return _stack(
        richtext.template(
            '<p style="margin-bottom:0"><span style="color:{}">{}</span></p><div>{}</div>',
            tones.muted,
            title,
            words,
        )
        for title, words in pairs
        if words
    )


def _listings(listings: Iterable[Listing]) -> Html:
    """Return what each list is and how to get off it; where to look it up is among `ask`."""
    return _stack(
        richtext.template(
            "<div>{}</div>",
            _lines(filter(None, (richtext.bold(each.name), each.lists, each.removal))),
        )
        for each in listings
    )


def _lines(texts: Iterable[str]) -> Html:
    return richtext.join(Html("<br>"), texts)


def _muted(texts: Iterable[str], tones: Tones) -> Html:
    words = _lines(texts)
    return richtext.coloured(words, tones.muted) if words else NOTHING


def _stack(pieces: Iterable[str]) -> Html:
    return richtext.join("", [piece for piece in pieces if piece])
