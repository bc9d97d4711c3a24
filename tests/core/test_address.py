import pytest
from hypothesis import given
from hypothesis import strategies as st

from bounce_inspector.core.address import clean, domain_of, find_all, find_first, key, local_part
from bounce_inspector.core.verp import unsigned, wrapped_recipient


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("write to anna@example.com.", ["anna@example.com"]),
        ("<anna@example.com>: 550", ["anna@example.com"]),
        ("'anna@example.com' and \"otto@example.com\"", ["anna@example.com", "otto@example.com"]),
        ('"anna smith"@example.com', ['"anna smith"@example.com']),
        ("mailto:anna@example.com", ["anna@example.com"]),
        ("RCPT TO:<anna@[192.0.2.1]>", ["anna@[192.0.2.1]"]),
        ("o'neil@example.com", ["o'neil@example.com"]),
        ("anna+news@mail.example.com,", ["anna+news@mail.example.com"]),
        ("иван@пример.example", ["иван@пример.example"]),
        ("to=anna@example.com, relay=x", ["anna@example.com"]),
        ("b+anna=example.com@lists.example", ["b+anna=example.com@lists.example"]),
        ("anna@host-.", ["anna@host"]),
        ("nothing @ all", []),
        ("@example.com", []),
        ("x@y@z.example", ["y@z.example"]),
        ("a.@example.com", []),
    ],
)
def test_addresses_are_found_in_running_text(text, addresses):
    assert [found.address for found in find_all(text)] == addresses


def test_a_found_address_knows_its_place():
    text = "Hello <anna@example.com>!"

    found = find_first(text)

    assert text[found.start : found.end] == "anna@example.com"


def test_a_field_value_gives_its_one_address():
    assert clean("rfc822; <anna@example.com>") == "anna@example.com"
    assert clean('"Smith, Anna (a@b.example)" <anna@example.com>') == "anna@example.com"
    assert clean("postmaster") is None


def test_spellings_of_an_address_count_as_one():
    assert key("Anna@Example.COM") == key("anna@example.com")
    assert key("anna@bücher.example") == key("anna@xn--bcher-kva.example")
    assert key("anna@example.com") != key("otto@example.com")
    assert local_part("a@b@c.example") == "a@b"
    assert domain_of("Anna@Example.com") == "example.com"


@pytest.mark.parametrize(
    ("wrapped", "plain"),
    [
        ("prvs=1234567890=anna@example.com", "anna@example.com"),
        ("SRS0=HhHh=TT=example.com=anna@forwarder.example", "anna@example.com"),
        ("SRS1=XxXx=first.example==HhHh=TT=example.com=anna@second.example", "anna@example.com"),
        ("anna@example.com", "anna@example.com"),
        ("anna=x@example.com", "anna=x@example.com"),
    ],
)
def test_signatures_and_rewriting_come_off(wrapped, plain):
    assert unsigned(wrapped) == plain


@pytest.mark.parametrize(
    ("envelope", "recipient"),
    [
        ("bounce+anna=example.com@lists.example", "anna@example.com"),
        ("news-return-118-otto=example.net@lists.example", "otto@example.net"),
        ("bounces-77-1881-petra.koch=example.com@esp.example", "petra.koch@example.com"),
        ("owner-list-anna=example.com@lists.example", None),
        ("anna@example.com", None),
        ("a=b=c@example.com", None),
        ("x=y@example.com", None),
    ],
)
def test_the_recipient_comes_out_of_an_envelope_sender(envelope, recipient):
    assert wrapped_recipient(envelope) == recipient


@given(
    st.lists(
        st.text("az09-àöøÿéаяё一龥ぁんァヺがßıά", min_size=1, max_size=70), min_size=1, max_size=4
    )
)
def test_a_domain_has_the_form_that_the_standard_library_gives_it(labels):
    domain = ".".join(labels).casefold()
    try:
        wanted = domain.encode("idna").decode("ascii")
    except UnicodeError:
        wanted = domain

    found = key(f"anna@{domain}")

    assert found == f"anna@{wanted if not domain.isascii() else domain}"
