"""Does a machine speak here, and what of? The words come from resources/dialects/voice.toml."""

from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick

from bounce_inspector.core.folding import fold
from bounce_inspector.shipped import read_toml


@dataclass(frozen=True, slots=True)
class Voice:
    """One automaton for each set of wordings; see the comments of the data file."""

    senders: AhoCorasick
    daemons: AhoCorasick
    bounce_subjects: AhoCorasick
    delay_subjects: AhoCorasick
    auto_reply_subjects: AhoCorasick
    challenge_subjects: AhoCorasick
    failure: AhoCorasick
    delay: AhoCorasick
    final: AhoCorasick
    reasons: AhoCorasick
    bait: AhoCorasick
    contact: AhoCorasick
    letter_fields: tuple[str, ...]
    letter_mailers: AhoCorasick
    letter_subjects: AhoCorasick
    letter_words: AhoCorasick
    challenge: AhoCorasick


@lru_cache(maxsize=1)
def load_voice() -> Voice:
    """Return the wordings, compiled."""
    table = read_toml("dialects", "voice.toml")
    subjects, body, letters = table["subjects"], table["body"], table["letters"]
    return Voice(
        senders=_automaton(table["senders"]),
        daemons=_automaton(table["daemons"]),
        bounce_subjects=_automaton(subjects["bounce"]),
        delay_subjects=_automaton(subjects["delay"]),
        auto_reply_subjects=_automaton(subjects["auto_reply"]),
        challenge_subjects=_automaton(subjects["challenge"]),
        failure=_automaton(body["failure"]),
        delay=_automaton(body["delay"]),
        final=_automaton(body["final"]),
        reasons=_automaton(body["reasons"]),
        bait=_automaton(table["bait"]["words"]),
        contact=_automaton(table["contact"]["words"]),
        letter_fields=tuple(letters["fields"]),
        letter_mailers=_automaton(letters["mailers"]),
        letter_subjects=_automaton(letters["subjects"]),
        letter_words=_automaton(letters["words"]),
        challenge=_automaton(table["challenge"]["words"]),
    )


def says(automaton: AhoCorasick, folded: str) -> bool:
    """Tell whether any wording stands in the folded text."""
    return bool(automaton.find_matches_as_indexes(folded))


def _automaton(phrases: list[str]) -> AhoCorasick:
    return AhoCorasick(sorted({fold(phrase) for phrase in phrases}))
