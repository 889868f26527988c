"""Plans: what was asked for and agreed, when each instalment falls due and is collected, and whether it is kept."""
