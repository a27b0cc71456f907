"""Who is let in, and the one-time codes of those who would like to be."""

import re
from datetime import timedelta
from typing import Literal

from msgspec import Struct

from bot.store.statements import Statements

Role = Literal["admin", "user"]

VALID = timedelta(hours=1)
MOST_TRIES = 10
"""Wrong codes entered while a code is open, after which it is void."""

MOST_OPEN = 100
"""Codes open at a time: strangers cannot fill the disk."""

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH = 8


class Member(Struct, frozen=True):
    """Somebody who was let in by a code; ``since`` UTC, ISO 8601."""

    owner: str
    role: Role
    since: str


class Members:
    """Members and codes, within a unit of work."""

    def __init__(self, statements: Statements) -> None:
        self._rows = statements.rows
        self._statements = statements

    def role(self, owner: str) -> Role | None:
        """Give what a member may do; ``None`` for anybody else."""
        rows: list[tuple[Role]] = self._rows("SELECT role FROM member WHERE owner = :owner", owner=owner)
        return rows[0][0] if rows else None

    def all(self) -> tuple[Member, ...]:
        """Give the members, the longest standing first."""
        return tuple(
            Member(*row) for row in self._rows("SELECT owner, role, since FROM member ORDER BY since, owner")
        )

    def invite(self, owner: str, secret: bytes) -> str | None:
        """Give a stranger a code, the same again while it is good: nobody knows whether it has arrived.

        It is made from a secret that is not in the file, which keeps a digest alone. ``None`` where too many
        are open.
        """
        self._statements.furnish()
        self.prune()
        rows = self._rows("SELECT digest, at FROM pairing WHERE owner = :owner", owner=owner)
        for kept, at in rows:
            code = _code(secret, owner, at)
            if kept == digest(code):
                return code
        self.withdraw(owner)  # made with another secret: it cannot be told again
        ((open_,),) = self._rows("SELECT count(*) FROM pairing")
        if open_ >= MOST_OPEN:
            return None
        now = self._statements.now()
        code = _code(secret, owner, now)
        self._rows(
            "INSERT INTO pairing (owner, digest, at) VALUES (:owner, :digest, :now)",
            owner=owner,
            digest=digest(code),
            now=now,
        )
        return code

    def approve(self, code: str, role: Role) -> str | None:
        """Let in whoever was given that code; ``None``, and one try less, where nobody was."""
        self.prune()
        rows = self._rows("DELETE FROM pairing WHERE digest = :digest RETURNING owner", digest=digest(code))
        if not rows:
            self._rows("UPDATE pairing SET tries = tries + 1")
            return None
        owner = str(rows[0][0])
        self._rows(
            "INSERT INTO member (owner, role, since) VALUES (:owner, :role, :now)"
            " ON CONFLICT DO UPDATE SET role = :role",
            owner=owner,
            role=role,
            now=self._statements.now(),
        )
        return owner

    def revoke(self, owner: str) -> bool:
        """Let somebody in no longer; False for one who is no member."""
        return bool(self._rows("DELETE FROM member WHERE owner = :owner RETURNING 1", owner=owner))

    def withdraw(self, owner: str) -> None:
        """Void the code that somebody was given."""
        self._rows("DELETE FROM pairing WHERE owner = :owner", owner=owner)

    def prune(self) -> None:
        """Drop codes that are void."""
        self._rows(
            "DELETE FROM pairing WHERE at < :since OR tries >= :most",
            since=self._statements.now(ago=VALID),
            most=MOST_TRIES,
        )


def _code(secret: bytes, owner: str, at: str) -> str:
    """Make the code of somebody who asked at a moment, as random to anybody without the secret."""
    import hmac  # noqa: PLC0415 - the first prompt needs none of this

    drawn = hmac.digest(secret, f"{owner} {at}".encode(), "sha256")[:_LENGTH]
    code = "".join(_LETTERS[byte % len(_LETTERS)] for byte in drawn)
    return f"{code[:4]}-{code[4:]}"


def digest(code: str) -> bytes:
    """Give what is kept of a code, however it was typed."""
    import hashlib  # noqa: PLC0415 - the first prompt needs none of this

    return hashlib.sha256(re.sub(r"[^0-9A-Z]", "", code.upper()).encode()).digest()
