"""The page on which a department fills in its assessment: which rows it shows, and how far it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlmodel import Session

from actionplans.assessments import assessments, last_year, levels, pace, proposals, submission
from actionplans.assessments.last_year import Earlier
from actionplans.assessments.tasks import progress_sentence
from actionplans.models import Assessment, AssessmentStatus, Evidence, Level, Rating
from core.french import count

TO_DO, TO_REDO, ALL = "a-faire", "a-reprendre", "tout"


@dataclass(frozen=True)
class Filling:
    """One assessment in the hands of its department, seen through a filter."""

    assessment: Assessment
    wanted: str
    """TO_DO, TO_REDO, ALL, or the code of a theme."""
    earlier: Mapping[str, Earlier]
    proofs: Mapping[str, Sequence[Evidence]]
    only: frozenset[int] | None = None
    """The rows entrusted to whoever fills them; None for the head, who has them all."""

    @property
    def is_whole(self) -> bool:
        """In the hands of the head."""
        return self.only is None

    @property
    def rows(self) -> list[Rating]:
        """The rows of this page, in the order of the charter."""
        every = assessments.rows(self.assessment)
        return every if self.only is None else [row for row in every if row.id in self.only]

    # ------------------------------------------------------------ how far

    @property
    def due_rows(self) -> list[Rating]:
        return [row for row in self.rows if row.declared is not Level.NOT_DUE]

    @property
    def total(self) -> int:
        return len(self.due_rows)

    @property
    def done(self) -> int:
        return sum(rating.declared is not Level.NOT_ASSESSED for rating in self.due_rows)

    @property
    def heading(self) -> str:
        """« Liquidation : 22 engagements sur 31, encore 11 minutes »."""
        if not self.is_whole:
            entrusted = count(self.total, "ligne confiée", "lignes confiées")
            return f"{self.assessment.department.name} : {self.done} sur {entrusted}"
        left = pace.minutes_left(self.total, self.done, self.assessment.minutes)
        said = progress_sentence(self.total, self.done, left)
        return f"{self.assessment.department.name} : {said}"

    # ------------------------------------------------------------ which rows

    @property
    def shown(self) -> list[tuple[str, list[Rating]]]:
        """The rows that pass the filter, by theme, in the order of the charter."""
        kept = [rating for rating in self.rows if self._passes(rating)]
        return [(title, list(rows)) for title, rows in groupby(kept, key=theme_title)]

    def _passes(self, rating: Rating) -> bool:
        if self.wanted == ALL:
            return True
        if self.wanted == TO_DO:
            return is_to_do(rating)
        if self.wanted == TO_REDO:
            return is_to_redo(rating)
        return rating.commitment.theme.code == self.wanted

    @property
    def filters(self) -> list[tuple[str, str, int]]:
        """(words, filter, rows) of the links at the top of the list."""
        rows = self.rows
        redo = sum(map(is_to_redo, rows))
        links = [("À faire", TO_DO, sum(map(is_to_do, rows))), ("Tout", ALL, len(rows))]
        if self.assessment.status is AssessmentStatus.RETURNED:
            links.insert(0, ("À reprendre", TO_REDO, redo))
        return links

    @property
    def themes(self) -> list[tuple[str, str, int, int]]:
        """(title, code, rated, rows to rate) of each theme."""
        grouped = groupby(self.due_rows, key=lambda rating: rating.commitment.theme.code)
        return [_theme_progress(code, list(rows)) for code, rows in grouped]

    # ------------------------------------------------------------ one row

    def gap(self, rating: Rating) -> str:
        """What this row lacks once rated; empty when nothing, or not rated yet."""
        return "" if rating.declared is Level.NOT_ASSESSED else submission.row_gap(rating)

    def hint(self, rating: Rating) -> str:
        """Why this level is proposed, why one may not go higher, when one is not concerned."""
        said = rating.sources
        not_concerned = rating.commitment.not_concerned_when
        sentences = [
            str(said["why"]) if rating.proposed else "",
            str(said["discordance"]),
            levels.CEILING_WHY.get(assessments.ceiling_of(rating), ""),
            f"Non concerné : {not_concerned[0].lower()}{not_concerned[1:]}."
            if not_concerned
            else "",
        ]
        return " ".join(filter(None, sentences))

    def may_repeat(self, rating: Rating) -> bool:
        """Whether « toujours vrai » can be said."""
        before = self.earlier.get(rating.commitment.code)
        return before is not None and before.may_hold(rating)


def filling(
    session: Session, assessment: Assessment, wanted: str = "", only: frozenset[int] | None = None
) -> Filling:
    """Gather all that the page shows, in a number of queries that does not grow with its rows."""
    return Filling(
        assessment,
        wanted or _first_filter(assessment),
        last_year.said(session, assessment),
        proposals.valid_evidence(session, assessment.campaign, assessment.department),
        only,
    )


def _first_filter(assessment: Assessment) -> str:
    returned = assessment.status is AssessmentStatus.RETURNED
    return TO_REDO if returned and any(map(is_to_redo, assessment.ratings)) else TO_DO


def is_to_do(rating: Rating) -> bool:
    """Not rated, or rated with something still to justify."""
    return bool(submission.row_gap(rating))


def is_to_redo(rating: Rating) -> bool:
    """Commented by the reviewer, and not touched since it was submitted."""
    submitted_at = rating.assessment.submitted_at
    if not rating.officer_comment or submitted_at is None:
        return False
    return rating.rated_at is None or rating.rated_at <= submitted_at


def theme_title(rating: Rating) -> str:
    """The chapter of the charter a row belongs to."""
    return rating.commitment.theme.title


def _theme_progress(code: str, rows: list[Rating]) -> tuple[str, str, int, int]:
    rated = sum(rating.declared is not Level.NOT_ASSESSED for rating in rows)
    return theme_title(rows[0]), code, rated, len(rows)
