from bounce_inspector.core.wording.status_report import read_report

ABOUT = "Reporting-MTA: dns; mx.example\nX-Queue: 1\n\n"
GROUP = (
    "Final-Recipient: rfc822; u{0}@d.example\nX-Sender: s\nAction: failed\nStatus: 5.1.{0}\n"
    "Diagnostic-Code: smtp; 550 no\n such user\n\n"
)


def groups(report):
    names = ("final-recipient", "action", "status", "diagnostic-code")
    return [tuple(group.get(name) for name in names) for group in report.recipients]


def test_a_long_report_is_read_like_a_short_one():
    text = ABOUT + "".join(GROUP.format(number) for number in range(9))

    short = read_report(text)
    long = read_report(text + "X-Other: y\n" * 10_000)

    assert short.about.get("reporting-mta") == long.about.get("reporting-mta") != ""
    assert groups(short) == groups(long)
    assert groups(short)[8] == ("rfc822; u8@d.example", "failed", "5.1.8", "smtp; 550 no such user")


def test_of_a_long_value_the_beginning_is_read_and_all_of_it_is_its_place():
    text = "Final-Recipient: rfc822; u@d.example\nDiagnostic-Code: smtp; " + "no " * 1_000

    value = read_report(text).recipients[0].value("diagnostic-code", 100)

    assert text[value.start : value.end] == "smtp; " + "no " * 1_000
    assert 100 <= len(value.text) <= 200
