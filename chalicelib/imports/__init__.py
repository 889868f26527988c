"""Datasets: dropped on S3 or uploaded, checked, previewed, confirmed, applied, reported."""
