"""A real mail server for tests, on this machine: it refuses, puts off, cuts, or takes, by address."""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from typing import Any

from aiosmtpd.controller import Controller


class Handler:
    """Answers by what the address begins with: refused…, later…, cut…, and keeps what it takes."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.tried: Counter[str] = Counter()
        self.is_down = False
        self.cuts_the_answer = False  # takes the message, then the line goes dead before it says so
        self.seconds = 0.0  # how long it takes before it answers that a message is taken

    async def handle_RCPT(  # noqa: N802 - the name is aiosmtpd's
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        self.tried[address] += 1
        if self.is_down or address.startswith("later"):
            return "451 try again later"
        if address.startswith("refused"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        if envelope.rcpt_tos[0].startswith("cut"):
            server.transport.abort()  # the line goes dead in the middle of the message
            return "250 never read"
        if envelope.rcpt_tos[0].startswith("spam"):
            return "554 content refused"
        self.taken.append(message_from_bytes(envelope.content))
        if self.cuts_the_answer:
            server.transport.abort()
        await asyncio.sleep(self.seconds)
        return "250 OK"

    @property
    def to(self) -> list[str]:
        """Whom the messages taken are for."""
        return [str(message["To"]) for message in self.taken]


@contextmanager
def running() -> Iterator[tuple[Handler, str]]:
    """A server at work, and its address as `host:port`."""
    handler, port = Handler(), free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield handler, f"127.0.0.1:{port}"
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])
