"""Taking money exactly once: intent first, one `settle`, a webhook that only rings, a sweeper for every gap."""
