"""A few sentences to answer the person who asks what happened to their mail."""

from bounce_inspector.core.explanation import Explanation, Reader
from bounce_inspector.core.knowledge_words import Knowledge
from bounce_inspector.gui.richtext import visible


def answer_text(explanation: Explanation, knowledge: Knowledge) -> str:
    """Return what happened, what to do and whether it passes, as three short paragraphs.

    It names nobody but this explanation's own recipient, and nothing of the mail but that.
    """
    paragraphs = (
        knowledge.join((explanation.provider_note, explanation.happened)),
        explanation.remedy(Reader.CUSTOMER),
        explanation.passes,
    )
    return visible("\n\n".join(filter(None, paragraphs)) + "\n")
