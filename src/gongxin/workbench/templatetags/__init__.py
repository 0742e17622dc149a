"""Words of the desks for templates."""
