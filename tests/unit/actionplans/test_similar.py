"""Earlier reports that may tell the same problem, live and by file."""

import csv
from pathlib import Path

import pytest

from actionplans.malfunctions.files import read_reports
from actionplans.malfunctions.similar import closest, similar_file, similar_reports
from analysis.similarity.similarity import ReportText
from core.errors import Refused

HEADER = "id,service,title,description\n"
ROWS = [
    ("1", "Affiliation", "Pièces illisibles", "Les PDF venus d’un iPhone ont des pages noires."),
    ("2", "Accueil", "Ascenseur bloqué", "Les portes restent ouvertes au deuxième."),
    ("3", "Recouvrement", "Double appel", "Cent cotisants ont reçu deux bordereaux identiques."),
    (
        "4",
        "Affiliation",
        "Photos noires",
        "La pièce d’identité prise par téléphone est toute noire.",
    ),
    ("5", "Accueil", "Monte-charge en panne", "L’ascenseur ne se ferme plus depuis hier."),
]
REPORTS = [ReportText(*row) for row in ROWS]


def written(tmp_path: Path, content: str, encoding: str = "utf-8") -> Path:
    source = tmp_path / "signalements.csv"
    source.write_bytes(content.encode(encoding))
    return source


# ---------------------------------------------------------------- the live form


@pytest.mark.slow
def test_the_earlier_report_of_the_same_problem_comes_first() -> None:
    first = closest(REPORTS[3], REPORTS[:3])[0]
    assert first.id == "1"
    assert first.likely


@pytest.mark.slow
def test_three_candidates_at_most_and_the_best_first() -> None:
    scores = [candidate.score for candidate in closest(REPORTS[4], REPORTS[:4])]
    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)
    assert len(closest(REPORTS[4], REPORTS[:4], limit=1)) == 1


@pytest.mark.slow
def test_a_first_report_has_no_candidate() -> None:
    assert closest(REPORTS[0], []) == []


@pytest.mark.slow
def test_a_blank_report_has_no_candidate_and_is_none() -> None:
    blank = ReportText("9", "Affiliation", "", "  ")
    assert closest(blank, REPORTS) == []
    assert closest(REPORTS[0], [blank]) == []


@pytest.mark.slow
def test_among_equals_the_report_told_first_comes_first() -> None:
    twice = [ReportText(name, *ROWS[0][1:]) for name in ("b", "a")]
    assert [candidate.id for candidate in closest(REPORTS[3], twice)] == ["b", "a"]


@pytest.mark.slow
def test_a_stream_gives_each_report_what_it_had_when_it_arrived(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("actionplans.malfunctions.similar.AT_ONCE", 2)
    seen: list[tuple[int, int]] = []
    found = dict(similar_reports(REPORTS, lambda done, of: seen.append((done, of))))
    assert [len(found[report]) for report in REPORTS] == [0, 1, 2, 3, 3]
    assert seen == [(2, 5), (4, 5), (5, 5)]
    for place, report in enumerate(REPORTS):
        live = closest(report, REPORTS[:place])
        assert [candidate.id for candidate in found[report]] == [one.id for one in live]
        assert [candidate.score for candidate in found[report]] == pytest.approx(
            [one.score for one in live], abs=2e-4
        )


# ---------------------------------------------------------------- the file


@pytest.mark.slow
def test_a_file_becomes_a_file_of_candidates(tmp_path: Path) -> None:
    source, output = tmp_path / "in.csv", tmp_path / "out.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "service", "title", "description"), *ROWS])
    assert similar_file(source, output) == 5
    with output.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["id", "candidate", "score", "likely"]
    assert [row["id"] for row in rows] == ["2", "3", "3", "4", "4", "4", "5", "5", "5"]
    best = next(row for row in rows if row["id"] == "4")
    assert (best["candidate"], best["likely"]) == ("1", "1")
    assert all(0 <= float(row["score"]) <= 1 and len(row["score"]) == 6 for row in rows)
    assert {row["likely"] for row in rows} == {"0", "1"}


def test_a_refused_file_leaves_the_output_as_it_was(tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    output.write_text("ancien")
    with pytest.raises(Refused):
        similar_file(written(tmp_path, "id,title\n1,x\n"), output)
    assert output.read_text() == "ancien"


def test_an_output_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="ne peut pas être écrit"):
        similar_file(written(tmp_path, HEADER), tmp_path / "absent" / "out.csv")


# ---------------------------------------------------------------- reading the file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_file_is_read_whatever_wrote_it(tmp_path: Path, encoding: str, separator: str) -> None:
    rows = [
        ("id", "service", "title", "description"),
        ("1", "Réversion", "Œuvre – l’été", "À voir"),
    ]
    content = "\r\n".join(separator.join(row) for row in rows)
    assert read_reports(written(tmp_path, content, encoding)) == [
        ReportText("1", "Réversion", "Œuvre – l’été", "À voir")
    ]


def test_columns_come_in_any_order_with_others_beside_them(tmp_path: Path) -> None:
    content = '\n"Title";"ID";date;"description";service\nT;1;hier;"D; sur\ndeux lignes";S\n;;;;\n'
    assert read_reports(written(tmp_path, content)) == [
        ReportText("1", "S", "T", "D; sur\ndeux lignes")
    ]


def test_an_empty_title_or_description_is_allowed(tmp_path: Path) -> None:
    reports = read_reports(written(tmp_path, HEADER + "1,S,,\n2,S,T\n"))
    assert reports == [ReportText("1", "S", "", ""), ReportText("2", "S", "T", "")]


def test_a_file_with_only_its_header_holds_no_report(tmp_path: Path) -> None:
    assert read_reports(written(tmp_path, HEADER)) == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "est vide"),
        ("  \n\n", "est vide"),
        ("id,service,title\n1,S,T\n", "« description »"),
        ("1,S,T,D\n", "« id », « service », « title », « description »"),
        ("id,id,service,title,description\n", "une seule colonne « id »"),
        (HEADER + "1,S,T,D\n\n1,S,U,D\n", "ligne 4 : « 1 » est déjà celui de la ligne 2"),
        (HEADER + "1,S,T,D\n,S,T,D\n", "ligne 3"),
        (HEADER + "1,S,T,un, deux\n", "ligne 2 : elle a 5 cellules pour 4 colonnes"),
        (HEADER + '1,S,T,"D\n2,S,T,D\n', "ligne 2"),
        (HEADER + "1,S,T,\x00\n", "format CSV"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused_with_its_place(
    tmp_path: Path, content: str, told: str
) -> None:
    with pytest.raises(Refused) as refusal:
        read_reports(written(tmp_path, content))
    assert told in str(refusal.value).replace("\u00a0", " ")


def test_a_missing_file_or_a_folder_is_refused(tmp_path: Path) -> None:
    for source in (tmp_path / "absent.csv", tmp_path):
        with pytest.raises(Refused, match="ne peut pas être lu"):
            read_reports(source)
