"""The register of processing says what the program does: what changes there changes here."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.settings import Settings
from organisation import signing_in
from organisation.models import Role
from organisation.rights import RIGHTS, Right
from survey.desk import waiting_files
from survey.privacy import processing, retention, safeguards, transfer
from survey.registers import refused

FUND = Settings(FUND_NAME="Caisse des artisans", FUND_DPO="dpo@caisse.example", HTTPS=True)


def said(fund: Settings = FUND) -> str:
    lines = [" ".join(row) for row in processing.rows(fund)]
    return "\n".join(lines).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("module", "constant", "value", "words"),
    [
        (retention, "CONTACT_KEPT_DAYS", 41, "41 jours après la clôture"),
        (retention, "LEFT_OUT_KEPT_DAYS", 42, "42 jours après l’événement"),
        (retention, "RAW_TEXT_KEPT_DAYS", 30 * 17, "17 mois"),
        (retention, "MESSAGES_KEPT_DAYS", 43, "43 jours après l’écriture"),
        (retention, "CALL_BACKS_KEPT_DAYS", 44, "44 jours au plus"),
        (transfer, "BATCH", 14, "par 14 au moins"),
        (transfer, "SMALLEST_CELL", 15, "si 15 personnes au moins"),
        (waiting_files, "KEPT", timedelta(days=3), "3 jours au plus"),
        (signing_in, "AT_MOST", 7, "7 essais manqués"),
        (signing_in, "SHORTEST", 16, "16 caractères au moins"),
    ],
)
def test_a_figure_changed_in_the_program_changes_the_register(
    monkeypatch, module, constant, value, words
):
    assert words not in said()
    monkeypatch.setattr(module, constant, value)
    assert words in said()


def test_a_column_refused_by_the_import_is_in_the_register(monkeypatch):
    assert "astrologie" not in said()
    monkeypatch.setattr(refused, "WORDS", refused.WORDS | {"astrologie"})
    assert "astrologie" in said()
    assert refused.is_refused_column("Astrologie")


def test_a_right_given_to_a_role_makes_it_a_recipient(monkeypatch):
    before = dict(processing.REGISTER[0].seen_by)["Coordonnées, envois, lettres"]
    assert before == "référent qualité"
    monkeypatch.setitem(RIGHTS, Role.READER, RIGHTS[Role.READER] | {Right.SEND_QUESTIONNAIRES})
    assert (
        dict(processing.REGISTER[0].seen_by)["Coordonnées, envois, lettres"]
        == "référent qualité et lecteur"
    )


def test_every_column_of_these_tables_has_its_words():
    for one in processing.REGISTER:
        for table in one.tables:
            assert table.model_fields.keys() <= processing.COLUMNS.keys(), table.__name__


def test_every_duration_belongs_to_one_processing():
    told = [kept for one in processing.REGISTER for kept in one.durations]
    assert told == sorted(retention.kept(), key=lambda k: list(retention.Purpose).index(k.purpose))
    assert all(one.durations for one in processing.REGISTER)


def test_a_person_in_no_table_of_rights_is_told_as_nobody():
    assert processing.roles(()) == "personne"


def test_who_answers_for_it_comes_from_the_settings():
    assert "Caisse des artisans" in said()
    assert "dpo@caisse.example" in said()
    assert "SILLAGE_FUND_DPO" in said(replace(FUND, FUND_DPO=""))


def test_a_site_without_https_is_not_said_to_have_it():
    assert any("servi en https" in one for one in safeguards.measures(FUND))
    assert not any("servi en https" in one for one in safeguards.measures(replace(FUND, HTTPS=False)))  # fmt: skip


def test_nothing_else_than_the_public_mission_is_its_basis():
    assert {one.basis for one in processing.REGISTER} == {processing.MISSION}
    assert "6-1-e" in processing.MISSION
