"""Words every room speaks. Standard library only."""
