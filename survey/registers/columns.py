"""The header: found below the titles, its columns recognised, the refused ones left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey.registers.cells.text import fold, tidy
from survey.registers.layouts import bare
from survey.registers.refused import is_refused_column, scrub
from survey.registers.remarks import Remark
from survey.registers.titles import EVENTS, Vocabulary, field_of

SEARCHED = 40  # rows looked at from the top of the file
TOLD = -1  # rank of a title that somebody has named: better than the best known one
NOBODY_SAID: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Header:
    """Where each field stands. Places count cells from 0; `row` and `line` count from 1."""

    line: int  # physical line of the file
    row: int  # row as a spreadsheet numbers it
    titles: tuple[str, ...]
    places: Mapping[str, tuple[int, ...]]
    refused: frozenset[int]
    marks: frozenset[int]  # « ligne_excel » and « motif » of one of our own reject files
    remarks: tuple[Remark, ...]
    width: int  # cells a row needs: empty titles at the end do not count
    above: tuple[str, ...] = ()  # the title lines skipped
    vocabulary: Vocabulary = EVENTS

    @property
    def missing(self) -> tuple[str, ...]:
        """The required columns that are not there, as a person names them."""
        wanted = self.vocabulary.required.items()
        return tuple(name for field, name in wanted if field not in self.places)

    @property
    def score(self) -> tuple[int, int]:
        """How likely this row is the header, for comparing."""
        return -len(self.missing), len(self.places)

    @property
    def refused_titles(self) -> tuple[str, ...]:
        return tuple(self.titles[place] for place in sorted(self.refused))


def find(
    rows: Sequence[tuple[int, Sequence[str]]],
    vocabulary: Vocabulary = EVENTS,
    told: Mapping[str, str] = NOBODY_SAID,
    at: int = 0,
) -> Header | None:
    """The most likely header among the first rows (line, cells); None when nothing looks like one.

    `told`: the field of each bare title, as somebody said. `at`: the row it is, if that was said.
    """
    best: Header | None = None
    above: list[str] = []
    for row, (line, cells) in enumerate(rows[:SEARCHED], start=1):
        if at in (0, row):
            candidate = recognise(cells, line, row, tuple(above), vocabulary, told)
            if candidate.places and (best is None or candidate.score > best.score):
                best = candidate
        above.extend(filter(None, [" ".join(filter(None, map(tidy, cells)))]))
    return best


def recognise(
    cells: Sequence[str],
    line: int,
    row: int,
    above: tuple[str, ...] = (),
    vocabulary: Vocabulary = EVENTS,
    told: Mapping[str, str] = NOBODY_SAID,
) -> Header:
    """This row read as a header."""
    titles = tuple(scrub(tidy(cell))[0] for cell in cells)
    refused = frozenset(place for place, title in enumerate(titles) if is_refused_column(title))
    marks = _marks(titles)
    named: dict[str, list[tuple[int, int]]] = {}
    remarks = [Remark("refused_column", titles[place]) for place in sorted(refused)]
    for place, title in enumerate(titles):
        if not title or place in refused | marks:
            continue
        if known := _field(title, vocabulary, told):
            named.setdefault(known[0], []).append((known[1], place))
        else:
            remarks.append(Remark("ignored_column", title))
    _name_the_member(titles, named)
    places = {field: _chosen(field, found, vocabulary) for field, found in named.items()}
    remarks += _doubles(titles, named, places)
    width = max((place + 1 for place, title in enumerate(titles) if title), default=0)
    said = tuple(remarks)
    return Header(line, row, titles, places, refused, marks, said, width, above, vocabulary)


def _field(title: str, vocabulary: Vocabulary, told: Mapping[str, str]) -> tuple[str, int] | None:
    """What somebody said of this title, else what the vocabulary knows."""
    if (said := told.get(bare(title))) is None:
        return field_of(title, vocabulary)
    return (said, TOLD) if said else None


def _name_the_member(titles: Sequence[str], named: dict[str, list[tuple[int, int]]]) -> None:
    """« Adhérent » beside the number, where no column holds the name, is the name."""
    found = named.get("member_number", [])
    if len(found) < 2 or named.keys() & {"last_name", "full_name", "full_name_reversed"}:
        return
    for rank, place in found:
        if fold(titles[place]) in ("adherent", "affilie", "assure", "beneficiaire"):
            found.remove((rank, place))
            named["full_name"] = [(0, place)]
            return


def _marks(titles: Sequence[str]) -> frozenset[int]:
    """« ligne_excel », and « motif » only beside it: alone, « motif » is the event."""
    folded = [fold(title) for title in titles]
    if "ligne excel" not in folded:
        return frozenset()
    place = folded.index("ligne excel")
    return frozenset({place, place + 1} if folded[place + 1 : place + 2] == ["motif"] else {place})


def _chosen(
    field: str, found: Sequence[tuple[int, int]], vocabulary: Vocabulary
) -> tuple[int, ...]:
    if field in vocabulary.several:
        return tuple(sorted(place for _, place in found))
    return (min(found)[1],)


def _doubles(
    titles: Sequence[str],
    named: Mapping[str, Sequence[tuple[int, int]]],
    places: Mapping[str, tuple[int, ...]],
) -> list[Remark]:
    return [
        Remark("duplicate_column", titles[place], titles[places[field][0]])
        for field, found in named.items()
        for _, place in found
        if place not in places[field]
    ]
