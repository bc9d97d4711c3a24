from bounce_inspector.core.ledger import Bucket, Decision, Facets, Filter
from bounce_inspector.core.model import Category
from bounce_inspector.gui.models.facet_model import (
    Facet,
    FacetModel,
    Section,
    facet_lines,
    toggled,
)

NO_FILTER = Filter()
FACETS = Facets(
    total=7,
    buckets={Bucket.KEEP: 2, Bucket.REMOVE: 5, Bucket.WATCH: 0},
    categories={Category.MAILBOX_UNKNOWN: 5, Category.GREYLISTED: 2},
    providers={"": 7},
    campaigns={"": 7},
    sources={"/mail/monday.mbox": 7},
    decisions={Decision.CLEARED: 7},
)


def _lines(facets=FACETS, conditions=NO_FILTER, opened=frozenset()):
    return list(facet_lines(facets, conditions, opened))


def _section(lines, section):
    return [line for line in lines if line.section is section and not line.heading]


def test_trays_stand_in_a_fixed_order_and_empty_ones_are_hidden():
    trays = _section(_lines(), Section.VERDICT)

    assert [(line.value, line.count) for line in trays] == [(Bucket.REMOVE, 5), (Bucket.KEEP, 2)]


def test_what_offers_no_choice_is_hidden():
    sections = {line.section for line in _lines()}

    assert sections == {Section.VERDICT, Section.CATEGORY}


def test_marks_are_shown_once_there_are_any():
    facets = Facets(decisions={Decision.REMOVE: 1, Decision.CLEARED: 6})

    decided = _section(_lines(facets), Section.DECISION)

    assert [line.value for line in decided] == [Decision.REMOVE, Decision.CLEARED]


def test_a_chosen_value_stays_in_sight_though_nothing_is_left_of_it():
    trays = _section(
        _lines(conditions=Filter(buckets=frozenset({Bucket.UNKNOWN}))), Section.VERDICT
    )

    assert (Bucket.UNKNOWN, 0, True) in [(line.value, line.count, line.active) for line in trays]


def test_a_long_tail_waits_behind_more_until_it_is_opened():
    facets = Facets(providers={f"provider-{number}": 100 - number for number in range(30)})

    short = _section(_lines(facets), Section.PROVIDER)
    whole = _section(_lines(facets, opened=frozenset({Section.PROVIDER})), Section.PROVIDER)

    assert len(short) == 9
    assert short[-1].more == 22
    assert len(whole) == 30


def test_a_click_chooses_and_a_second_one_takes_the_choice_back():
    tray = Facet(Section.VERDICT, "Remove", Bucket.REMOVE, 5)

    once = toggled(Filter(text="ada"), tray, together=False)
    twice = toggled(once, tray, together=False)

    assert once == Filter(buckets=frozenset({Bucket.REMOVE}), text="ada")
    assert twice == Filter(text="ada")


def test_control_adds_a_tray_to_those_chosen():
    conditions = Filter(buckets=frozenset({Bucket.REMOVE}))

    both = toggled(conditions, Facet(Section.VERDICT, "Watch", Bucket.WATCH, 1), together=True)

    assert both.buckets == {Bucket.REMOVE, Bucket.WATCH}


def test_facets_of_different_kinds_are_combined():
    conditions = Filter(category=Category.GREYLISTED)

    both = toggled(conditions, Facet(Section.PROVIDER, "Google", "google", 1), together=False)

    assert both == Filter(category=Category.GREYLISTED, provider="google")


def test_the_name_of_a_campaign_cannot_hide_its_letters():
    facets = Facets(campaigns={"spring\u202egnirps": 3, "": 1})

    (named, unnamed) = _section(_lines(facets), Section.CAMPAIGN)

    assert "\u202e" not in named.label
    assert unnamed.label == "None named"


def test_the_model_keeps_qts_rules_and_speaks_the_counts(qtmodeltester):
    model = FacetModel()
    model.show(_lines(conditions=Filter(category=Category.GREYLISTED)))

    spoken = [model.data(model.index(row), 11) for row in range(model.rowCount())]

    qtmodeltester.check(model)
    assert "Remove: 5" in spoken
    assert "Asked to try again: 2, chosen" in spoken


def test_changed_counts_do_not_reset_the_view():
    model = FacetModel()
    model.show(_lines())
    resets = []
    model.modelReset.connect(lambda: resets.append(1))

    model.show(
        _lines(Facets(**{**_as_dict(FACETS), "buckets": {Bucket.REMOVE: 9, Bucket.KEEP: 1}}))
    )

    assert resets == []
    assert model.facet(1).count == 9


def _as_dict(facets):
    return {name: getattr(facets, name) for name in facets.__slots__}
