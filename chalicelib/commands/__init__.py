"""Commands that are sent again: the same key gets the same answer, and another request under it is refused."""
