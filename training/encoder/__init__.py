"""The German encoder: from a pretrained multilingual network to a spaCy pipeline."""
