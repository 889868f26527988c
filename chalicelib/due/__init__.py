"""What falls due: every room's items stand in one index by day, and a sweeper walks it in bounded steps."""
