"""Read rule files (TOML) into values, collecting every fault of every file before complaining.

The form of a file::

    [provider]                  # or several [[provider]], then each rule names its own
    id = "example"              # kebab-case
    name = "Example Mail"
    hosts = ["example.net"]     # its servers stand below these domains
    says = ["exm-"]             # words that nobody else writes
    domains = ["example.com"]   # its mailboxes
    postmaster = "https://..."

    [[rule]]
    id = "example-no-such-user"
    any = ["no such user"]      # see `rules.Rule` for each key
    category = "mailbox-unknown"
    sample = "550 5.1.1 No such user here"

``source`` and ``date`` at the top of a file hold for all of its rules and providers.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from bounce_inspector.core.classifying.code_patterns import expand_reply, expand_status
from bounce_inspector.core.classifying.rules import CategoryFacts, Provider, Rule
from bounce_inspector.core.folding import fold
from bounce_inspector.core.model import Advice, Category, Fault, Stage

_KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")
_TOP_KEYS = {"provider", "source", "date", "rule"}
_PROVIDER_KEYS = {field.name for field in fields(Provider)}
_RULE_KEYS = ({field.name for field in fields(Rule)} | {"sample"}) - {"origin", "own"}
_CATEGORY_KEYS = {field.name for field in fields(CategoryFacts)} - {"category"}
_RECIPIENTS_SIDE = {Fault.RECIPIENT}


class Faults:
    """Collects what is wrong with the rule files, each with the place where it stands."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, place: str, what: str) -> None:
        """Note that `what` is wrong at `place`."""
        self.found.append(f"{place}: {what}")

    def raise_if_any(self) -> None:
        """Raise one ValueError with all that was noted, if anything was."""
        if self.found:
            raise ValueError("faults in the rule files:\n  " + "\n  ".join(self.found))


class _Table:
    """One TOML table that is read key by key; what is missing or of the wrong type is noted."""

    def __init__(self, values: Mapping[str, Any], place: str, faults: Faults) -> None:
        self.values, self.place, self.faults = values, place, faults

    def refuse_unknown(self, known: Iterable[str]) -> None:
        for key in sorted(set(self.values) - set(known)):
            self.faults.add(self.place, f"unknown key {key!r}")

    def text(self, key: str, default: str = "") -> str:
        value = self.values.get(key, default)
        if isinstance(value, str):
            return value
        if key == "date" and hasattr(value, "isoformat"):
            return str(value.isoformat())
        self.faults.add(self.place, f"{key} must be a text")
        return default

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.values.get(key, [])
        if isinstance(value, list) and all(isinstance(each, str) and each for each in value):
            return tuple(value)
        self.faults.add(self.place, f"{key} must be a list of texts, none of them empty")
        return ()

    def whole_numbers(self, key: str) -> tuple[int, ...]:
        value = self.values.get(key, [])
        if isinstance(value, list) and all(type(each) is int for each in value):
            return tuple(value)
        self.faults.add(self.place, f"{key} must be a list of whole numbers")
        return ()

    def whole_number(self, key: str) -> int | None:
        value = self.values.get(key)
        if value is None or type(value) is int:
            return value
        self.faults.add(self.place, f"{key} must be a whole number")
        return None

    def flag(self, key: str) -> bool:
        return bool(self.optional_flag(key))

    def optional_flag(self, key: str) -> bool | None:
        value = self.values.get(key)
        if value is None or isinstance(value, bool):
            return value
        self.faults.add(self.place, f"{key} must be true or false")
        return None

    def note(self, what: str) -> None:
        self.faults.add(self.place, what)


def read_categories(document: Mapping[str, Any], faults: Faults) -> dict[Category, CategoryFacts]:
    """Return the facts of every category in `document`, the parsed categories.toml."""
    facts: dict[Category, CategoryFacts] = {}
    for name in sorted(set(document) - set(Category)):
        faults.add("categories.toml", f"{name!r} is no category")
    for category in Category:
        table = _Table(document.get(category, {}), f"categories.toml [{category}]", faults)
        table.refuse_unknown(_CATEGORY_KEYS)
        fault, advice = table.text("fault"), table.text("advice")
        soft, permanent = table.text("soft", advice), table.values.get("permanent")
        if fault not in set(Fault) or not {advice, soft} <= set(Advice):
            table.note("fault, advice or soft is missing or unknown")
            continue
        if permanent not in (True, False, "code"):
            table.note('permanent must be true, false or "code"')
        facts[category] = CategoryFacts(
            category=category,
            fault=Fault(fault),
            advice=Advice(advice),
            soft=Advice(soft),
            permanent=permanent if isinstance(permanent, bool) else None,
            remove_after=table.whole_number("remove_after"),
            within_days=table.whole_number("within_days"),
            watch_after=table.whole_number("watch_after"),
        )
    return facts


def read_rules(
    document: Mapping[str, Any], origin: str, faults: Faults, *, own: bool = False
) -> tuple[list[Provider], list[Rule]]:
    """Return the providers and rules of one parsed file; `own` marks a file of the user."""
    top = _Table(document, origin, faults)
    top.refuse_unknown(_TOP_KEYS)
    defaults = {"source": top.text("source"), "date": top.text("date")}
    declared = document.get("provider")
    tables = declared if isinstance(declared, list) else [declared]
    providers = [
        _read_provider({**defaults, **table}, origin, faults)
        for table in tables
        if isinstance(table, dict)
    ]
    if isinstance(declared, str):
        defaults["provider"] = declared
    elif _is_table(declared) and providers:
        defaults["provider"] = providers[0].id
    rows = document.get("rule", [])
    if not isinstance(rows, list) or not all(_is_table(row) for row in rows):
        faults.add(origin, "rules must be written as [[rule]]")
        return providers, []
    rules = [_read_rule(defaults | row, origin, faults, own=own) for row in rows]
    return providers, [rule for rule in rules if rule is not None]


def _is_table(value: object) -> bool:
    return isinstance(value, dict)


def _read_provider(values: Mapping[str, Any], origin: str, faults: Faults) -> Provider:
    table = _Table(values, f"{origin} [provider {values.get('id')}]", faults)
    table.refuse_unknown(_PROVIDER_KEYS)
    provider = Provider(
        id=table.text("id"),
        name=table.text("name"),
        hosts=table.texts("hosts"),
        says=table.texts("says"),
        domains=table.texts("domains"),
        postmaster=table.text("postmaster"),
        source=table.text("source"),
        date=table.text("date"),
    )
    if not _KEBAB.fullmatch(provider.id) or not provider.name:
        table.note("a provider needs an id in kebab-case and a name")
    return provider


def _read_rule(values: Mapping[str, Any], origin: str, faults: Faults, *, own: bool) -> Rule | None:
    table = _Table(values, f"{origin} [rule {values.get('id')}]", faults)
    table.refuse_unknown(_RULE_KEYS)
    category, advice, stages = table.text("category"), table.text("advice"), table.texts("stage")
    if category not in set(Category):
        table.note(f"unknown category {category!r}")
        return None
    if advice and advice not in set(Advice):
        table.note(f"unknown advice {advice!r}")
        return None
    if not set(stages) <= set(Stage):
        table.note(f"unknown stage in {list(stages)}")
        return None
    sample = table.text("sample")
    rule = Rule(
        id=table.text("id"),
        category=Category(category),
        provider=table.text("provider") or None,
        any=table.texts("any"),
        all=table.texts("all"),
        none=table.texts("none"),
        reply=table.texts("reply"),
        status=table.texts("status"),
        stage=tuple(Stage(stage) for stage in stages),
        strict=table.flag("strict"),
        weak=table.flag("weak"),
        strong=table.flag("strong"),
        permanent=table.optional_flag("permanent"),
        advice=Advice(advice) if advice else None,
        note=table.text("note"),
        legacy=table.flag("legacy"),
        source=table.text("source"),
        date=table.text("date"),
        samples=((sample,) if sample else ()) + table.texts("samples"),
        sample_host=table.text("sample_host"),
        rows=table.whole_numbers("rows"),
        origin=origin,
        own=own,
    )
    _check_rule(rule, table)
    return rule


def _check_rule(rule: Rule, table: _Table) -> None:
    if not _KEBAB.fullmatch(rule.id):
        table.note("a rule needs an id in kebab-case")
    if not (rule.speaks or rule.reply or rule.status):
        table.note("a rule needs any, all, reply or status")
    for phrase in (*rule.any, *rule.all, *rule.none):
        if len(fold(phrase)) < 2:
            table.note(f"{phrase!r} is too short to be told from other words")
    for expand, patterns in ((expand_reply, rule.reply), (expand_status, rule.status)):
        for pattern in patterns:
            try:
                expand(pattern)
            except ValueError as fault:
                table.note(str(fault))
    if rule.strict and rule.provider is None:
        table.note("a strict rule needs a provider")
    if rule.weak and rule.strong:
        table.note("a rule is weak or strong, not both")
    if rule.own:
        return
    if not _DATE.fullmatch(rule.date) or not rule.source:
        table.note("a rule needs a source and a date such as 2026-02-12")
    if not rule.samples:
        table.note("a rule needs a sample that fires it")


def check_across(
    categories: Mapping[Category, CategoryFacts],
    providers: Sequence[Provider],
    rules: Sequence[Rule],
    faults: Faults,
) -> None:
    """Note what only shows when all files are seen together: ids used twice, unknown providers."""
    known = {provider.id for provider in providers}
    _check_claims(providers, faults)
    origins: dict[str, str] = {}
    for rule in rules:
        place = f"{rule.origin} [rule {rule.id}]"
        if rule.id in origins:
            faults.add(place, f"the id is already used in {origins[rule.id]}")
        origins[rule.id] = rule.origin
        if rule.provider is not None and rule.provider not in known:
            faults.add(place, f"unknown provider {rule.provider!r}")
        facts = categories.get(rule.category)
        if rule.advice is Advice.REMOVE and facts and facts.fault not in _RECIPIENTS_SIDE:
            faults.add(place, "remove is never the advice where the address is not at fault")


def _check_claims(providers: Iterable[Provider], faults: Faults) -> None:
    """Note ids, hosts, domains and words that two providers claim."""
    owners: dict[tuple[str, str], str] = {}
    for provider in providers:
        claims = [("id", provider.id)]
        claims += [("host", name) for name in provider.hosts]
        claims += [("domain", name) for name in provider.domains]
        claims += [("wording", fold(words)) for words in provider.says]
        for kind, name in claims:
            if (kind, name) in owners:
                owner = owners[kind, name]
                faults.add(f"provider {provider.id}", f"the {kind} {name!r} belongs to {owner}")
            owners[kind, name] = provider.id
