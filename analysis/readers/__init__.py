"""The catalogue of readers: each gives comments their themes in its own way."""

from analysis.readers.base import Reader
from analysis.readers.blend import BlendReader
from analysis.readers.encoder import EncoderReader
from analysis.readers.words import WordsReader

READERS: dict[str, type[Reader]] = {
    BlendReader.name: BlendReader,
    EncoderReader.name: EncoderReader,
    WordsReader.name: WordsReader,
}
