"""The documents that only the dossier needs: the charter, what was told to the public, the proofs, how people are listened to."""

from datetime import date

from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from actionplans.malfunctions import promises
from actionplans.malfunctions.promises import Kept
from actionplans.models import Evidence, EvidenceState, EvidenceUse
from actionplans.tracing import publishing
from actionplans.tracing.publishing import Published
from analysis.reports import reports
from analysis.results import figures, results
from analysis.results.disclosure import Audience
from core.documents import Bullets, Cell, Column, Document, Heading, Paragraph, Part, Table
from core.french import day
from core.settings import Settings
from organisation import charters
from survey import replies
from survey.models import EventKind
from survey.sending import contact_plans

CHARTER = (
    Column("Code", about="Code de l’engagement dans la charte."),
    Column("Engagement", about="Ce que la caisse promet."),
    Column("Critère", about="À quoi l’on reconnaît qu’il est tenu."),
    Column("Exigible depuis", "date", about="Vide : dès l’entrée en vigueur de la charte."),
)
PROOFS = (
    Column("Preuve", about="Son titre, tel que le service l’a écrit."),
    Column("Service", about="Le service qui l’a déposée."),
    Column("Du", "date", about="Premier jour de ce qu’elle prouve."),
    Column("Au", "date", about="Dernier jour de ce qu’elle prouve."),
    Column("Engagements", about="Codes des engagements qu’elle sert."),
    Column("SHA-256", about="Empreinte du fichier ; vide pour une référence sans fichier."),
)
PROMISES = (
    Column("Signalements", about="Gravité jugée par le référent qualité."),
    Column("Regardés à temps", "number", about="Cinq jours ouvrés, deux s’il est grave."),
    Column("Sur", "number", about="Ceux dont le jour est venu."),
    Column("Retour fait à temps", "number", about="Vingt-cinq jours ouvrés après."),
    Column("Sur", "number", about="Ceux dont le jour est venu."),
)
LEDGER = (
    Column("Étape", about="De l’événement à la réponse, sur douze mois."),
    Column("Adhérents", "number", about="Combien en sont là."),
)


def document(settings: Settings, title: str, *parts: Part) -> Document:
    """A document of the fund."""
    return Document(title, parts, sender=settings.FUND_NAME, telephone=settings.FUND_PHONE)


def charter(session: Session, settings: Settings) -> Document:
    """The charter in force, theme by theme."""
    current = charters.current(session)
    lines = charters.commitments(session, current)
    parts: list[Part] = []
    for theme in charters.themes(session, current):
        rows = tuple(
            (line.code, line.title, line.criterion, line.due_from)
            for line in lines
            if line.theme_id == theme.id
        )
        parts += [Heading(theme.title), Table(theme.title, CHARTER, rows)]
    made = document(settings, current.title, *parts)
    about = (("Édition", current.edition), ("Empreinte de la version", current.fingerprint))
    return Document(**{**vars(made), "about": about})


def told(session: Session, settings: Settings) -> Document:
    """What the public page says was done of what members said."""
    parts: list[Part] = []
    for change in publishing.published(session):
        said = [f"Vous avez dit : {change.said}", f"Nous avons décidé : {change.decided}"]
        said.append(f"Nous avons fait : {change.done}" if change.done else _not_acting(change))
        said += [f"Effet : {change.verdict}."] if change.verdict else []
        parts += [Heading(f"{change.theme}, {change.period}"), Bullets(tuple(said))]
    return document(settings, "Vous avez dit, nous avons fait", *parts)


def _not_acting(change: Published) -> str:
    """The reason is in what was decided; the day it is looked at again is told beside it."""
    when = f" ; réexamen prévu le {day(change.review_on)}" if change.review_on else ""
    return f"Pas d’action : le motif est dit ci-dessus{when}."


def proofs(session: Session, settings: Settings) -> Document:
    """Admitted proofs by their titles and fingerprints; neither their files nor who brought them."""
    found = session.exec(
        select(Evidence)
        .where(Evidence.state == EvidenceState.ADMITTED)
        .options(
            joinedload(Evidence.department),  # type: ignore[arg-type]
            selectinload(Evidence.uses).joinedload(EvidenceUse.commitment),  # type: ignore[arg-type]
        )
        .order_by(col(Evidence.valid_from), col(Evidence.id))
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            one.title,
            one.department.name,
            one.valid_from,
            one.valid_to,
            ", ".join(one.codes),
            one.sha256,
        )
        for one in found
    )
    return document(settings, "Liste des preuves admises", Table("Preuves admises", PROOFS, rows))


def users(session: Session, today: date, settings: Settings) -> Document:
    """How members are asked, and how many answered over the year that the results tell."""
    since, until = results.last_year(today)
    plan = contact_plans.current(session)
    parts: list[Part] = [
        Paragraph(
            "Tous les adhérents concernés sont interrogés à deux moments, l’affiliation et le départ en retraite : ce n’est pas "
            "un échantillon. Le questionnaire a huit questions au plus ; il se remplit sur le site, sur papier, au téléphone "
            "ou au guichet. Personne n’est interrogé deux fois dans l’année, ni relancé plus de deux fois."
        ),
        Paragraph(
            f"Le plan de contact en vigueur est sa version {plan.version}. Les réponses sont séparées de leurs auteurs avant toute lecture."
        ),
    ]
    for kind in EventKind:
        found = replies.ledger(session, replies.Scope(since=since, until=until, kind=kind))
        rows = tuple((step.label, step.count) for step in figures.flow_steps(found))
        parts.append(Table(f"Enquête sur l’{kind.label}" if kind is EventKind.AFFILIATION else f"Enquête sur le {kind.label}", LEDGER, rows))  # fmt: skip
    method = Paragraph(reports.METHOD.format(k=int(Audience.PUBLIC)), is_soft=True)
    return document(settings, "Méthode de l’enquête auprès des usagers", *parts, method)


def staff(session: Session, today: date, settings: Settings) -> Document:
    """How staff are listened to: two open doors, and how soon they are answered."""
    rows = tuple(
        (line.label, *_counted(line.looked_at), *_counted(line.answered))
        for line in promises.kept(session, today)
    )
    return document(
        settings,
        "L’écoute des collaborateurs",
        Paragraph(
            "Tout collaborateur signale ce qui ne va pas, sous son nom, confidentiellement ou anonymement, et propose des idées ; "
            "il lui est répondu dans un délai annoncé. Ce n’est pas une enquête : chacun parle quand il le souhaite."
        ),
        Table("Délais tenus sur douze mois", PROMISES, rows, "Sous dix signalements, une part ne dirait rien : la ligne n’est pas détaillée."),
    )  # fmt: skip


def _counted(kept: Kept) -> tuple[int | None, int | None]:
    return (kept.kept, kept.of) if kept.share is not None else (None, None)
