"""Who may read a draft that is not theirs: one-time codes, and the reviews that were begun with them.

A reader is held to one session and to one turn of it; whoever owns the session is looked up, never told.
"""

from datetime import timedelta

from msgspec import Struct

from bot.store.members import digest
from bot.store.records import known, name_of, row_of
from bot.store.statements import Statements

VALID = timedelta(hours=24)
MOST_TRIES = 10
"""Wrong codes that one person may enter in ``VALID``; after that no code is looked at."""

MOST_TRYING = 1000
"""People whose wrong codes are counted at a time: strangers cannot fill the disk."""

MOST_OPEN = 20
"""Codes and readers of one session at a time."""

REMEMBERED = timedelta(days=30)
"""How long it is known that somebody has read a draft."""

BYTES = 8
"""Of chance in a code, which is written as thirteen letters and digits."""


class Review(Struct, frozen=True):
    """A review that goes on: who owns the draft, its session and the turn after which it is read.

    ``owner`` and ``session`` are empty once the draft is forgotten. ``number`` counts the session's readers
    from 1.
    """

    id: int
    owner: str
    session: str
    number: int
    turn: int


class Seat(Struct, frozen=True):
    """A place at a draft: a code not used yet (``number`` 0), or a reader, who may be done."""

    number: int
    reading: bool
    at: str


class Reviews:
    """Codes and reviews, within a unit of work."""

    def __init__(self, statements: Statements) -> None:
        self._rows = statements.rows
        self._statements = statements

    def offer(self, owner: str, session: str) -> str | None:
        """Give a code for one of an owner's sessions, which is kept as a digest alone.

        ``None`` where too many are open, or the owner has no such session.
        """
        self.prune()
        ((taken,),) = self._rows(_TAKEN, session=row_of(session)) or [(0,)]
        if taken >= MOST_OPEN:
            return None
        import base64  # noqa: PLC0415 - the first prompt needs none of this
        import secrets  # noqa: PLC0415 - likewise

        code = base64.b32encode(secrets.token_bytes(BYTES)).decode().rstrip("=")
        rows = self._rows(
            "INSERT INTO review (session, digest, at) SELECT id, :digest, :now FROM session"
            " WHERE owner = :owner AND id = :session RETURNING id",
            owner=owner,
            session=row_of(session),
            digest=digest(code),
            now=self._statements.now(),
        )
        return f"{code[:4]}-{code[4:8]}-{code[8:]}" if rows else None

    def offered_by(self, code: str, person: str) -> str:
        """Give whose draft a code that is still good opens; empty for any other.

        Also for a good one where that person has entered too many wrong ones.
        """
        rows = self._rows(_OFFERED, digest=digest(code), since=self._since(), person=person, most=MOST_TRIES)
        return str(rows[0][0]) if rows else ""

    def missed(self, person: str) -> None:
        """Count a wrong code."""
        self._rows(_MISSED, person=person, now=self._statements.now(), most=MOST_TRYING)

    def begin(self, code: str, person: str) -> Review | None:
        """Use a code up: that person reads the draft as it stands now. ``None`` where it is not good."""
        if not self.offered_by(code, person):
            return None
        self._rows(_BEGIN, digest=digest(code), person=person, now=self._statements.now())
        return self.of(person)

    def of(self, person: str) -> Review | None:
        """Give the review that a person is in."""
        rows = self._rows(_OF, person=person)
        return Review(rows[0][0], rows[0][1] or "", name_of(rows[0][2] or 0), *rows[0][3:]) if rows else None

    def readers(self) -> tuple[str, ...]:
        """Give everybody who reads, and whoever may have read when they sent what is not applied yet."""
        return tuple(person for (person,) in self._rows(_PEOPLE))

    def seats(self, owner: str, session: str) -> tuple[Seat, ...]:
        """Give the codes and readers of one of an owner's sessions, the first first."""
        rows = self._rows(_SEATS, owner=owner, session=row_of(session))
        return tuple(Seat(number, bool(reading), at) for number, reading, at in rows)

    def end(self, owner: str, session: str, number: int = 0) -> tuple[str, ...]:
        """End the reviews of one of an owner's sessions, or that of one reader; gives who was reading.

        With all of them, codes not used yet are void too. What waits to be shown to them is not sent.
        """
        own = {"owner": owner, "session": row_of(session)}
        if not number:
            self._rows(_VOID, **own)
        rows = self._rows(_READERS, **own, number=number)
        for review, person in rows:
            self.leave(person, review)
        return tuple(person for _, person in rows)

    def leave(self, person: str, review: int = 0) -> bool:
        """End the review that a person is in; False for one who is in none."""
        self._rows(_UNSHOWN, person=person)
        rows = self._rows(
            "UPDATE review SET reviewer = NULL WHERE reviewer = :person AND :review IN (0, id) RETURNING id",
            person=person,
            review=known(review),
        )
        if rows:
            self._rows(_LEFT, person=person, now=self._statements.now())
        return bool(rows)

    def left(self, person: str) -> bool:
        """Tell whether somebody has read a draft lately, and reads none."""
        rows = self._rows("SELECT 1 FROM former_reader WHERE owner = :person", person=person)
        return bool(rows) and self.of(person) is None

    def forget(self, person: str) -> None:
        """Keep nothing about a reader: what they read is another's, and stays."""
        self.leave(person)
        self._rows("DELETE FROM former_reader WHERE owner = :person", person=person)
        self._rows("DELETE FROM wrong_code WHERE owner = :person", person=person)

    def prune(self) -> None:
        """Drop void codes, what is left of forgotten drafts, and wrong codes and readers of former days."""
        since = self._since()
        self._rows(_PRUNE, since=since)
        self._rows("DELETE FROM wrong_code WHERE at < :since", since=since)
        former = self._statements.now(ago=REMEMBERED)
        self._rows("DELETE FROM former_reader WHERE at < :former", former=former)

    def _since(self) -> str:
        return self._statements.now(ago=VALID)


_PRUNE = """
    DELETE FROM review
    WHERE reviewer IS NULL AND (session IS NULL OR (number IS NULL AND at < :since))"""
_UNSHOWN = """
    DELETE FROM note WHERE owner = :person
    AND session IN (SELECT session FROM review WHERE reviewer = :person)"""
_TAKEN = """
    SELECT count(*) FROM review
    WHERE session = :session AND (number IS NULL OR reviewer IS NOT NULL)"""
_OFFERED = """
    SELECT owner FROM review JOIN session ON session.id = review.session
    WHERE digest = :digest AND at >= :since AND NOT EXISTS (
        SELECT 1 FROM wrong_code
        WHERE wrong_code.owner = :person AND tries >= :most AND wrong_code.at >= :since)"""
_MISSED = """
    INSERT INTO wrong_code (owner, tries, at) SELECT :person, 1, :now
    WHERE (SELECT count(*) FROM wrong_code) < :most OR EXISTS (SELECT 1 FROM wrong_code WHERE owner = :person)
    ON CONFLICT DO UPDATE SET tries = tries + 1, at = :now"""
_BEGIN = """
    UPDATE review SET digest = NULL, reviewer = :person, at = :now,
        number = (SELECT ifnull(max(other.number), 0) + 1 FROM review AS other
                  WHERE other.session = review.session),
        turn = (SELECT max(turn.number) FROM turn WHERE turn.session = review.session)
    WHERE digest = :digest"""
_OF = """
    SELECT review.id, owner, session, review.number, turn FROM review
    LEFT JOIN session ON session.id = review.session WHERE reviewer = :person"""
_LEFT = """
    INSERT INTO former_reader (owner, at) VALUES (:person, :now) ON CONFLICT DO UPDATE SET at = :now"""
_PEOPLE = """
    SELECT reviewer FROM review WHERE reviewer IS NOT NULL
    UNION SELECT owner FROM inbox WHERE state = 'new' AND owner <> ''"""
_SEATS = """
    SELECT ifnull(review.number, 0), reviewer IS NOT NULL, at FROM review
    JOIN session ON session.id = review.session
    WHERE owner = :owner AND session = :session ORDER BY review.number IS NULL, review.id"""
_VOID = """
    DELETE FROM review WHERE number IS NULL
    AND session IN (SELECT id FROM session WHERE owner = :owner AND id = :session)"""
_READERS = """
    SELECT review.id, reviewer FROM review JOIN session ON session.id = review.session
    WHERE owner = :owner AND session = :session AND reviewer IS NOT NULL AND :number IN (0, review.number)"""
