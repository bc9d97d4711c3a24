"""The ledger's questions answered the slow and plain way, to hold the real answers against."""

from collections import Counter
from dataclasses import dataclass, field

from bounce_inspector.core.ledger import Bucket, Decision, Facets, Reason
from bounce_inspector.core.model import Advice, Kind
from bounce_inspector.core.policy import (
    Sighting,
    Sign,
    bucket_of,
    load_thresholds,
    propose,
    sign_of,
)

NOBODY_FAILED = {Sign.ALIVE, Sign.SILENT}
GRAVEST_FIRST = [
    *(Sign.DEAD, Sign.COMPLAINT, Sign.WATCH, Sign.FIX, Sign.UNRECOGNISED, Sign.KEEP),
    *(Sign.DELAYED, Sign.ALIVE, Sign.SILENT),
]
ADVICE = {
    **dict.fromkeys([Reason.DEAD, Reason.ALIVE_SINCE], Advice.REMOVE),
    **dict.fromkeys([Reason.REPEATED, Reason.WATCHED], Advice.WATCH),
    **dict.fromkeys([Reason.LASTING, Reason.PASSING, Reason.UNRECOGNISED], Advice.KEEP),
    Reason.COMPLAINED: Advice.COMPLAINT,
    Reason.SENDER_SIDE: Advice.FIX,
}
WITH_CATEGORY = set(GRAVEST_FIRST) - NOBODY_FAILED - {Sign.COMPLAINT}


@dataclass
class NaiveRow:
    id: int
    traits: dict
    links: set
    words: list
    sort: dict = field(default_factory=dict)


def code(finding):
    return finding.failure.status or finding.failure.reply or ""


def address_rows(inspections, decisions):
    seen = {}
    for inspection in inspections:
        for key in dict.fromkeys(found.failure.recipient.lower() for found in inspection.findings):
            seen.setdefault(key, []).append(inspection)
    return [
        address_row(id_, key, about, decisions.get(id_))
        for id_, (key, about) in enumerate(seen.items(), 1)
    ]


def address_row(id_, key, about, decision):
    pairs = [
        (inspection, found)
        for inspection in about
        for found in inspection.findings
        if found.failure.recipient.lower() == key
    ]
    history = [
        Sighting(sign_of(inspection.kind, found), found.verdict.category, days(inspection.date))
        for inspection, found in pairs
    ]
    proposal = propose(history, load_thresholds())
    wanted = (proposal.category, ADVICE.get(proposal.reason))
    fits = [
        (found.verdict.category == wanted[0]) + (found.verdict.advice == wanted[1])
        for _, found in pairs
    ]
    lead = max(range(len(pairs)), key=lambda at: (fits[at], stamp(pairs[at][0].date), at))
    found = pairs[lead][1]
    dates = [inspection.date for inspection in about if inspection.date]
    traits = {
        "bucket": proposal.bucket,
        "category": proposal.category,
        "provider": found.verdict.provider or "",
        "decision": decision or Decision.CLEARED,
    }
    return NaiveRow(
        id_,
        traits,
        {(inspection.original.campaign or "", inspection.source) for inspection in about},
        [key, *(words for one in about for words in words_of(one, key))],
        {
            "arrived": id_,
            "address": key,
            "bucket": list(Bucket).index(proposal.bucket),
            "code": code(found),
            "provider": traits["provider"],
            "times": len(about),
            "first-seen": stamp(min(dates, default=None)),
            "last-seen": stamp(max(dates, default=None)),
            "decision": [Decision.CLEARED, Decision.REMOVE, Decision.KEEP].index(
                traits["decision"]
            ),
        },
    )


def message_rows(inspections, decisions):
    addresses = {row.sort["address"]: row.id for row in address_rows(inspections, {})}
    return [
        message_row(id_, inspection, addresses, decisions)
        for id_, inspection in enumerate(inspections, 1)
    ]


def message_row(id_, inspection, addresses, decisions):
    signs = [sign_of(inspection.kind, found) for found in inspection.findings]
    keys = [found.failure.recipient.lower() for found in inspection.findings]
    traits = {"bucket": Bucket.NOT_BOUNCE, "category": None, "provider": ""}
    if inspection.kind in {Kind.BOUNCE, Kind.DELAY, Kind.COMPLAINT}:
        traits["bucket"] = Bucket.UNKNOWN
    lead_code = lead_key = ""
    if signs:
        sign, found = min(
            zip(signs, inspection.findings, strict=True),
            key=lambda pair: GRAVEST_FIRST.index(pair[0]),
        )
        lead_code = code(found)
        lead_key = found.failure.recipient.lower()
        traits = {
            "bucket": bucket_of(sign),
            "category": found.verdict.category if sign in WITH_CATEGORY else None,
            "provider": found.verdict.provider or "",
        }
    # A message is named by the recipient whose failure it shows.
    traits["decision"] = decisions.get(addresses.get(lead_key)) or Decision.CLEARED
    words = [*keys, *(word for key in keys for word in words_of(inspection, key))]
    return NaiveRow(
        id_,
        traits,
        {(inspection.original.campaign or "", inspection.source)},
        words or words_of(inspection, None),
        {
            "arrived": id_,
            "date": stamp(inspection.date),
            "bucket": list(Bucket).index(traits["bucket"]),
            "code": lead_code,
            "provider": traits["provider"],
            "recipient": lead_key,
            "recipients": len(set(keys)),
            "subject": subject(inspection).lower(),
            "source": inspection.source,
        },
    )


def passes(row, where, *, without=""):
    wanted = {
        "category": where.category,
        "provider": where.provider,
        "decision": where.decision,
    }
    if where.buckets and without != "bucket" and row.traits["bucket"] not in where.buckets:
        return False
    for name, value in wanted.items():
        if name != without and value is not None and row.traits[name] != value:
            return False
    campaign = where.campaign if without != "campaign" else None
    source = where.source if without != "source" else None
    if not any(campaign in {None, link[0]} and source in {None, link[1]} for link in row.links):
        return False
    return where.text.lower() in "\0".join(row.words).lower()


def ids(rows, where, column, descending):
    found = [row for row in rows if passes(row, where)]
    found.sort(key=lambda row: row.sort[column], reverse=descending)
    if descending:  # rows that are equal stay in the order of arrival
        found.sort(key=lambda row: row.id)
        found.sort(key=lambda row: row.sort[column], reverse=True)
    return [row.id for row in found]


def facets(rows, where, *, with_decisions):
    def count(name):
        return dict(
            Counter(
                row.traits[name]
                for row in rows
                if passes(row, where, without=name) and row.traits[name] is not None
            )
        )

    def count_links(place, name, other):
        found = Counter()
        for row in rows:
            if passes(row, where, without=name):
                found.update(
                    {link[place] for link in row.links if other in {None, link[1 - place]}}
                )
        return dict(found)

    return Facets(
        total=sum(passes(row, where) for row in rows),
        buckets=count("bucket"),
        categories=count("category"),
        providers=count("provider"),
        campaigns=count_links(0, "campaign", where.source),
        sources=count_links(1, "source", where.campaign),
        decisions=count("decision") if with_decisions else {},
    )


def words_of(inspection, key):
    diagnostics = [
        found.failure.diagnostic
        for found in inspection.findings
        if found.failure.recipient.lower() == key
    ]
    return [subject(inspection), *diagnostics]


def subject(inspection):
    return inspection.original.subject or inspection.subject or ""


def stamp(date):
    return -(10**15) if date is None else int(date.timestamp())


def days(date):
    return None if date is None else int(date.timestamp()) // 86_400
