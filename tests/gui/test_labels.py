import tomllib

import pytest

from bounce_inspector.shipped import resource

LANGUAGES = sorted(path.name.removesuffix(".toml") for path in resource("labels").iterdir())
TRANSLATED = [language for language in LANGUAGES if language != "en"]
# Some languages write a date as English does.
AS_IN_ENGLISH = {"d MMM yyyy", "d MMM yyyy, HH:mm:ss", "d MMM"}


def words(language):
    text = resource("labels", f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["words"].keys()


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_language_has_every_word_that_another_language_has(language):
    everything = set().union(*(words(each) for each in TRANSLATED)) - AS_IN_ENGLISH

    missing = sorted(everything - words(language))

    assert not missing
