"""Many evaluated by few: what a model cannot tell apart is evaluated once.

A model tells records apart by what it reads of them and no further: whether a day lies before or after some others, not
which day it is; whether a fine reaches a hundred thousand, not what it is. Of the records of a nation there are so only
some thousand sorts, and of the histories of its subjects not many more. One of each is evaluated by the very queries
that would evaluate all (:mod:`gongxin.evaluation.sql`); whoever has an equal history has an equal result.

- :mod:`.telling`: by what a model tells the records of an item apart, read off its query
- :mod:`.reading`: the records of some buckets as columns
- :mod:`.columns`: a column as numbers, equal where the model cannot tell its values apart
- :mod:`.numbering`: many numbers made into one, and the histories of subjects
- :mod:`.part`: a part of a result, by all of these
"""

from gongxin.evaluation.alike.desk import AlikeDesk
from gongxin.evaluation.alike.model import alike_model
from gongxin.evaluation.alike.part import evaluate_alike

__all__ = ["AlikeDesk", "alike_model", "evaluate_alike"]
