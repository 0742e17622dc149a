"""An invented city: department files in the national formats, with a truth file beside them."""
