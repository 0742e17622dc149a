"""The shape of a pack: what law written as data may say, checked on loading.

One module a kind of document: what all share (:mod:`.basics`), the pack and its instruments (:mod:`.pack`),
the catalogue of what may be recorded (:mod:`.catalogue`), how long it is shown and counted (:mod:`.publicity`),
dated numbers (:mod:`.parameters`), models of evaluation (:mod:`.model`), days off (:mod:`.calendar`),
places that GB/T 2260 does not know (:mod:`.regions`).
"""
