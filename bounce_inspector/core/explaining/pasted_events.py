"""Read the events of sending services, as their webhooks deliver them or as a log holds them."""

from collections.abc import Iterator

from bounce_inspector.core.explaining import service_events, ses_events
from bounce_inspector.core.explaining.event_documents import documents_in
from bounce_inspector.core.model import Failure, Kind


def events_in(text: str) -> Iterator[tuple[Kind, Failure]]:
    """Yield what each event in `text` says about each recipient, nothing if it holds no event."""
    for document in documents_in(text):
        found = tuple(ses_events.read(document))
        yield from found or service_events.read(document)
