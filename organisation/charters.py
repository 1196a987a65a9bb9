"""The charter of service as data: load a version from its YAML file, publish it, read what is in force."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from sqlmodel import Session, col, select

from core.errors import Refused
from organisation import journal
from organisation.models import Activity, Charter, CharterTheme, Commitment, Department, User

FILE = Path(__file__).with_name("charter.yaml")
EVERYBODY = "tous"
# The C loader reads the same safe subset, ten times faster; it is not on every machine.
FAST_SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
ACTIVITIES = {
    "accueil_physique": "Accueil sur place",
    "accueil_telephonique": "Accueil téléphonique",
    "action_sociale": "Action sociale",
    "communication_web": "Site et communication",
    "contact_adherents": "Contact avec les adhérents",
    "direction": "Direction",
    "dpo": "Protection des données",
    "gestion_affiliation": "Gestion des affiliations",
    "gestion_retraite": "Gestion des retraites",
    "informatique": "Informatique",
    "juridique": "Affaires juridiques",
    "moyens_generaux": "Moyens généraux",
    "prevoyance": "Prévoyance",
    "recouvrement": "Recouvrement des cotisations",
    "referent_qualite": "Qualité de service",
    "rh_formation": "Ressources humaines et formation",
}


def load(session: Session, now: datetime, by: User | None, file: Path = FILE) -> Charter:
    """Load a charter from its YAML file and publish it; a version already there is refused."""
    content = yaml.load(file.read_text(encoding="utf-8"), FAST_SAFE_LOADER)
    head = content["charter"]
    if session.exec(select(Charter).where(Charter.version == head["version"])).first():
        raise Refused(f"La version {head['version']} de la charte est déjà chargée.")
    _know_activities(session)
    charter = Charter(
        version=head["version"],
        title=head["title"],
        edition=head["edition"],
        in_force_from=date.fromisoformat(head["in_force_from"]),
        fingerprint=fingerprint(content["themes"]),
        published_at=now,
    )
    session.add(charter)
    session.flush()
    for rank, theme in enumerate(content["themes"], start=1):
        _load_theme(session, charter, rank, theme)
    session.flush()
    journal.write(session, now, by, "publish_charter", f"charter {charter.id}", head["edition"])
    return charter


def _know_activities(session: Session) -> None:
    for code, label in ACTIVITIES.items():
        session.merge(Activity(code=code, label=label))


def _load_theme(session: Session, charter: Charter, rank: int, content: dict[str, Any]) -> None:
    assert charter.id is not None
    theme = CharterTheme(
        charter_id=charter.id, code=content["id"], title=content["title"], rank=rank
    )
    session.add(theme)
    session.flush()
    for place, line in enumerate(content["commitments"], start=1):
        session.add(_commitment(charter.id, theme, rank * 100 + place, line))


def _commitment(
    charter_id: int, theme: CharterTheme, rank: int, line: dict[str, Any]
) -> Commitment:
    assert theme.id is not None
    due_from = line.get("due_from")
    return Commitment(
        charter_id=charter_id,
        theme_id=theme.id,
        rank=rank,
        code=line["id"],
        title=line["title"],
        criterion=line["criterion"],
        evidence=line.get("evidence", ""),
        survey_question=line.get("survey_question", ""),
        not_concerned_when=line.get("not_concerned_when", ""),
        due_from=date.fromisoformat(due_from) if due_from else None,
        activities=line["applies_to"],
        seed_words=line.get("seed_words", []),
        threshold=line.get("threshold"),
        fingerprint=fingerprint([line["criterion"], line.get("threshold")]),
    )


def fingerprint(content: Any) -> str:
    """SHA-256 of anything JSON can say, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


# ---------------------------------------------------------------- reading


def current(session: Session) -> Charter:
    """The published version with the highest number."""
    published = select(Charter).where(col(Charter.published_at).is_not(None))
    charter = session.exec(published.order_by(col(Charter.version).desc())).first()
    if charter is None:
        raise Refused("Aucune charte n’est chargée : lancez « sillage organisation load-charter ».")
    return charter


def published(session: Session) -> Sequence[Charter]:
    """Every version ever in force, the newest first."""
    versions = select(Charter).where(col(Charter.published_at).is_not(None))
    return session.exec(versions.order_by(col(Charter.version).desc())).all()


def commitments(session: Session, charter: Charter) -> Sequence[Commitment]:
    """All the commitments of a charter, in its order."""
    lines = select(Commitment).where(Commitment.charter_id == charter.id)
    return session.exec(lines.order_by(col(Commitment.rank))).all()


def by_code(session: Session) -> dict[str, Commitment]:
    """The commitments in force, by their code (« DEL-02 »)."""
    return {line.code: line for line in commitments(session, current(session))}


def themes(session: Session, charter: Charter) -> Sequence[CharterTheme]:
    """The chapters of a charter, in its order."""
    lines = select(CharterTheme).where(CharterTheme.charter_id == charter.id)
    return session.exec(lines.order_by(col(CharterTheme.rank))).all()


def offered(session: Session) -> list[tuple[str, str, str]]:
    """(theme, code, words) of each commitment in force, for lists where one is chosen; none without a charter."""
    try:
        charter = current(session)
    except Refused:
        return []
    titles = {theme.id: theme.title for theme in themes(session, charter)}
    lines = commitments(session, charter)
    return [(titles[line.theme_id], line.code, f"{line.code} {line.title}") for line in lines]


def concerns(commitment: Commitment, department: Department) -> bool:
    """Whether one of the department's activities falls under the commitment."""
    if EVERYBODY in commitment.activities:
        return True
    return any(activity.code in commitment.activities for activity in department.activities)
