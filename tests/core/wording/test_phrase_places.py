from bounce_inspector.core.wording.phrase_places import Places


def test_a_phrase_is_found_whatever_its_case_accents_and_line_ends():
    text = "Désolé: la BOÎTE\n aux lettres est pleine"

    begin, end = Places(text).find(("boite aux lettres",))

    assert text[begin:end] == "BOÎTE\n aux lettres"


def test_places_are_those_of_the_text_where_letters_grow():
    text = "Groß ist die Straße: Empfänger"

    begin, end = Places(text).find(("empfanger",))

    assert text[begin:end] == "Empfänger"


def test_labels_one_under_the_other_are_both_found():
    text = "Recipient:\nAddress: anna@example.org\n"

    found = Places(text).labelled(("recipient", "address"), 0, len(text))

    assert [text[value:] for _, value in found] == [text[11:], "anna@example.org\n"]


def test_a_label_begins_the_first_line_or_one_behind_the_start():
    text = "Recipient: a@b.cd\n> recipient : b@b.cd\nThe recipient: c@b.cd\nRecipient: c\n"
    places = Places(text)

    assert [line for line, _ in places.labelled(("recipient",), 0, len(text))] == [0, 18]
    assert [line for line, _ in places.labelled(("recipient",), 18, len(text))] == [18]
    assert places.labelled(("recipient",), 19, len(text)) == []
