"""The two commands: `run.py` sets up and starts the demonstration, `run.py test` checks everything.

It runs on a bare machine, so it is one file that imports the standard library alone. Older Pythons
must be able to parse it, if only to be told so: no syntax newer than Python 3.6 in here.
"""

import sys

if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    # In ASCII: an old Python in an old terminal must be able to say it.
    sys.exit(
        f"Il faut Python 3.11, 3.12 ou 3.13, et celui-ci est Python {sys.version.split()[0]}. "
        "Installez Python 3.12, puis lancez : python3.12 run.py"
    )

import errno
import hashlib
import http.client
import importlib.util
import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

WINDOWS = sys.platform == "win32"
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
STAMP = VENV / ".installed"
LOCK, DEV_LOCK = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
CALL = "py run.py" if WINDOWS else "python3 run.py"
HOST, PORT = "127.0.0.1", 5000

ROOM_NEEDED = 3_000_000_000  # bytes: .venv takes 1.2 GB, the downloads as much while they last
WITH_HASHES = ("--require-hashes", "--only-binary", ":all:")
PATIENCE = 10  # seconds between asking a program to stop and making it
SLOWEST_START = 120  # seconds: a cold disk, and two processes that load everything

DISK_FULL = (
    "Le disque est plein : l’installation demande environ 3 Go libres. "
    f"Libérez de la place sur le disque de {ROOT}, puis relancez la même commande."
)
NO_VENV = (
    "Il manque à Python son module « venv » : installez-le (sur Debian et Ubuntu, "
    "« sudo apt install python3-venv »), puis relancez la même commande."
)
NOT_INSTALLED = (
    "L’installation n’a pas abouti (dernières lignes ci-dessus). Vérifiez l’accès à Internet, ou "
    "indiquez le miroir (PIP_INDEX_URL) et le serveur mandataire (HTTPS_PROXY) de votre organisme, "
    "puis relancez la même commande."
)
NOT_PREPARED = (
    "La démonstration n’a pas pu être préparée (voir ci-dessus) : "
    f"« {CALL} reset » l’efface, « {CALL} » la prépare de nouveau."
)
NO_CHROMIUM = "aucun Chromium sur cette machine (sur Debian, « sudo apt install chromium »)"


class Refusal(Exception):
    """Why we cannot go on, as a French sentence that says what to do."""


def say(text: str, end: str = "\n") -> None:
    """Tell how far we are. On stderr: stdout belongs to whoever reads a command's output."""
    print(text, end=end, file=sys.stderr, flush=True)


# ---------------------------------------------------------------- the programs we start


class Children:
    """The programs started inside a `with`: when it ends, however it ends, none of them is left.

    Ctrl-C and its like only raise a flag, for whoever waits to read: as an exception they could
    fall between the birth of a program and our keeping its handle.
    """

    def __init__(self, stop_with: signal.Signals) -> None:
        self.stop_with = stop_with
        self.processes: list[subprocess.Popen[str]] = []
        self.interrupted = False

    def __enter__(self) -> "Children":
        names = ["SIGINT", "SIGTERM", "SIGBREAK", "SIGHUP"]  # no system has them all
        numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
        if not WINDOWS and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
            numbers.remove(signal.SIGHUP)  # started by nohup
        self.handlers = {number: signal.signal(number, self.interrupt) for number in numbers}
        return self

    def interrupt(self, *_: object) -> None:
        self.interrupted = True

    def start(self, *command: object, **options: Any) -> subprocess.Popen[str]:
        """Start a program in a group of its own, so that its own children can end with it."""
        if sys.platform == "win32":
            options["creationflags"] = subprocess.CREATE_NEW_PROCESS_GROUP
        else:
            options["start_new_session"] = True
        options.update(cwd=ROOT, encoding="utf-8", errors="replace")
        words = [str(word) for word in command]
        self.processes.append(subprocess.Popen(words, **options))
        return self.processes[-1]

    def all_live(self) -> bool:
        return not self.interrupted and all(child.poll() is None for child in self.processes)

    def __exit__(self, *_: object) -> None:
        for child in self.processes:
            send(self.stop_with, child)
        deadline = time.monotonic() + PATIENCE
        for child in self.processes:
            with suppress(subprocess.TimeoutExpired):
                child.wait(max(0.0, deadline - time.monotonic()))
            send(None, child)
            child.wait()
        for number, handler in self.handlers.items():
            signal.signal(number, handler or signal.SIG_DFL)


def send(number: signal.Signals | None, child: subprocess.Popen[str]) -> None:
    """Send a signal, or the death that none can refuse, to a program and what it started."""
    with suppress(OSError):  # they have all ended: what we wanted
        if sys.platform != "win32":
            os.killpg(child.pid, number or signal.SIGKILL)
        elif number:
            child.send_signal(signal.CTRL_BREAK_EVENT)
        else:
            child.kill()


def call(
    *command: object,
    read: Callable[[str], object] | None = None,
    meanwhile: Callable[[], object] = lambda: None,
    **options: Any,
) -> int:
    """Run one program to its end and return its code; `read` receives each line it prints."""
    if read:
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, **options}
    with Children(signal.SIGINT) as children:
        process = children.start(*command, **options)
        reader = threading.Thread(target=read_lines, args=(process, read), daemon=True)
        reader.start()
        while children.all_live():
            meanwhile()
            time.sleep(0.05)
    reader.join(PATIENCE)
    if children.interrupted:
        raise KeyboardInterrupt
    return process.returncode


def read_lines(process: subprocess.Popen[str], read: Callable[[str], object]) -> None:
    if process.stdout:
        with process.stdout as lines:
            for line in lines:
                read(line.rstrip())


def environment(demonstration: bool = False, port: int = 0) -> dict[str, str]:
    """What our programs find around them: this checkout, UTF-8, one thread for each computation.

    The demonstration must never touch a real fund: it keeps no setting but the folder of its files.
    With a port, the links of messages lead there, unless the fund says under which name it is reached.
    """
    values = dict(os.environ)
    if demonstration:
        kept = ("SILLAGE_HOME",)
        values = {k: v for k, v in values.items() if k in kept or not k.startswith("SILLAGE_")}
        values["SILLAGE_DEMONSTRATION"] = "1"
    if port:
        values.setdefault("SILLAGE_PUBLIC_URL", f"http://{HOST}:{port}")
    # Safe path: an app.py lying in the caller's folder must not be taken for ours.
    values.update(PYTHONPATH=str(ROOT), PYTHONSAFEPATH="1", PYTHONUTF8="1", PYTHONUNBUFFERED="1")
    values.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    return values


# ---------------------------------------------------------------- the packages, in .venv


def set_up(lock: Path) -> None:
    """Make `.venv` hold what the lock file says: wheels only, checked by their hashes."""
    if is_installed(lock):
        return
    usable = is_usable()
    if not usable and shutil.disk_usage(ROOT).free < ROOM_NEEDED:
        raise Refusal(DISK_FULL)
    STAMP.unlink(missing_ok=True)  # before anything else: half an installation is none
    if not usable and VENV.exists():
        shutil.rmtree(VENV)
    if not install_with_uv(lock):
        install_with_pip(lock)
    marks = [mark(one) for one in sorted({LOCK, lock})]  # the development lock holds both
    STAMP.write_text("\n".join(marks), encoding="utf-8")


def is_installed(lock: Path) -> bool:
    return (
        PYTHON.exists() and STAMP.is_file() and mark(lock) in STAMP.read_text("utf-8").split("\n")
    )


def mark(lock: Path) -> str:
    """What the stamp says of an installed lock file: its name, our Python, its hash."""
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    return "{} {}.{} {}".format(lock.name, *sys.version_info[:2], digest)


def is_usable() -> bool:
    """Whether `.venv` has a Python of our version that starts: it can then be completed."""
    check = f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    return PYTHON.exists() and call(PYTHON, "-c", check, read=str) == 0


def install_with_uv(lock: Path) -> bool:
    uv = shutil.which("uv")
    if not uv or call(uv, "--version", read=str) != 0:  # a version manager may leave a hollow name
        return False
    if not PYTHON.exists():
        watch("Création de .venv", uv, "venv", "--python", sys.executable, VENV)
    install = (uv, "pip", "install", "--python", PYTHON)
    return watch("Installation par uv", *install, *WITH_HASHES, "-r", lock)


def install_with_pip(lock: Path) -> None:
    if not PYTHON.exists() or call(PYTHON, "-m", "pip", "--version", read=str) != 0:
        modules = [importlib.util.find_spec(name) for name in ("venv", "ensurepip")]
        if not all(module and module.origin for module in modules):  # Debian packs them apart
            raise Refusal(NO_VENV)
        create = (sys.executable, "-m", "venv", VENV)
        watch("Création de .venv", *create, failure=NOT_INSTALLED)
    install = (PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input")
    watch("Installation par pip", *install, *WITH_HASHES, "-r", lock, failure=NOT_INSTALLED)


def watch(title: str, *command: object, failure: str = "") -> bool:
    """Run a long program under a line that says how far it is; tell whether it succeeded.

    Where there is a sentence for its failure, it is raised after the last lines the program wrote.
    """
    began = time.monotonic()
    last_lines: deque[str] = deque([""], maxlen=12)

    def show() -> None:
        if sys.stderr.isatty():
            status = f"  {time.monotonic() - began:.0f} s  {last_lines[-1].strip()}"
            say(f"{status[:78]:<78}", end="\r")

    say(f"{title}…")
    code = call(*command, read=last_lines.append, meanwhile=show, env=environment())
    if any("No space left" in line or "os error 28" in line for line in last_lines):
        raise Refusal(DISK_FULL)
    if code != 0 and failure:
        raise Refusal("\n".join([*last_lines, "", failure]))
    result = f"{title} : {'échec' if code else 'fait'} en {time.monotonic() - began:.0f} s."
    say(f"{result:<78}")
    return code == 0


# ---------------------------------------------------------------- the site and its worker


def start(*options: str) -> int:
    port = free_port(options, f"{CALL} --port")
    set_up(LOCK)
    around = environment(demonstration=True, port=port)
    if call(PYTHON, "-m", "app", "demo", env=around) != 0:
        raise Refusal(NOT_PREPARED)
    return keep_running(port, around, ready=lambda: print(accounts(around), flush=True))


def serve(*options: str) -> int:
    port = free_port(options, f"{CALL} serve --port")
    set_up(LOCK)
    return keep_running(port, environment(port=port), ready=lambda: None)


def free_port(options: tuple[str, ...], command: str) -> int:
    """The port asked for, or a refusal that gives the command with another one."""
    port = int(re.sub(r"\D", "", "".join(options)) or PORT)
    if not 0 < port < 65536:
        raise Refusal(
            f"Un port est un nombre de 1 à 65535 : lancez par exemple « {command} 5001 »."
        )
    if is_free(port):
        return port
    other = next(number for number in range(max(port, 1023) + 1, 65536) if is_free(number))
    raise Refusal(
        f"Le port {port} est déjà pris, par un autre programme ou par Sillage lui-même : "
        f"arrêtez-le, ou lancez « {command} {other} »."
    )


def is_free(port: int) -> bool:
    with socket.socket() as visitor:  # some systems would let us share the port with its owner
        visitor.settimeout(1)
        if visitor.connect_ex((HOST, port)) == 0:
            return False
    with socket.socket() as host, suppress(OSError):
        if not WINDOWS:  # there it would mean: take it even from its owner
            host.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        host.bind((HOST, port))
        return True
    return False


def keep_running(port: int, around: dict[str, str], ready: Callable[[], object]) -> int:
    """Run the site and the worker until we are stopped (0) or one of them ends (1)."""
    say("Démarrage du site et du traitement de fond…")
    with Children(signal.SIGTERM) as children:
        site = children.start(*site_command(port), env=around, stdin=subprocess.DEVNULL)
        children.start(PYTHON, "-m", "app", "work", env=around, stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + SLOWEST_START
        while children.all_live() and not answers(port):
            if time.monotonic() > deadline:
                raise Refusal(f"Le site ne répond pas après {SLOWEST_START} s : tout est arrêté.")
            time.sleep(0.1)
        if children.all_live():
            ready()
            print(f"Sillage est prêt : http://{HOST}:{port} (Ctrl-C pour arrêter)", flush=True)
        while children.all_live():
            time.sleep(0.2)
        dead = "Le site" if site.poll() is not None else "Le traitement de fond"
    if not children.interrupted:
        raise Refusal(f"{dead} s’est arrêté de lui-même (voir ci-dessus) : tout est arrêté.")
    say("Sillage est arrêté.")
    return 0


def site_command(port: int) -> tuple[object, ...]:
    if WINDOWS:
        options = (f"--listen={HOST}:{port}", "--threads=8", "--call")
        return (PYTHON, "-m", "waitress", *options, "app:create_app")
    gunicorn = (PYTHON, "-m", "gunicorn", "--bind", f"{HOST}:{port}")
    size = ("--worker-class", "gthread", "--workers", 2, "--threads", 4)
    habits = ("--graceful-timeout", 5, "--log-level", "warning", "--no-control-socket")
    return (*gunicorn, *size, *habits, "app:create_app()")


def answers(port: int) -> bool:
    """Whether the site says anything at all, an error page included. Never through a proxy."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        direct.open(f"http://{HOST}:{port}/", timeout=3).close()
    except urllib.error.HTTPError as error:
        error.close()
    except (OSError, http.client.HTTPException):
        return False
    return True


def accounts(around: dict[str, str]) -> str:
    """One account a role, in columns; the application gives them as tab-separated lines."""
    lines = ["Rôle\tAdresse\tMot de passe"]
    call(PYTHON, "-m", "app", "demo", "--accounts", read=lines.append, stderr=None, env=around)
    rows = [line.split("\t") for line in lines if line.count("\t") == 2]
    return "\n" + "".join("  {:<28} {:<36} {}\n".format(*row) for row in rows)


# ---------------------------------------------------------------- the checks


class Step(NamedTuple):
    """One check; one that has a reason to be left out is told, not run."""

    name: str
    command: tuple[object, ...]
    left_out: str = ""


class Outcome(NamedTuple):
    name: str
    result: str
    duration: str
    last_word: str


PASSED, FAILED, LEFT_OUT = "réussi", "échec", "laissé de côté"


def test() -> int:
    """Run every check, even after one has failed, and sum up."""
    set_up(DEV_LOCK)
    outcomes = [run_step(step) for step in steps(chromium())]
    print("\n" + table(outcomes), flush=True)
    return int(any(outcome.result == FAILED for outcome in outcomes))


def steps(browser: str | None) -> list[Step]:
    lint_imports = "from importlinter.cli import lint_imports_command as check; check()"
    # As many at once as there are processors; a file stays whole, for what it makes once.
    rules = (PYTHON, "-m", "pytest", "-rs", "-n", "auto", "--dist", "loadfile")
    journeys = (PYTHON, "-m", "pytest", "-rs", "tests/browser", "-m", "browser")
    return [
        Step("mise en forme", (PYTHON, "-m", "ruff", "format", "--check", ".")),
        Step("style", (PYTHON, "-m", "ruff", "check", ".")),
        Step("types", (PYTHON, "-m", "mypy")),
        Step("étages", (PYTHON, "-c", lint_imports)),
        Step("règles, pages, maison", rules),
        Step("parcours au navigateur", journeys, left_out="" if browser else NO_CHROMIUM),
    ]


def chromium() -> str | None:
    """The browser of the journeys: the one named by CHROMIUM, else the first on the PATH."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


def run_step(step: Step) -> Outcome:
    print(f"\n── {step.name}", flush=True)
    if step.left_out:
        print(step.left_out, flush=True)
        return Outcome(step.name, LEFT_OUT, "", step.left_out)
    began, said = time.monotonic(), [""]

    def pass_on(line: str) -> None:
        print(line, flush=True)
        said.append(line.strip() or said[-1])

    code = call(*step.command, read=pass_on, env={**environment(), "CHROMIUM": chromium() or ""})
    duration = f"{time.monotonic() - began:.1f} s".replace(".", ",")
    return Outcome(step.name, FAILED if code else PASSED, duration, said[-1][:100])


def table(outcomes: list[Outcome]) -> str:
    rows = [Outcome("Étape", "Résultat", "Durée", "Dernier mot"), *outcomes]
    return "\n".join("{:<24}{:<16}{:>8}   {}".format(*row) for row in rows)


# ---------------------------------------------------------------- the command line


def setup() -> int:
    set_up(LOCK)
    say(f".venv est prêt : « {CALL} » lance la démonstration.")
    return 0


def sillage(*arguments: str) -> int:
    """The application's own command line, from the caller's folder; its code is ours."""
    set_up(LOCK)
    command = [str(PYTHON), "-m", "app", *arguments]
    if not WINDOWS:  # there, the caller would see us end at once
        os.execve(command[0], command, environment())
    return subprocess.call(command, env=environment())


def reset(confirmed: str = "") -> int:
    home = ROOT / "var"
    if not home.exists():
        say("var/ n’existe pas : il n’y a rien à effacer.")
        return 0
    if not confirmed:
        say(f"Effacer {home} et tout ce qu’il contient ? Tapez « oui » pour confirmer : ", end="")
        if sys.stdin.readline().strip().lower() != "oui":
            raise Refusal("Rien n’est effacé.")
    shutil.rmtree(home)
    say(f"var/ est effacé : « {CALL} » en prépare un neuf.")
    return 0


def show_help() -> int:
    print("Sillage fait vivre la charte de service de la caisse.\n")
    for name, command in COMMANDS.items():
        words = [word for word in (CALL, name, command.options) if word]
        print(f"  {' '.join(words):<32}{command.purpose}")
    return 0


class Command(NamedTuple):
    run: Callable[..., int]
    options: str
    accepts: str
    purpose: str


A_PORT = r"(--port[ =][0-9]{1,5})?"
COMMANDS = {
    "": Command(start, "[--port N]", A_PORT, "installe, prépare la démonstration et la lance"),
    "test": Command(test, "", "", "installe et vérifie tout, jusqu’aux parcours au navigateur"),
    "setup": Command(setup, "", "", "installe, sans plus"),
    "serve": Command(serve, "[--port N]", A_PORT, "lance le site et le traitement de fond"),
    "reset": Command(reset, "[--yes]", "(--yes)?", "efface var/, après confirmation"),
    "sillage": Command(sillage, "…", ".*", "passe la main à la ligne de commande de Sillage"),
    "--help": Command(show_help, "", "", "affiche cette aide"),
}


def main(arguments: list[str]) -> int:
    """Do what is asked; whatever stops us is told in one sentence."""
    try:
        return obey(arguments)
    except Refusal as refusal:
        say(str(refusal))
        return 1
    except KeyboardInterrupt:
        say("\nInterrompu : rien ne reste en marche.")
        return 130
    except OSError as error:
        full = error.errno == errno.ENOSPC
        say(DISK_FULL if full else f"Sillage ne peut pas continuer : {error}")
        return 1


def obey(arguments: list[str]) -> int:
    named = bool(arguments) and not arguments[0].startswith("--port")
    name, options = (arguments[0], arguments[1:]) if named else ("", arguments)
    if name not in COMMANDS or not re.fullmatch(COMMANDS[name].accepts, " ".join(options), re.S):
        asked = " ".join(arguments)
        raise Refusal(f"« {asked} » n’est pas compris : « {CALL} --help » dit ce qui l’est.")
    return COMMANDS[name].run(*options)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # old consoles lack « … »
    sys.exit(main(sys.argv[1:]))
