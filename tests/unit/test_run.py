"""The launcher, piece by piece: what it refuses, what it installs, what it runs."""

import ast
import errno
import importlib.util
import re
import shutil
import socket
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = (ROOT / "run.py").read_text(encoding="utf-8")


@pytest.fixture
def run(tmp_path: Path) -> ModuleType:
    """The launcher of an otherwise empty checkout: it sees and touches that folder alone."""
    shutil.copy(ROOT / "run.py", tmp_path)
    for name in ("requirements.lock", "requirements-dev.lock"):
        (tmp_path / name).write_text(f"# {name}\n")
    spec = importlib.util.spec_from_file_location("launcher", tmp_path / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def give_python(run: ModuleType) -> None:
    """A `.venv` with a Python that starts, and nothing installed."""
    run.PYTHON.parent.mkdir(parents=True)
    run.PYTHON.symlink_to(sys._base_executable)


# ---------------------------------------------------------------- a bare machine


def test_an_old_python_can_parse_it() -> None:
    ast.parse(SOURCE, feature_version=(3, 6))


@pytest.mark.parametrize("version", [(3, 6, 15), (3, 10, 13), (3, 14, 0)])
def test_another_python_is_told_which_to_install(
    monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int]
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SystemExit) as ended:
        exec(compile(SOURCE, "run.py", "exec"), {"__name__": "__main__"})
    assert str(ended.value).startswith("Il faut Python 3.11, 3.12 ou 3.13")
    assert str(ended.value).isascii()


def test_it_imports_the_standard_library_alone() -> None:
    imports = [node for node in ast.walk(ast.parse(SOURCE)) if isinstance(node, ast.Import)]
    froms = [node for node in ast.walk(ast.parse(SOURCE)) if isinstance(node, ast.ImportFrom)]
    names = {alias.name for node in imports for alias in node.names} | {n.module for n in froms}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


# ---------------------------------------------------------------- what it refuses


def test_without_venv_it_says_what_to_install(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run.shutil, "which", lambda name: None)
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(run.Refusal, match="apt install python3-venv"):
        run.set_up(run.LOCK)


def test_a_full_disk_is_told_before_anything_is_written(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run.shutil, "disk_usage", lambda _: SimpleNamespace(free=2_900_000_000))
    with pytest.raises(run.Refusal, match="disque est plein"):
        run.set_up(run.LOCK)
    assert not run.VENV.exists()


@pytest.mark.parametrize(
    "cry", ["ERROR: [Errno 28] No space left on device", "write failed (os error 28)"]
)
def test_a_disk_that_fills_up_meanwhile_is_told(run: ModuleType, cry: str) -> None:
    with pytest.raises(run.Refusal, match="disque est plein"):
        run.watch("Essai", sys.executable, "-c", f"print({cry!r}); exit(1)", failure="autre chose")


def test_a_disk_that_fills_up_under_our_own_pen_is_told(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def write_on_a_full_disk(arguments: list[str]) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(run, "obey", write_on_a_full_disk)
    assert run.main([]) == 1
    assert capsys.readouterr().err == run.DISK_FULL + "\n"


def test_a_failed_installation_shows_its_last_lines_and_what_to_do(run: ModuleType) -> None:
    offline = "print('\\n'.join(f'try {n}' for n in range(40)), 'name resolution'); exit(1)"
    with pytest.raises(run.Refusal) as refusal:
        run.watch("Essai", sys.executable, "-c", offline, failure=run.NOT_INSTALLED)
    told = str(refusal.value)
    assert "try 39 name resolution" in told
    assert "try 20" not in told
    assert told.endswith(run.NOT_INSTALLED)
    assert "Vérifiez l’accès à Internet" in told


def test_a_taken_port_is_told_with_the_command_for_another(run: ModuleType) -> None:
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", 0))
        somebody.listen()
        taken = somebody.getsockname()[1]
        with pytest.raises(run.Refusal) as refusal:
            run.free_port(("--port", str(taken)), "python3 run.py --port")
    offered = re.search(r"python3 run\.py --port (\d+)", str(refusal.value))
    assert f"Le port {taken} est déjà pris" in str(refusal.value)
    assert run.is_free(int(offered[1]))


@pytest.mark.parametrize("options", [("--port", "5001"), ("--port=5001",)])
def test_a_port_is_given_in_either_way(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    monkeypatch.setattr(run, "is_free", lambda port: True)
    assert run.free_port(options, "") == 5001
    assert run.free_port((), "") == 5000


@pytest.mark.parametrize(
    "words",
    [
        "demarrer",
        "--port",
        "--port abc",
        "--port 0",
        "--port 70000",
        "test vite",
        "reset --force",
        "setup --port 5001",
        "--help test",
    ],
)
def test_what_is_not_understood_gets_one_sentence(
    run: ModuleType, capsys: pytest.CaptureFixture[str], words: str
) -> None:
    assert run.main(words.split()) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "python3 run.py" in told


def test_the_help_names_every_command(run: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert set(run.COMMANDS) == {"", "test", "setup", "serve", "reset", "sillage", "--help"}
    assert run.main(["--help"]) == 0
    told = capsys.readouterr().out
    assert all(f"python3 run.py {name}".strip() in told for name in run.COMMANDS)


# ---------------------------------------------------------------- what it installs


def installed(run: ModuleType, *locks: Path) -> None:
    run.STAMP.write_text("\n".join(run.mark(lock) for lock in locks))


def test_what_is_installed_is_not_installed_again(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_python(run)
    installed(run, run.LOCK)
    monkeypatch.setattr(run, "call", lambda *command: pytest.fail("nothing should be run"))
    run.set_up(run.LOCK)


def test_another_lock_another_python_or_none_is_installed_again(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_python(run)
    assert not run.is_installed(run.LOCK)
    installed(run, run.LOCK)
    assert run.is_installed(run.LOCK)
    assert not run.is_installed(run.DEV_LOCK)
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(run.sys, "version_info", (3, 12 if sys.version_info[1] != 12 else 13, 0))
        assert not run.is_installed(run.LOCK)
    run.LOCK.write_text("flask==99")
    assert not run.is_installed(run.LOCK)
    installed(run, run.LOCK)
    run.PYTHON.unlink()
    assert not run.is_installed(run.LOCK)


def recorded(run: ModuleType, monkeypatch: pytest.MonkeyPatch, uv: str | None) -> list[list[str]]:
    """The commands an installation runs, on a machine that has uv or not; all of them succeed."""
    commands: list[list[str]] = []

    def watch(title: str, *command: object, failure: str = "") -> bool:
        assert not run.STAMP.exists()
        commands.append([str(word) for word in command])
        run.PYTHON.parent.mkdir(parents=True, exist_ok=True)
        run.PYTHON.touch()
        return True

    monkeypatch.setattr(run, "watch", watch)
    monkeypatch.setattr(run, "call", lambda *command, **options: 0)
    monkeypatch.setattr(run, "is_usable", lambda: False)
    monkeypatch.setattr(run.shutil, "which", lambda name: uv)
    return commands


@pytest.mark.parametrize("uv", ["/opt/uv", None])
def test_only_wheels_with_the_hashes_of_the_lock_are_installed(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, uv: str | None
) -> None:
    commands = recorded(run, monkeypatch, uv)
    run.set_up(run.LOCK)
    assert [command[0] for command in commands] == (
        [uv, uv] if uv else [sys.executable, str(run.PYTHON)]
    )
    assert commands[-1][-5:] == [
        "--require-hashes", "--only-binary", ":all:", "-r", str(run.LOCK),
    ]  # fmt: skip


def test_the_development_lock_stands_for_both(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded(run, monkeypatch, uv="/opt/uv")
    run.set_up(run.DEV_LOCK)
    assert run.is_installed(run.LOCK)
    assert run.is_installed(run.DEV_LOCK)


def test_the_development_lock_holds_all_of_the_other() -> None:
    lock, both = (
        set(re.findall(r"^(\S+==\S+)", (ROOT / name).read_text(), re.MULTILINE))
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert lock
    assert lock <= both


def test_half_a_venv_is_made_anew(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    run.PYTHON.parent.mkdir(parents=True)
    run.PYTHON.symlink_to("/nowhere/python3")
    leftover = run.VENV / "leftover"
    leftover.touch()
    recorded(run, monkeypatch, uv="/opt/uv")
    run.set_up(run.LOCK)
    assert not leftover.exists()
    assert run.is_installed(run.LOCK)


def test_an_installation_cut_short_is_none(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_python(run)
    installed(run, run.LOCK)
    run.LOCK.write_text("flask==99")

    def cut_short(lock: Path) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "install_with_uv", cut_short)
    with pytest.raises(KeyboardInterrupt):
        run.set_up(run.LOCK)
    assert not run.STAMP.exists()


def test_a_venv_whose_python_starts_is_completed(run: ModuleType) -> None:
    assert not run.is_usable()
    give_python(run)
    assert run.is_usable()


# ---------------------------------------------------------------- what its programs find


def test_programs_find_this_checkout_and_one_thread(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", "/somebody/elses")
    monkeypatch.setenv("OMP_NUM_THREADS", "64")
    around = run.environment()
    assert around["PYTHONPATH"] == str(run.ROOT)
    assert around["PYTHONSAFEPATH"] == around["PYTHONUTF8"] == "1"
    assert around["OMP_NUM_THREADS"] == around["OPENBLAS_NUM_THREADS"] == "1"
    assert "SILLAGE_DEMONSTRATION" not in around


def test_the_demonstration_never_sees_the_settings_of_a_real_fund(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SILLAGE_DATABASE", "postgresql://fund")
    monkeypatch.setenv("SILLAGE_HOME", "/tmp/elsewhere")
    around = run.environment(demonstration=True)
    assert "SILLAGE_DATABASE" not in around
    assert around["SILLAGE_HOME"] == "/tmp/elsewhere"
    assert around["SILLAGE_DEMONSTRATION"] == "1"
    assert run.environment()["SILLAGE_DATABASE"] == "postgresql://fund"


def test_the_site_keeps_no_log_of_who_opened_what(run: ModuleType) -> None:
    """A member's link is in the address, and the order of a log would be that of the answers."""
    words = [str(word) for word in run.site_command(5412)]
    assert words[words.index("--log-level") + 1] == "warning"
    assert not [word for word in words if "access" in word]


def test_the_links_of_messages_lead_to_the_port_asked_for(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SILLAGE_PUBLIC_URL", "https://avis.caisse.example")
    demonstration = run.environment(demonstration=True, port=5412)
    assert demonstration["SILLAGE_PUBLIC_URL"] == "http://127.0.0.1:5412"
    assert run.environment(port=5412)["SILLAGE_PUBLIC_URL"] == "https://avis.caisse.example"
    monkeypatch.delenv("SILLAGE_PUBLIC_URL")
    assert run.environment(port=5412)["SILLAGE_PUBLIC_URL"] == "http://127.0.0.1:5412"
    assert "SILLAGE_PUBLIC_URL" not in run.environment()


# ---------------------------------------------------------------- the checks and the rest


def test_the_journeys_are_left_out_without_chromium(run: ModuleType) -> None:
    without, with_one = run.steps(None), run.steps("/usr/bin/chromium")
    assert [step.name for step in without if step.left_out] == ["parcours au navigateur"]
    assert "Chromium" in without[-1].left_out
    assert not any(step.left_out for step in with_one)
    assert [step.command[2] for step in with_one[:3]] == ["ruff", "ruff", "mypy"]
    assert run.run_step(without[-1]).result == "laissé de côté"


def test_every_check_runs_even_after_one_has_failed(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    checks = [
        run.Step("premier", (sys.executable, "-c", "print('3 failed in 0.2s'); exit(2)")),
        run.Step("second", (sys.executable, "-c", "print('12 passed in 0.1s')")),
        run.Step("troisième", (), left_out="sans raison valable"),
    ]
    monkeypatch.setattr(run, "set_up", lambda lock: None)
    monkeypatch.setattr(run, "steps", lambda browser: checks)
    assert run.main(["test"]) == 1
    told = capsys.readouterr().out
    assert "\n12 passed in 0.1s\n" in told
    assert re.search(r"premier +échec +\d,\d s +3 failed in 0.2s", told)
    assert re.search(r"second +réussi +\d,\d s +12 passed in 0.1s", told)
    assert re.search(r"troisième +laissé de côté +sans raison valable", told)
    del checks[0]
    assert run.main(["test"]) == 0


def test_reset_asks_first(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = run.ROOT / "var"
    assert run.main(["reset"]) == 0
    home.mkdir()
    for answer, code in {"": 1, "non\n": 1, "o\n": 1, "Oui\n": 0}.items():
        assert home.exists()
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(readline=lambda said=answer: said))
        assert run.main(["reset"]) == code
    assert not home.exists()
    home.mkdir()
    assert run.main(["reset", "--yes"]) == 0
    assert not home.exists()
