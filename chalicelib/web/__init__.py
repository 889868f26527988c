"""The HTTP edge: with `app.py` the only importer of Chalice. Rooms' routes speak to it, it knows no room."""
