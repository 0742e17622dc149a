"""Law as data: packs, their schema, loading, dated parameters, citations, safe expressions, working days."""
