"""Findings to explain: judged from a reply, or with a verdict of one's own making."""

from bounce_inspector.core.classifying.classify import classify
from bounce_inspector.core.classifying.rulebook import load_rulebook
from bounce_inspector.core.explaining.explain import explain, load_knowledge
from bounce_inspector.core.model import Confidence, Failure, Finding, Inspection, Verdict

ENGLISH = load_knowledge("en")
RULES = load_rulebook()


def judged(diagnostic, **fields):
    failure = Failure(**{"recipient": "anna@example.org", "diagnostic": diagnostic, **fields})
    return Finding(failure, classify(failure, rulebook=RULES))


def explained(diagnostic, **fields):
    return explain(judged(diagnostic, **fields), ENGLISH)


def verdict(category, **fields):
    facts = RULES.categories[category]
    return Verdict(
        **{
            "category": category,
            "permanent": facts.permanent is not False,
            "fault": facts.fault,
            "advice": facts.advice,
            "rule": "none",
            "confidence": Confidence.CERTAIN,
            **fields,
        }
    )


def inspection(kind, *findings):
    return Inspection("a.eml", "", 0, 0, 100, kind, findings=findings)
