"""How far it is: a bar in a terminal, a line a step elsewhere."""

import io

from demonstration.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_outside_a_terminal_each_step_is_one_line() -> None:
    stream = io.StringIO()
    progress = Progress(stream)
    progress(0.1, "premier pas")
    progress(0.2, "premier pas")
    progress(0.3, "second pas")
    progress.end("Fini.")
    assert stream.getvalue().splitlines() == [" 10 %  premier pas", " 30 %  second pas", "Fini."]


def test_in_a_terminal_the_bar_grows_on_one_line() -> None:
    stream = Terminal()
    progress = Progress(stream)
    progress(0.5, "à mi-chemin")
    progress(0.5, "à mi-chemin")
    assert "\n" not in stream.getvalue()
    assert stream.getvalue().count("50 %") == 1
    progress.end("Fini.")
    assert stream.getvalue().endswith("Fini.\n")


def test_it_never_passes_the_end() -> None:
    stream = io.StringIO()
    Progress(stream)(1.7, "trop loin")
    assert stream.getvalue() == "100 %  trop loin\n"
