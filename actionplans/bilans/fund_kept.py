"""The part of the fund's review that says whether the charter is kept: departments, themes, commitments, delays. No single mean."""

from collections.abc import Iterator, Mapping, Sequence

from actionplans.bilans import fund_compliance
from actionplans.bilans.fund_compliance import Kept, Spread
from actionplans.bilans.fund_sheets import DepartmentSheet, FundSheet
from actionplans.bilans.wording import cut
from actionplans.delays import figures as delays
from actionplans.delays.delays import Figure
from core import french
from core.documents import Cell, Column, Heading, Paragraph, Part, Table

MOST_DEPARTMENTS, MOST_BROKEN = 10, 10
DEPARTMENTS = (
    Column("Service"),
    Column("Tenus", "number", about="Engagements de niveau A ou B."),
    Column("Cotés", "number", about="Engagements de niveau A à D."),
    Column("Prouvés", "percent", about="Part de A parmi les tenus."),
    Column("Non concernés", "percent", about="Part des engagements exigibles."),
    Column("Minutes", "number", about="Temps mesuré à remplir l’auto-évaluation ; 45 promises."),
)
THEMES = (
    Column("Thème de la charte"),
    Column("Tenus", "number", about="Engagements qu’aucun service concerné ne cote D."),
    Column("Sur", "number", about="Engagements cotés par un service au moins."),
    Column("Score médian", "number", about="Médiane des scores des services, de 0 à 100."),
    Column("Le plus bas", "number", about="Score du service le plus bas."),
    Column("Le plus haut", "number", about="Score du service le plus haut."),
    Column("Service le plus bas", about="Premier par ordre alphabétique à ce score."),
)
BROKEN = (
    Column("Engagement", about="Code et titre."),
    Column("Le tiennent", "number", about="Services au niveau A ou B."),
    Column("Concernés", "number", about="Services qui l’ont coté de A à D."),
    Column("Pire niveau", about="Le plus bas niveau validé."),
    Column("Service", about="Celui, ou ceux, de ce niveau."),
)
DELAYS = (
    Column("Engagement", about="Code de la promesse de délai."),
    Column("Constat", about="Part tenue, intervalle à 95 % de Wilson, dépassements."),
)


def compliance(sheet: FundSheet, promises: Mapping[str, Figure]) -> Iterator[Part]:
    """Everything of the part, its title first; `promises` are the delays of the whole fund."""
    yield Heading("2. La charte est-elle tenue")
    if not sheet.sheets:
        yield Paragraph("Aucune auto-évaluation n’est encore validée : il n’y a rien à en dire.")
        return
    yield Paragraph(
        "La caisse n’a pas de note d’ensemble : une moyenne cacherait le service où l’adhérent est mal reçu."
    )
    kept = fund_compliance.commitments(sheet.sheets, sheet.codes)
    rows = [_department(one) for one in sheet.sheets]
    note = cut(len(rows), MOST_DEPARTMENTS, "service")
    yield Table("Service par service", DEPARTMENTS, tuple(rows[:MOST_DEPARTMENTS]), note)
    spreads = fund_compliance.themes(sheet.sheets, kept)
    yield Table("Thème par thème", THEMES, tuple(_theme(one) for one in spreads))
    yield from _commitments(kept)
    yield from _delays(promises)


def _department(one: DepartmentSheet) -> tuple[Cell, ...]:
    found = one.scores
    return (
        one.department,
        found.respect.count,
        found.respect.of,
        found.proof.share,
        found.not_concerned.share,
        round(one.minutes),
    )


def _theme(one: Spread) -> tuple[Cell, ...]:
    return (
        one.theme, one.kept, one.of, one.middle, one.lowest, one.highest, one.lowest_department
    )  # fmt: skip


def _commitments(kept: Sequence[Kept]) -> Iterator[Part]:
    whole = [one.code for one in kept if one.is_kept_by_all]
    broken = fund_compliance.most_broken(kept)
    said = french.count(len(whole), "engagement est tenu", "engagements sont tenus")
    yield Paragraph(
        f"{said} par tous les services concernés, sur {len(kept)} : {', '.join(whole) or 'aucun'}."
    )
    if not broken:
        return
    yield Table(
        "Engagements que tous les services concernés ne tiennent pas",
        BROKEN,
        tuple(_broken(one) for one in broken[:MOST_BROKEN]),
        _others(broken[MOST_BROKEN:]),
    )


def _others(left: Sequence[Kept]) -> str:
    """« Aussi : ACC-02 (4 services sur 5) et ORI-01 (5 sur 6). »: nothing is hidden by the cut."""
    if not left:
        return ""
    first, *rest = left
    said = [
        f"{first.code} (tenu par {first.keeping} sur {first.concerned})",
        *(f"{one.code} ({one.keeping} sur {one.concerned})" for one in rest),
    ]
    return f"Aussi : {french.listed(said)}."


def _broken(one: Kept) -> tuple[Cell, ...]:
    named = one.worst_departments
    more = len(named) - 1
    who = f"{named[0]} et {french.count(more, 'autre')}" if more else named[0]
    return f"{one.code} {one.title}", one.keeping, one.concerned, one.worst.value, who


def _delays(promises: Mapping[str, Figure]) -> Iterator[Part]:
    rows = tuple((code, delays.sentence(one)) for code, one in promises.items())
    if rows:
        yield Table("Délais mesurés sur les demandes de toute la caisse", DELAYS, rows)
