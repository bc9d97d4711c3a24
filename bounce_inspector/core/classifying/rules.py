"""What the rule files hold: rules, providers and the facts of each category, as frozen values."""

from dataclasses import dataclass

from bounce_inspector.core.model import Advice, Category, Fault, Stage


@dataclass(frozen=True, slots=True)
class CategoryFacts:
    """What a category means for the address.

    `permanent` is None where the code says it; `soft` is the advice under a temporary code.
    `remove_after` bounces (over `within_days` or more, where given) a watched address may go;
    after `watch_after` days with bounces one that is kept is watched.
    """

    category: Category
    fault: Fault
    advice: Advice
    soft: Advice
    permanent: bool | None
    remove_after: int | None = None
    within_days: int | None = None
    watch_after: int | None = None


@dataclass(frozen=True, slots=True)
class Provider:
    """Who runs the receiving servers.

    `hosts` are domains below which its servers stand, `domains` those of its mailboxes, `says`
    words that nobody else writes. `postmaster` is where to ask.
    """

    id: str
    name: str
    hosts: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    postmaster: str = ""
    source: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as written: which words, codes and stages mean which category.

    A rule fires where one of `any` and every one of `all` but none of `none` stand in the text,
    and the reply code, enhanced code and stage are among those given. `strict` rules need their
    provider recognised. `weak` rules are one common word, or a code that is used for anything, and
    give way; `strong` words decide whatever else stands beside them, a `strong` code is one that no
    other program uses. `origin` is the file, `rows` the rows of the fact table it came from, `own`
    marks a rule that the user wrote.
    """

    id: str
    category: Category
    provider: str | None = None
    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    reply: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    stage: tuple[Stage, ...] = ()
    strict: bool = False
    weak: bool = False
    strong: bool = False
    permanent: bool | None = None
    advice: Advice | None = None
    note: str = ""
    legacy: bool = False
    source: str = ""
    date: str = ""
    samples: tuple[str, ...] = ()
    sample_host: str = ""
    rows: tuple[int, ...] = ()
    origin: str = ""
    own: bool = False

    @property
    def speaks(self) -> bool:
        """Whether the rule is about words at all, not only about codes."""
        return bool(self.any or self.all)
