"""What people fill in, and what is said in place where something is missing."""
