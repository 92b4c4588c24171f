"""Measurements of kg beside its parts."""
