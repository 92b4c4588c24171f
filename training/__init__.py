"""Trains and scores the German models; not part of the installed package."""
