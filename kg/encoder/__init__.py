"""The trained German encoder as a spaCy component: factory `kg_encoder`."""

from kg.encoder.component import Encoder, create_encoder

__all__ = ["Encoder", "create_encoder"]
