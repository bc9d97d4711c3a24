"""Replies in the words of each provider are explained as the tables of their codes say."""

import re
import tomllib
from pathlib import Path

import pytest

from bounce_inspector.core.classifying.rulebook import load_rulebook
from bounce_inspector.core.explaining.explain_text import explain_text
from bounce_inspector.core.model import Category
from tests.core.findings import ENGLISH

HERE = Path(__file__).resolve()
LINES = tomllib.loads((HERE.parent / "provider_lines.toml").read_text("utf-8"))["line"]
TABLES = HERE.parents[3].parent / "shared" / "facts" / "smtp-knowledge.md"
ROW = re.compile(r"(?m)^\| (?:[A-Z][\w/. ]+ )?(\d+) \|[^|\n]*\| ([^|\n]*)\|")
# What the tables call a category, where it is not our name for it.
OURS = {
    "unknown-user": "mailbox-unknown", "bad-domain": "domain-unknown", "moved": "mailbox-moved",
    "inactive": "mailbox-inactive", "full": "mailbox-full", "rcpt-rate": "recipient-rate-limited",
    "greylist": "greylisted", "rcpt-rule": "recipient-refused", "spam": "spam-content",
    "attach": "attachment-refused", "size": "message-too-large", "format": "message-malformed",
    "many-rcpt": "too-many-recipients", "auth": "authentication-failed",
    "listed": "sender-blocklisted", "throttle": "sender-throttled",
    "sender-dns": "sender-dns-invalid", "relay": "relay-denied", "policy": "policy-refused",
    "tls": "tls-failed", "server": "server-fault", "network": "network-unreachable",
    "loop": "mail-loop",
}  # fmt: skip


def name(line):
    return f"{line['row']}-{line['provider'] or 'anybody'}-{line['category']}"


@pytest.mark.parametrize("line", LINES, ids=name)
def test_a_reply_is_explained_as_its_row_says(line):
    found = explain_text(line["text"], ENGLISH)

    assert [it.category for it in found] == [Category(line["category"])]


def test_the_lines_cover_every_provider_and_every_category_but_the_unknown():
    providers = {line["provider"] for line in LINES}

    assert len(LINES) >= 150
    assert len({line["row"] for line in LINES}) >= 150
    assert len(providers & {*load_rulebook().providers}) >= 45
    assert {line["category"] for line in LINES} == {*Category} - {Category.UNCLASSIFIED}


def test_no_line_stands_twice():
    texts = [line["text"] for line in LINES]

    assert len(set(texts)) == len(texts)


@pytest.mark.skipif(not TABLES.exists(), reason="the tables are not part of the project")
def test_each_line_has_the_category_of_its_row():
    told = TABLES.read_text("utf-8").partition("\n## 3. ")[2].partition("\n## 4. ")[0]
    stated = {
        int(row): {OURS.get(word, word) for word in re.findall(r"[a-z-]+", cell)}
        for row, cell in ROW.findall(told)
    }

    assert [
        (line["row"], line["category"])
        for line in LINES
        if line["category"] not in stated[line["row"]]
    ] == []
