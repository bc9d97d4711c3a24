"""The inspect record: one inspection as plain values, ready for JSON.

Other programs rest on its keys. Every key is always there, null where the message does not say.
Keys may be added, never renamed.
"""

from bounce_inspector.core.model import Evidence, Finding, Inspection, Original, RunnerUp

Record = dict[str, object]


def to_record(inspection: Inspection) -> Record:
    """Return the record of one inspection: strings, numbers, booleans, None, lists and tables."""
    return {
        "source": inspection.source,
        "entry": inspection.entry,
        "index": inspection.index,
        "offset": inspection.offset,
        "size": inspection.size,
        "kind": inspection.kind.value,
        "dialect": inspection.dialect,
        "date": inspection.date.isoformat() if inspection.date else None,
        "message_id": inspection.message_id,
        "subject": inspection.subject,
        "original": _original(inspection.original),
        "failures": [_failure(finding) for finding in inspection.findings],
        "problems": [
            {"code": problem.code, "text": problem.sentence()} for problem in inspection.problems
        ],
    }


def _original(original: Original) -> Record:
    return {
        "message_id": original.message_id,
        "from": original.sender,
        "to": original.to,
        "subject": original.subject,
        "date": original.date.isoformat() if original.date else None,
        "list_id": original.list_id,
        "campaign": original.campaign,
    }


def _failure(finding: Finding) -> Record:
    failure, verdict = finding.failure, finding.verdict
    return {
        "recipient": failure.recipient,
        "final_recipient": failure.final_recipient,
        "action": failure.action.value if failure.action else None,
        "status": failure.status,
        "reply": failure.reply,
        "command": failure.stage.value if failure.stage else None,
        "diagnostic": failure.diagnostic,
        "remote_host": failure.remote_host,
        "remote_ip": failure.remote_ip,
        "reporting_mta": failure.reporting_mta,
        "provider": verdict.provider,
        "category": verdict.category.value,
        "permanent": verdict.permanent,
        "fault": verdict.fault.value,
        "advice": verdict.advice.value,
        "rule": verdict.rule,
        "confidence": verdict.confidence.value,
        "runner_up": _runner_up(verdict.runner_up),
        "evidence": _evidence(verdict.evidence),
    }


def _runner_up(runner_up: RunnerUp | None) -> Record | None:
    if runner_up is None:
        return None
    return {
        "category": runner_up.category.value,
        "rule": runner_up.rule,
        "why": runner_up.why,
    }


def _evidence(evidence: Evidence | None) -> Record | None:
    if evidence is None:
        return None
    return {"part": evidence.part, "start": evidence.start, "end": evidence.end}
