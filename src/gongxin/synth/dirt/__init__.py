"""What is wrong with real files, put into invented ones, with what intake must make of it.

One module a source of dirt: what the catalogue demands (:mod:`.from_catalogue`), the party (:mod:`.parties`), dates
(:mod:`.dates`), penalties (:mod:`.penalties`), rows handed in twice (:mod:`.repeats`). All of it was met in real data.
:mod:`.spoiling` chooses the rows and spoils them.
"""
