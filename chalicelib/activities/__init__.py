"""The diary: what happened, to whom, by whom, through which door. Written in the same commit as the change itself."""
