"""The plain spaCy pipeline: prepare the data, train two parts, put them together."""
