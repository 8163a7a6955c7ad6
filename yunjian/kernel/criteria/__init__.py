"""One vocabulary of comparison on a record: judged with reasons, said in a sentence, asked of a whole table."""

from .judging import Reason, Verdict, judge
from .sentences import Label, sentence
from .sql import Column, to_sql
from .vocabulary import Criterion

__all__ = ["Column", "Criterion", "Label", "Reason", "Verdict", "judge", "sentence", "to_sql"]
