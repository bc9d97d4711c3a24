import textwrap

import pytest

from bounce_inspector.core.classifying.classify import classify
from bounce_inspector.core.classifying.code_patterns import expand_reply, expand_status
from bounce_inspector.core.classifying.rulebook import CATEGORIES, build_rulebook, load_rulebook
from bounce_inspector.core.model import Advice, Category, Failure
from bounce_inspector.shipped import read_toml

FACTS = read_toml("rules", CATEGORIES)


def rule(**values):
    return {
        "id": "example-rule",
        "any": ["no such user"],
        "category": "mailbox-unknown",
        "source": "Example",
        "date": "2026-01-01",
        "sample": "550 no such user",
    } | values


def book(*rules, provider=None, own=()):
    document = {"rule": list(rules)}
    if provider is not None:
        document["provider"] = provider
    documents = [(CATEGORIES, FACTS, False), ("example.toml", document, False)]
    documents += [(f"own-{place}.toml", {"rule": [each]}, True) for place, each in enumerate(own)]
    return build_rulebook(documents)


def faults_of(*rules, provider=None):
    with pytest.raises(ValueError, match="faults in the rule files") as caught:
        book(*rules, provider=provider)
    return str(caught.value)


def test_the_shipped_rules_load_without_a_fault():
    rulebook = load_rulebook()

    assert len(rulebook.rules) > 700
    assert len(rulebook.phrases) > 3000
    assert set(rulebook.categories) == set(Category)


def test_the_rulebook_is_read_once():
    assert load_rulebook() is load_rulebook()


def test_all_faults_of_all_rules_are_told_at_once():
    message = faults_of(
        rule(id="First Rule", category="no-such-category"),
        rule(id="second", status=["5.1"], reply=["55"], stage=["rcpt"]),
        rule(id="third", advice="burn"),
        rule(id="fourth", unknown_key=1, any="text"),
        rule(id="fifth", source="", sample=""),
    )

    for expected in ("no-such-category", "'5.1'", "'55'", "burn", "unknown_key", "any must be"):
        assert expected in message
    assert "needs a source" in message
    assert "needs a sample" in message


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"id": "Not Kebab"}, "kebab-case"),
        ({"any": []}, "needs any, all, reply or status"),
        ({"any": ["-"]}, "too short"),
        ({"strict": True}, "a strict rule needs a provider"),
        ({"weak": True, "strong": True}, "weak or strong"),
        ({"stage": ["later"]}, "unknown stage"),
        ({"rows": ["1"]}, "rows must be a list of whole numbers"),
        ({"permanent": "yes"}, "permanent must be true or false"),
        ({"provider": "nobody"}, "unknown provider 'nobody'"),
        ({"date": "yesterday"}, "a source and a date"),
        ({"category": "spam-content", "advice": "remove"}, "remove is never the advice"),
        ({"status": ["5.7.9-3"]}, "ends before it begins"),
    ],
)
def test_a_faulty_rule_is_refused_with_the_reason(values, fault):
    assert fault in faults_of(rule(**values))


def test_an_id_may_be_used_once_over_all_files():
    assert "already used in example.toml" in faults_of(rule(), rule())


def test_a_host_may_belong_to_one_provider_only():
    message = faults_of(
        rule(),
        provider=[
            {"id": "one", "name": "One", "hosts": ["example.net"]},
            {"id": "two", "name": "Two", "hosts": ["example.net"]},
        ],
    )

    assert "'example.net' belongs to one" in message


def test_a_file_that_is_no_toml_is_told_by_name(tmp_path):
    (tmp_path / "broken.toml").write_text("[[rule]\n", encoding="utf-8")

    with pytest.raises(ValueError, match=r"broken\.toml"):
        load_rulebook(tmp_path)


def test_a_rule_of_the_user_beats_the_shipped_ones(tmp_path):
    text = """
        [[rule]]
        id = "own-word"
        any = ["zzyzx"]
        category = "recipient-refused"
        """
    (tmp_path / "mine.toml").write_text(textwrap.dedent(text), encoding="utf-8")
    failure = Failure("a@example.com", reply="550", diagnostic="550 user unknown zzyzx")

    verdict = classify(failure, rulebook=load_rulebook(tmp_path))

    assert verdict.rule == "own-word"
    assert classify(failure, rulebook=load_rulebook()).rule != "own-word"


def test_a_rule_of_the_user_needs_no_source_and_no_sample():
    own = {"id": "own", "any": ["zzyzx"], "category": "spam-content"}

    assert book(rule(), own=[own]).by_id["own"].own


def test_one_provider_table_is_the_default_of_its_file():
    rulebook = book(rule(), provider={"id": "one", "name": "One"})

    assert rulebook.by_id["example-rule"].provider == "one"


def test_several_providers_in_a_file_are_named_rule_by_rule():
    providers = [{"id": "one", "name": "One"}, {"id": "two", "name": "Two"}]
    rulebook = book(rule(), rule(id="of-two", provider="two"), provider=providers)

    assert rulebook.by_id["example-rule"].provider is None
    assert rulebook.by_id["of-two"].provider == "two"


def test_categories_keep_their_facts():
    full = book(rule()).categories[Category.MAILBOX_FULL]

    assert (full.advice, full.permanent, full.remove_after, full.within_days) == (
        Advice.WATCH,
        False,
        3,
        14,
    )


@pytest.mark.parametrize(
    ("pattern", "included", "left_out"),
    [("550", "550", "551"), ("55x", "559", "540"), ("4xx", "421", "550"), ("605", "605", "606")],
)
def test_reply_patterns_mean_the_codes_they_look_like(pattern, included, left_out):
    codes = expand_reply(pattern)

    assert included in codes
    assert left_out not in codes


@pytest.mark.parametrize(
    ("pattern", "included", "left_out"),
    [
        ("5.1.1", "5.1.1", "5.1.10"),
        ("x.1.1", "4.1.1", "4.1.2"),
        ("5.7.606-649", "5.7.649", "5.7.650"),
    ],
)
def test_status_patterns_mean_the_codes_they_look_like(pattern, included, left_out):
    codes, _ = expand_status(pattern)

    assert included in codes
    assert left_out not in codes


def test_a_star_stands_for_any_detail():
    assert expand_status("x.2.*") == (frozenset(), ("2.2.", "4.2.", "5.2."))
