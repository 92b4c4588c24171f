"""The five steps from a parsed sentence to facts, each a spaCy component usable alone.

mentions -> coref -> attribution -> clauses -> relations; `layers` says what each writes on the Doc.
"""
