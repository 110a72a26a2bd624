"""The rows of MLflow's judge guides, carried out with `git judge`."""
