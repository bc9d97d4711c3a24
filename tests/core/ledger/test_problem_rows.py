from bounce_inspector.core.ledger import Filter
from bounce_inspector.core.model import Unread
from bounce_inspector.core.problems import Problem, values
from bounce_inspector.core.sources import faults
from tests.core.ledger.ledger_samples import batch, finding, inspection


def test_the_values_of_a_problem_are_kept_apart_from_its_words(ledger):
    large = faults.message_too_large(64 << 20, 100 << 20)
    odd = Problem("x", "{file} is odd.", "", values(file="\udcff.eml"))
    one = inspection(finding())

    ledger.add(batch(one._replace(problems=(large, odd)), unread=[Unread("box", "", large)]))

    message = ledger.message_rows(ledger.message_ids(Filter()))[0]
    assert ledger.problems_of_message(message.id) == (large, odd)
    assert ledger.unread() == [Unread("box", "", large)]
