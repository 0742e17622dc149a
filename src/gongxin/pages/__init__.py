"""What the faces share: layout, language, the clock, and the conclusions they show."""
