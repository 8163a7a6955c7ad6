"""What a district declares about how people speak: words that mean the same, and words that say nothing."""

from typing import ClassVar

from pydantic import Field

from yunjian.kernel.definitions import Definition, Part, Text


class WordsExample(Part):
    """A wish, and what is looked for beside its own words."""

    said: Text = Field(description="群众的话")
    meant: tuple[Text, ...] = Field(min_length=1, description="还应当找的词")


class Words(Definition):
    """Synonyms and fillers for finding what to do."""

    kind: ClassVar[str] = "words"
    noun: ClassVar[str] = "同义词"

    groups: tuple[tuple[Text, ...], ...] = Field(description="每组写意思相同的词")
    fillers: tuple[Text, ...] = Field((), description="不表示办什么事的词")
    example: WordsExample = Field(description="算例：听到什么，还找什么")

    def meant(self, said: str) -> list[str]:
        """The synonyms of every word of the groups that is said, in their order."""
        found = [
            other
            for group in self.groups
            if any(word in said for word in group)
            for other in group
            if other not in said
        ]
        return list(dict.fromkeys(found))

    def check_example(self) -> list[str]:
        meant = self.meant(self.example.said)
        return [f"没有想到“{word}”" for word in self.example.meant if word not in meant]
