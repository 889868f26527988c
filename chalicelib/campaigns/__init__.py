"""Campaign files: who may be contacted, with a personal link each, and who was left out and why."""
