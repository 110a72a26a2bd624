"""Checks that use MLflow's own client, unmodified, against a server."""
