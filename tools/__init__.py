"""What packages, deploys and locally runs Quittance. Nothing here ships in the Lambda zip."""
