"""What the dossier is made of, in the order an auditor reads it: each piece says what it holds, or what it lacks and what to do.

The label rests on an external audit with a survey of users and one of staff (modernisation.gouv.fr). The tool gives what it
has; it never fills a gap with a page that says nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlmodel import Session, col, select

from actionplans.assessments import campaigns
from actionplans.bilans import bilans, fund_bilans
from actionplans.label import writing
from actionplans.models import (
    AssessmentStatus,
    Bilan,
    Campaign,
    Evidence,
    EvidenceState,
    PlanStatus,
    PublishedChange,
    YearlyPlan,
)
from actionplans.plans import approving
from actionplans.tracing.links import Address
from analysis.reports import reports
from analysis.results.disclosure import Audience
from core.documents import Document
from core.errors import Refused
from core.french import count, day
from core.keys import key
from core.settings import Settings
from organisation import charters
from organisation.models import Department
from survey.models import Reply

Make = Callable[[], Document]


@dataclass(frozen=True)
class File:
    """A document of the dossier, made when it is asked for."""

    name: str
    make: Make
    formats: tuple[str, ...] = ("pdf",)


@dataclass(frozen=True)
class Piece:
    """One part of the dossier. `lacks` is a sentence that says what is missing and what to do; empty when nothing is."""

    folder: str
    title: str
    about: str
    files: tuple[File, ...] = ()
    lacks: str = ""
    url: Address | None = None
    """Where to do it."""

    @property
    def is_whole(self) -> bool:
        return not self.lacks


@dataclass(frozen=True)
class Asked:
    """What every piece is made from."""

    session: Session
    today: date
    settings: Settings


def pieces(session: Session, today: date, settings: Settings) -> list[Piece]:
    """Every piece, ready or not; nothing is written yet."""
    asked = Asked(session, today, settings)
    return [piece for make in PIECES for piece in make(asked)]


# ---------------------------------------------------------------- one by one


def _charter(asked: Asked) -> Iterator[Piece]:
    folder, title = "1-charte", "La charte de service"
    about = "Les engagements en vigueur, leur critère, leur seuil, et l’empreinte de la version."
    url: Address = ("charter.index", {})
    try:
        charters.current(asked.session)
    except Refused as refusal:
        yield Piece(folder, title, about, (), str(refusal), url)
        return
    file = File("charte", lambda: writing.charter(asked.session, asked.settings), ("pdf", "docx"))
    yield Piece(folder, title, about, (file,), "", url)


def _results(asked: Asked) -> Iterator[Piece]:
    folder, title = "2-resultats", "Les résultats de l’enquête auprès des adhérents"
    about = (
        "Douze mois au seuil de publication, avec les intervalles, qui a répondu, et la méthode."
    )
    url: Address = ("reports.index", {})
    if asked.session.exec(select(Reply.id).limit(1)).first() is None:
        lacks = "Aucune réponse n’est arrivée : faites partir une première enquête."
        yield Piece(folder, title, about, (), lacks, ("sendings.index", {}))
        return
    year = File("resultats", lambda: reports.of_the_year(asked.session, asked.today, Audience.PUBLIC, asked.settings), ("pdf", "xlsx"))  # fmt: skip
    yield Piece(folder, title, about, (year,), "", url)


def _fund_bilan(asked: Asked) -> Iterator[Piece]:
    folder, title = "3-bilans", "Le bilan de la caisse"
    about = "La dernière version signée : plan tenu ou non, engagements tenus, améliorations, réussites."
    signed = fund_bilans.newest(asked.session)
    if not signed:
        lacks = "Le bilan de la caisse n’est pas signé : la direction le signe une fois la campagne finie."
        yield Piece(folder, title, about, (), lacks, ("bilans.index", {}))
        return
    newest = signed[max(signed)]
    yield Piece(folder, title, about, (File(f"caisse-{newest.year}", partial(bilans.said, newest)),), "", ("bilans.index", {"annee": newest.year}))  # fmt: skip


def _department_bilans(asked: Asked) -> Iterator[Piece]:
    folder, title = "3-bilans", "Les bilans des services"
    about = "La dernière année où des bilans sont signés, un document par service."
    found = asked.session.exec(
        select(Bilan, Department)
        .join(Department)
        .where(col(Bilan.year) == select(Bilan.year).order_by(col(Bilan.year).desc()).limit(1).scalar_subquery())
        .order_by(col(Bilan.version))
    )  # fmt: skip
    newest = {key(department): (bilan, department) for bilan, department in found}
    files = tuple(
        File(f"service-{bilan.year}-{number}", partial(bilans.said, bilan))
        for number, (bilan, _) in sorted(newest.items(), key=lambda one: one[1][1].name)
    )
    yield Piece(folder, title, about, files, _unsigned(asked, newest), ("bilans.index", {}))


def _unsigned(asked: Asked, signed: dict[int, tuple[Bilan, Department]]) -> str:
    if not signed:
        return "Aucun bilan de service n’est signé : la direction signe chacun après sa validation."
    year = next(iter(signed.values()))[0].year
    campaign = asked.session.exec(campaigns.begun().where(Campaign.year == year)).first()
    concerned = campaigns.progresses(asked.session, campaign) if campaign else []
    left = [
        one.department.name
        for one in concerned
        if key(one.department) not in signed
        and one.assessment.status is not AssessmentStatus.DROPPED
    ]
    return f"Bilans {year} à signer : {', '.join(left)}." if left else ""


def _plans(asked: Asked) -> Iterator[Piece]:
    folder, title = "4-plans", "Les plans d’action suivis"
    about = "Les plans approuvés de la dernière année, tels qu’ils ont été approuvés."
    approved = col(YearlyPlan.status).in_((PlanStatus.APPROVED, PlanStatus.CLOSED))
    newest = select(YearlyPlan.year).where(approved).order_by(col(YearlyPlan.year).desc()).limit(1)
    plans = asked.session.exec(
        select(YearlyPlan)
        .where(approved, col(YearlyPlan.year) == newest.scalar_subquery())
        .order_by(col(YearlyPlan.department_id))
    ).all()
    files = tuple(
        File(f"plan-{plan.year}-{plan.department_id}", partial(approving.said, plan))
        for plan in plans
    )
    lacks = (
        ""
        if files
        else "Aucun plan n’est approuvé : la direction approuve celui de chaque service."
    )
    yield Piece(folder, title, about, files, lacks, ("plans.index", {}))


def _told(asked: Asked) -> Iterator[Piece]:
    folder, title = "5-vous-avez-dit", "« Vous avez dit, nous avons fait »"
    about = "Ce que la page publique dit des suites données aux avis, y compris « pas d’action, parce que… »."
    shown = select(PublishedChange.id).where(
        col(PublishedChange.published_at).is_not(None), col(PublishedChange.withdrawn_at).is_(None)
    )
    url: Address = ("publishing.index", {})
    if asked.session.exec(shown.limit(1)).first() is None:
        lacks = "Rien n’est publié : préparez une chaîne complète, la direction l’approuve."
        yield Piece(folder, title, about, (), lacks, url)
        return
    yield Piece(folder, title, about, (File("vous-avez-dit", lambda: writing.told(asked.session, asked.settings)),), "", url)  # fmt: skip


def _accessibility(asked: Asked) -> Iterator[Piece]:
    yield Piece(
        "6-accessibilite",
        "La déclaration d’accessibilité",
        "L’état de conformité au RGAA, établi par un audit du site.",
        lacks="La déclaration de ce site est une auto-évaluation : faites faire l’audit des 106 critères, "
        "puis joignez-en le résultat au dossier.",
        url=("accessibility.show", {}),
    )


def _proofs(asked: Asked) -> Iterator[Piece]:
    folder, title = "7-preuves", "La liste des preuves"
    about = "Les preuves admises, leur période, les engagements servis, l’empreinte SHA-256 de chaque fichier."
    admitted = select(Evidence.id).where(Evidence.state == EvidenceState.ADMITTED)
    url: Address = ("evidence.index", {})
    if asked.session.exec(admitted.limit(1)).first() is None:
        lacks = "Aucune preuve n’est admise : les services les déposent, le référent les admet."
        yield Piece(folder, title, about, (), lacks, url)
        return
    file = File("preuves", lambda: writing.proofs(asked.session, asked.settings), ("pdf", "xlsx"))
    yield Piece(folder, title, about, (file,), "", url)


def _users(asked: Asked) -> Iterator[Piece]:
    yield Piece(
        "8-enquetes",
        "La méthode de l’enquête auprès des usagers",
        "Qui est interrogé, quand, par quels canaux, combien répondent, comment un chiffre est calculé et montré.",
        (
            File(
                "methode-usagers", lambda: writing.users(asked.session, asked.today, asked.settings)
            ),
        ),
        url=("responding.index", {}),
    )


def _staff(asked: Asked) -> Iterator[Piece]:
    yield Piece(
        "8-enquetes",
        "L’écoute des collaborateurs",
        "Ce que l’outil recueille de leurs signalements et de leurs idées, et en combien de temps il y est répondu.",
        (File("ecoute-collaborateurs", lambda: writing.staff(asked.session, asked.today, asked.settings)),),
        "Le label demande une enquête auprès des collaborateurs : l’outil n’en fait pas, joignez la vôtre.",
    )  # fmt: skip


PIECES: tuple[Callable[[Asked], Iterator[Piece]], ...] = (
    _charter,
    _results,
    _fund_bilan,
    _department_bilans,
    _plans,
    _told,
    _accessibility,
    _proofs,
    _users,
    _staff,
)


def in_words(found: list[Piece], today: date) -> str:
    """« 7 pièces sur 10 sont complètes au 15 mars 2027 »."""
    whole = sum(piece.is_whole for piece in found)
    verb = "est complète" if whole == 1 else "sont complètes"
    return f"{count(whole, 'pièce')} sur {len(found)} {verb} au {day(today)}."
