"""What the program says of its own work, in other languages: resources/messages/<language>.toml.

English stands in the code and in the presets, and is the key: an English sentence that changed has
no translation until somebody writes it anew. [sentences] hold whole ones, with their {places};
[values] what may stand in a place and has words of its own, such as "a PDF document"; [columns] the
names of columns in files that people read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from bounce_inspector.core.problems import Problem, Value, filled, written
from bounce_inspector.shipped import read_toml, resource

ENGLISH = "en"


@dataclass(frozen=True, slots=True, eq=False)
class Messages:
    """The sentences of one language; what it lacks it says in English.

    `grouping` parts the thousands of a number, `joiner` one sentence from the next.
    """

    language: str = ENGLISH
    grouping: str = ","
    joiner: str = " "
    sentences: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)

    def say(self, english: str, **known: Value) -> str:
        """Return a sentence with its places filled."""
        return filled(
            self.sentences.get(english, english),
            {name: self._written(value) for name, value in known.items()},
        )

    def text(self, problem: Problem) -> str:
        """Return what happened."""
        return self.say(problem.text, **dict(problem.values))

    def remedy(self, problem: Problem) -> str:
        """Return what to do about it."""
        return self.say(problem.remedy, **dict(problem.values))

    def sentence(self, problem: Problem) -> str:
        """Return both."""
        return self.joiner.join(filter(None, (self.text(problem), self.remedy(problem))))

    def _written(self, value: Value) -> str:
        said = written(value, self.grouping)
        return self.values.get(said, said)


def message_languages() -> tuple[str, ...]:
    """Return the languages that there are messages in."""
    found = (file.name.removesuffix(".toml") for file in resource("messages").iterdir())
    return (ENGLISH, *sorted(found))


@cache
def load_messages(language: str = ENGLISH) -> Messages:
    """Return the messages of a language (``de``, ``pt-BR``), English where we have none."""
    code = language.replace("_", "-").partition("-")[0].lower()
    if code == ENGLISH or code not in message_languages():
        return Messages()
    table = read_toml("messages", f"{code}.toml")
    return Messages(
        code,
        table["grouping"],
        table["joiner"],
        table["sentences"],
        table["values"],
        table["columns"],
    )
