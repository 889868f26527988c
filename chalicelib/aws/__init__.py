"""The only room that speaks to AWS: each module keeps one port of the product on one service."""
