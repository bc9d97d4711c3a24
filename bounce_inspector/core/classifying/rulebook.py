"""All that is known about replies, loaded from resources/rules and compiled for quick matching.

Compiled means: the phrases of all rules are one automaton, each phrase knows the rules that it may
fire, and rules about codes alone are found by looking the code up. No rule is ever tried in turn.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ahocorasick_rs import AhoCorasick

from bounce_inspector.core.classifying.code_patterns import Codes, reply_codes, status_codes
from bounce_inspector.core.classifying.rule_files import (
    Faults,
    check_across,
    read_categories,
    read_rules,
)
from bounce_inspector.core.classifying.rules import CategoryFacts, Provider, Rule
from bounce_inspector.core.folding import fold
from bounce_inspector.core.model import Advice, Category, Fault, Stage
from bounce_inspector.made_once import made_once
from bounce_inspector.shipped import resource

CATEGORIES = "categories.toml"
# Letters of these scripts stand alone without blanks: there is no edge of a word to look for.
_FIRST_WITHOUT_EDGES = "\u2e80"

# Two bits for the reasons of `_tie`, the rest for the order of the rules.
TIE_BITS = 18
_MOST_RULES = (1 << TIE_BITS - 2) - 1
TIER_STRONG, TIER_PHRASE, TIER_STATUS, TIER_REPLY = 5, 3, 1, 0


@dataclass(frozen=True, slots=True, eq=False)
class Matcher:
    """A rule made ready: phrases as numbers, codes as sets.

    `points` count the words of `all` and the conditions, `code_points` rank rules about codes
    alone, `tie` decides where all else is equal. A `plain` rule has words to meet and nothing
    else. `side` is whose fault it is as far as codes tell: 5.7.1 stands for all that a
    sender can do wrong.
    """

    rule: Rule
    all: frozenset[int]
    none: frozenset[int]
    reply: Codes | None
    status: Codes | None
    stage: frozenset[Stage]
    tier: int
    provider: str | None
    strict: bool
    points: int
    code_points: int
    tie: int
    plain: bool
    speaks: bool
    facts: CategoryFacts
    side: Fault


@dataclass(frozen=True, slots=True)
class Phrase:
    """A folded phrase, the rules it may fire, the provider it gives away, the edges it needs."""

    text: str
    length: int
    fires: tuple[Matcher, ...]
    provider: str | None
    word_start: bool
    number_end: bool
    whole_word: bool


@dataclass(frozen=True, slots=True, eq=False)
class Rulebook:
    """Rules, providers and categories with the indexes over them. Immutable; one per process.

    `words` are the folded phrases on which a rule fires, by its id, the longest first.
    """

    rules: tuple[Rule, ...]
    by_id: Mapping[str, Rule]
    words: Mapping[str, tuple[str, ...]]
    providers: Mapping[str, Provider]
    categories: Mapping[Category, CategoryFacts]
    phrases: tuple[Phrase, ...]
    hosts: Mapping[str, str]
    domains: Mapping[str, str]
    by_status: Mapping[str, tuple[Matcher, ...]]
    by_subject: Mapping[str, tuple[Matcher, ...]]
    by_reply: Mapping[str, tuple[Matcher, ...]]
    automaton: AhoCorasick = field(init=False)

    def __post_init__(self) -> None:
        """Make the automaton over the phrases, whose numbers it gives."""
        automaton = AhoCorasick([phrase.text for phrase in self.phrases])
        object.__setattr__(self, "automaton", automaton)


# What a rulebook consists of, each after what it holds.
_KINDS = (
    *(Category, Fault, Advice, Stage, CategoryFacts, Provider, Rule, Codes),
    *(Matcher, Phrase, Rulebook),
)


@cache
def load_rulebook(extra: Path | None = None) -> Rulebook:
    """Return the rulebook that ships with the program, with the user's rules from `extra`.

    Raise ValueError that lists every fault of every file at once.
    """
    shipped = {
        each.name: each.read_bytes()
        for each in resource("rules").iterdir()
        if each.name.endswith(".toml")
    }
    files = [(name, content, False) for name, content in sorted(shipped.items())]
    if extra is not None and extra.is_dir():
        files += [(str(path), path.read_bytes(), True) for path in sorted(extra.glob("*.toml"))]
        return _parse_and_build(files)
    contents = (part for name, content, _ in files for part in (name.encode(), content))
    return made_once("rulebook", contents, lambda: _parse_and_build(files), _KINDS)


def _parse_and_build(files: Iterable[tuple[str, bytes, bool]]) -> Rulebook:
    import tomllib  # needed the first time only

    faults = Faults()
    documents: list[tuple[str, dict[str, Any], bool]] = []
    for name, content, is_own in files:
        try:
            documents.append((name, tomllib.loads(content.decode("utf-8")), is_own))
        except ValueError as fault:  # no TOML, or no UTF-8
            faults.add(name, str(fault))
    return build_rulebook(documents, faults)


def build_rulebook(
    documents: Iterable[tuple[str, Mapping[str, Any], bool]], faults: Faults | None = None
) -> Rulebook:
    """Return the rulebook of parsed files, each given as name, content and whether it is a user's.

    Raise ValueError that lists every fault, also those already in `faults`.
    """
    faults = faults or Faults()
    categories: dict[Category, CategoryFacts] = {}
    providers: list[Provider] = []
    rules: list[Rule] = []
    for name, document, own in documents:
        if name == CATEGORIES:
            categories = read_categories(document, faults)
            continue
        more_providers, more_rules = read_rules(document, name, faults, own=own)
        providers += more_providers
        rules += more_rules
    if not categories:
        faults.add(CATEGORIES, "the file is missing or holds nothing usable")
    check_across(categories, providers, rules, faults)
    faults.raise_if_any()
    return _compile(categories, providers, rules)


def _compile(
    categories: Mapping[Category, CategoryFacts],
    providers: Iterable[Provider],
    rules: Iterable[Rule],
) -> Rulebook:
    by_id = {rule.id: rule for rule in rules}
    known = {provider.id: provider for provider in providers}
    phrases, numbers = _compile_phrases(categories, known, by_id)
    silent = [
        _matcher(rule, order, numbers, categories)
        for order, rule in enumerate(by_id.values())
        if not rule.speaks
    ]
    by_status, by_subject, by_reply = _index_codes(silent)
    return Rulebook(
        rules=tuple(by_id.values()),
        by_id=by_id,
        words={rule.id: _words_of(rule) for rule in by_id.values() if rule.speaks},
        providers=known,
        categories=categories,
        phrases=phrases,
        hosts={host: provider.id for provider in known.values() for host in provider.hosts},
        domains={domain: provider.id for provider in known.values() for domain in provider.domains},
        by_status=by_status,
        by_subject=by_subject,
        by_reply=by_reply,
    )


def _compile_phrases(
    categories: Mapping[Category, CategoryFacts],
    providers: Mapping[str, Provider],
    rules: Mapping[str, Rule],
) -> tuple[tuple[Phrase, ...], dict[str, int]]:
    numbers: dict[str, int] = {}
    speakers: dict[int, str] = {}
    common: set[int] = set()
    firm: set[int] = set()
    for provider in providers.values():
        for words in provider.says:
            speakers[numbers.setdefault(fold(words), len(numbers))] = provider.id
    for rule in rules.values():
        for words in (*rule.any, *rule.all, *rule.none):
            numbers.setdefault(fold(words), len(numbers))
        (common if rule.weak else firm).update(numbers[fold(words)] for words in rule.any)
    common -= firm
    fires: defaultdict[int, list[Matcher]] = defaultdict(list)
    for order, rule in enumerate(rules.values()):
        matcher = _matcher(rule, order, numbers, categories)
        for number in sorted({numbers[words] for words in _words_of(rule)}):
            fires[number].append(matcher)
    phrases = [
        _phrase(text, tuple(fires[number]), speakers.get(number), weak=number in common)
        for text, number in numbers.items()
    ]
    return tuple(phrases), numbers


def _words_of(rule: Rule) -> tuple[str, ...]:
    """Return the folded phrases on which a rule is looked at, the longest first."""
    # Without alternatives it is the longest of the words that all have to stand there.
    starters = rule.any or (max(rule.all, key=len, default=""),)
    return tuple(sorted({fold(words) for words in starters if words}, key=len, reverse=True))


def _phrase(text: str, fires: tuple[Matcher, ...], provider: str | None, *, weak: bool) -> Phrase:
    return Phrase(
        text=text,
        length=len(text),
        fires=fires,
        provider=provider,
        word_start=text[0].isalnum() and text[0] < _FIRST_WITHOUT_EDGES,
        number_end=text[-1].isdecimal(),
        whole_word=weak and provider is None and text[0] < _FIRST_WITHOUT_EDGES,
    )


def _matcher(
    rule: Rule,
    order: int,
    numbers: Mapping[str, int],
    categories: Mapping[Category, CategoryFacts],
) -> Matcher:
    wanted = {fold(words) for words in rule.all}
    conditions = sum(map(bool, (rule.reply, rule.status, rule.stage)))
    facts = categories[rule.category]
    advice = rule.advice or facts.advice
    starter = fold(max(rule.all, key=len)) if rule.all and not rule.any else ""
    return Matcher(
        rule=rule,
        all=frozenset(numbers[words] for words in wanted),
        none=frozenset(numbers[fold(words)] for words in rule.none),
        reply=reply_codes(rule.reply),
        status=status_codes(rule.status),
        stage=frozenset(rule.stage),
        tier=_tier(rule),
        points=sum(map(len, wanted)) - len(starter) + 4 * conditions,
        provider=rule.provider,
        # What a provider means by a code is only true of its own servers.
        strict=rule.strict or not (rule.speaks or rule.strong),
        code_points=_code_points(rule, conditions),
        tie=_tie(rule, advice, order),
        plain=not (conditions or rule.all or rule.none or rule.provider),
        speaks=rule.speaks,
        facts=facts,
        side=Fault.SENDER if facts.fault is Fault.SENDER_SERVER else facts.fault,
    )


def _tie(rule: Rule, advice: Advice, order: int) -> int:
    """Prefer who keeps the address, then everybody's rule to a provider's, then the earlier one."""
    keeps, anybodys = advice is not Advice.REMOVE, rule.provider is None
    return (keeps << TIE_BITS - 1) + (anybodys << TIE_BITS - 2) + (_MOST_RULES - order)


def _code_points(rule: Rule, conditions: int) -> int:
    """Order rules about codes: more conditions, then the enhanced code, then one spelled out."""
    if rule.category is Category.UNCLASSIFIED:
        return 0  # a code defined to say nothing gives way to one that says anything
    spelled = not any("x" in code or "*" in code for code in (*rule.reply, *rule.status))
    return 4 * conditions + 16 * bool(rule.status) + spelled


def _tier(rule: Rule) -> int:
    if not rule.speaks:
        return max(0, (TIER_STATUS if rule.status else TIER_REPLY) - rule.weak + rule.strong)
    if rule.weak:
        return TIER_PHRASE - 1
    # A rule that the user wrote was written because the others were wrong.
    return TIER_STRONG if rule.strong or rule.own else TIER_PHRASE


def _index_codes(
    silent: Iterable[Matcher],
) -> tuple[dict[str, tuple[Matcher, ...]], ...]:
    by_status: defaultdict[str, tuple[Matcher, ...]] = defaultdict(tuple)
    by_subject: defaultdict[str, tuple[Matcher, ...]] = defaultdict(tuple)
    by_reply: defaultdict[str, tuple[Matcher, ...]] = defaultdict(tuple)
    for matcher in silent:
        if matcher.status is not None:
            for code in matcher.status.exact:
                by_status[code] += (matcher,)
            for prefix in matcher.status.prefixes:
                by_subject[prefix] += (matcher,)
        elif matcher.reply is not None:
            for code in matcher.reply.exact:
                by_reply[code] += (matcher,)
    return dict(by_status), dict(by_subject), dict(by_reply)
