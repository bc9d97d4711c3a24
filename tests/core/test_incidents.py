from bounce_inspector.core.incidents import Incident, incidents, is_ours
from bounce_inspector.core.model import Category

BLOCKED = Category.SENDER_BLOCKLISTED
DEAD = Category.MAILBOX_UNKNOWN


def test_causes_of_ours_that_concern_many_come_with_the_greatest_first():
    counts = {BLOCKED: 7, Category.SPAM_CONTENT: 9, Category.SENDER_THROTTLED: 1, DEAD: 50}

    assert incidents(counts) == (Incident(Category.SPAM_CONTENT, 9), Incident(BLOCKED, 7))


def test_a_suppressed_address_is_no_fault_to_repair():
    assert not is_ours(Category.SUPPRESSED)
    assert is_ours(Category.AUTHENTICATION_FAILED)
