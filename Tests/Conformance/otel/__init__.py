"""Checks that send OpenTelemetry, and read what the store then holds."""
