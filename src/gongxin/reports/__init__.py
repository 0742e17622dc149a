"""What is given back: the credit report as HTML and JSON."""
