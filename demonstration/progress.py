"""How far the making of the demonstration is: a bar in a terminal, a line a step anywhere else."""

from typing import TextIO

WIDTH = 30


class Progress:
    """Told a share between 0 and 1 and what is being done, in French; says each step once."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._said = ""
        self._percent = -1

    def __call__(self, share: float, what: str) -> None:
        percent = min(100, int(share * 100))
        if self._stream.isatty():
            if (percent, what) != (self._percent, self._said):
                full = "█" * (percent * WIDTH // 100)
                self._write(f"\r{full:░<{WIDTH}} {percent:3d} %  {what:<40.40}")
        elif what != self._said:
            self._write(f"{percent:3d} %  {what}\n")
        self._percent, self._said = percent, what

    def end(self, what: str) -> None:
        """The last line, which stays."""
        blank = f"\r{'':<{WIDTH + 50}}\r" if self._stream.isatty() else ""
        self._write(f"{blank}{what}\n")

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
