"""The spaCy component `kg_encoder`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from spacy import util
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.encoder.annotate import Annotator
from kg.encoder.model import FILES, Model, read_files
from kg.errors import ModelError

ASSIGNED = ["pos", "morph", "lemma", "head", "dep", "is_sent_start", "ent_iob", "ent_type"]


class Encoder:
    """Sets word classes, features, lemmas, trees, sentences and names with one neural network.

    A text gets the same annotation alone, in a batch, and on every run; `threads` changes the speed only.
    """

    def __init__(self, vocab: Vocab, name: str, *, threads: int) -> None:
        self.vocab, self.name, self.threads = vocab, name, threads
        self._model: Model | None = None
        self._annotator: Annotator | None = None

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with all layers.

        Raises:
            ModelError: the component has no weights.
        """
        if self._annotator is None:
            raise ModelError(f"{self.name}: no weights; load a pipeline folder that has them, not a blank pipeline")
        return self._annotator.annotate(doc)

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 1) -> Iterator[Doc]:
        """The Docs of the stream, one by one: no text changes what is found in another."""
        for doc in stream:
            yield self(doc)

    def load(self, files: dict[str, bytes]) -> Encoder:
        """The component with the weights of a trained model."""
        self._model = Model(files, threads=self.threads)
        self._annotator = Annotator(self._model, self.vocab)
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Writes the files of the model into the folder `path`."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in self._files().items():
            (folder / name).write_bytes(content)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Encoder:
        """The component with the model in the folder `path`."""
        return self.load(read_files(Path(path)))

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """All files of the model in one string."""
        files = self._files()
        return util.to_bytes({name: partial(files.__getitem__, name) for name in files}, exclude)

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Encoder:
        """The component with the model that `to_bytes` wrote."""
        files: dict[str, bytes] = {}
        util.from_bytes(data, {name: partial(files.__setitem__, name) for name in FILES}, exclude)
        return self.load(files)

    def _files(self) -> dict[str, bytes]:
        return {} if self._model is None else self._model.files


@Language.factory("kg_encoder", assigns=[f"token.{name}" for name in ASSIGNED], default_config={"threads": 1})
def create_encoder(nlp: Language, name: str, threads: int) -> Encoder:
    """An encoder without weights, which come with the folder of the pipeline."""
    return Encoder(nlp.vocab, name, threads=threads)
