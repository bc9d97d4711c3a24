from bounce_inspector.core.ledger import ExportRecord
from tests.core.ledger.ledger_samples import NOW, batch, finding, inspection


def test_an_export_says_when_where_how_and_who(ledger):
    ledger.add(batch(*(inspection(finding(f"{n}@example.com")) for n in range(4))))

    first = ledger.record_export("/tmp/gone.csv", "removal", [3, 1, 3])
    second = ledger.record_export("caf\udce9.txt", "addresses", [])

    assert ledger.exports() == [
        ExportRecord(second, NOW, "caf\\udce9.txt", "addresses", 0),
        ExportRecord(first, NOW, "/tmp/gone.csv", "removal", 2),
    ]
    assert list(ledger.exported(first)) == [1, 3]
    assert list(ledger.exported(second)) == []
