"""The tables, and how an older database becomes a present one.

A migration is a plain function that takes the database one version further; the number of those that ran is
the file's ``user_version``. Never change one that was released: add another.

Importing sqlite-utils takes longer than all the rest of the store's start, so it happens only where a
migration has to run; a file without tables stays blank until something is to be kept in it.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from bot.store.driver import sqlite3

if TYPE_CHECKING:
    from sqlite_utils import Database

Migration = Callable[["Database"], None]

APPLICATION = int.from_bytes(b"shzh")


def _talks(database: "Database") -> None:
    """Owners, their sessions, the turns of each session, and the replies that each turn gave.

    AUTOINCREMENT, so that a number that was forgotten is never given to anything else: an old button or a
    link to it then leads nowhere. ``state`` is deflated: it is stored whole in every turn.
    """
    database.execute("""
        CREATE TABLE owner (
            owner TEXT PRIMARY KEY,
            sessions INTEGER NOT NULL,  -- the number that was given last
            active INTEGER REFERENCES session (id) ON DELETE SET NULL
        ) STRICT""")
    database.execute("""
        CREATE TABLE session (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            owner TEXT NOT NULL REFERENCES owner (owner) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            title TEXT NOT NULL DEFAULT '',
            started TEXT NOT NULL,
            touched TEXT NOT NULL,
            UNIQUE (owner, number)
        ) STRICT""")
    database.execute("""
        CREATE TABLE turn (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            owner TEXT NOT NULL,
            session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
            parent INTEGER,
            key TEXT NOT NULL,
            event BLOB NOT NULL,
            state BLOB NOT NULL,
            at TEXT NOT NULL,
            UNIQUE (owner, key)
        ) STRICT""")
    database.execute("""
        CREATE TABLE outgoing (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            owner TEXT NOT NULL,
            turn INTEGER NOT NULL REFERENCES turn (number) ON DELETE CASCADE,
            reply BLOB NOT NULL,
            sent TEXT
        ) STRICT""")
    database.execute("""
        CREATE TABLE erasure (
            due INTEGER PRIMARY KEY  -- 1, from forgetting something until its last trace is off the disk
        ) STRICT""")
    database.execute("CREATE INDEX outgoing_unsent ON outgoing (owner) WHERE sent IS NULL")
    database.table("turn").create_index(["session"])
    database.table("outgoing").create_index(["turn"])


def _repeats(database: "Database") -> None:
    """Say of each turn whether it made its state or repeats that of another, so that redoing is possible.

    Until now that was told by parents alone: a change follows the turn before it, what changed nothing
    has the parent of the turn before it, and an undo that of the turn gone back to.
    """
    database.execute("ALTER TABLE turn ADD COLUMN repeats INTEGER")
    parents: dict[int, int | None] = {}
    made: dict[int, int] = {}
    last: dict[int, int] = {}
    rows = database.execute("SELECT session, number, parent FROM turn ORDER BY number").fetchall()
    for session, number, parent in rows:
        before = last.get(session)
        parents[number], made[number], last[session] = parent, number, number
        if before is None or parent == before:
            continue
        behind = before if parent == parents[before] else parents[before] or before
        made[number] = made[behind]
        database.execute("UPDATE turn SET repeats = ? WHERE number = ?", (made[number], number))


def _mail(database: "Database") -> None:
    """Keep updates before they are confirmed, notes, how far replies have come, and who is let in.

    Of an update that is applied only its number stays, so that it is known when it is delivered again, also
    after its session was forgotten. ``post`` is the id of an outgoing reply, or of a note with a minus sign.
    """
    database.execute("""
        CREATE TABLE inbox (
            source INTEGER NOT NULL,
            number INTEGER NOT NULL,
            owner TEXT NOT NULL,
            raw BLOB,
            state TEXT NOT NULL CHECK (state IN ('new', 'done', 'aside')),
            tries INTEGER NOT NULL DEFAULT 0,
            at TEXT NOT NULL,
            PRIMARY KEY (source, number)
        ) STRICT""")
    database.execute("CREATE INDEX inbox_kept ON inbox (source, number) WHERE state <> 'done'")
    database.execute("""
        CREATE TABLE note (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            owner TEXT NOT NULL,
            place INTEGER NOT NULL,  -- the outgoing reply that it follows
            reply BLOB NOT NULL,
            at TEXT NOT NULL
        ) STRICT""")
    database.execute("""
        CREATE TABLE sending (
            owner TEXT NOT NULL,
            post INTEGER NOT NULL,
            begun INTEGER NOT NULL,
            arrived INTEGER NOT NULL,
            PRIMARY KEY (owner, post)
        ) STRICT""")
    database.execute("""
        CREATE TABLE member (
            owner TEXT PRIMARY KEY,
            role TEXT NOT NULL CHECK (role IN ('admin', 'user')),
            since TEXT NOT NULL
        ) STRICT""")
    database.execute("""
        CREATE TABLE pairing (
            owner TEXT PRIMARY KEY,
            digest BLOB NOT NULL,
            tries INTEGER NOT NULL DEFAULT 0,
            at TEXT NOT NULL
        ) STRICT""")


def _sketches(database: "Database") -> None:
    """Sketches of reports handed over and of texts sent in, and the key they are made with.

    ``name`` is that of the text that was sent in, empty for the report of the session itself.
    """
    database.execute("CREATE TABLE sketching (key BLOB NOT NULL) STRICT")
    database.execute("""
        CREATE TABLE sketch (
            owner TEXT NOT NULL,
            session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            data BLOB NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (session, name)
        ) STRICT""")
    database.execute("CREATE INDEX sketch_newest ON sketch (at)")


def _reviews(database: "Database") -> None:
    """Codes that let somebody read one draft, those who used them, and wrong codes by who typed them.

    A review outlives its draft without a word of it, so that its reader can be told. Of a note that shows
    somebody a draft, ``session`` is the draft's: it goes with that.
    """
    database.execute("""
        CREATE TABLE review (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            session INTEGER REFERENCES session (id) ON DELETE SET NULL,
            digest BLOB UNIQUE,    -- of the code, until it is used
            reviewer TEXT UNIQUE,  -- from then until they are done
            number INTEGER,        -- among the session's reviewers, from 1
            turn INTEGER,          -- after which they read the draft
            at TEXT NOT NULL
        ) STRICT""")
    database.execute("""
        CREATE TABLE wrong_code (
            owner TEXT PRIMARY KEY,
            tries INTEGER NOT NULL,
            at TEXT NOT NULL
        ) STRICT""")
    database.execute("ALTER TABLE note ADD COLUMN session INTEGER REFERENCES session (id) ON DELETE CASCADE")
    database.table("review").create_index(["session"])
    database.table("note").create_index(["session"])


def _releases(database: "Database") -> None:
    """Keep of an update that is set aside which release of the program could not apply it."""
    database.execute("ALTER TABLE inbox ADD COLUMN release TEXT")


def _former_readers(database: "Database") -> None:
    """Remember for a while who read a draft, and no longer which: they can then be told that it is over."""
    database.execute("""
        CREATE TABLE former_reader (
            owner TEXT PRIMARY KEY,
            at TEXT NOT NULL  -- when they read it last
        ) STRICT""")


MIGRATIONS: tuple[Migration, ...] = (
    _talks,
    _repeats,
    _mail,
    _sketches,
    _reviews,
    _releases,
    _former_readers,
)
LATEST = len(MIGRATIONS)


def version(connection: sqlite3.Connection) -> int:
    """Give the number of migrations that made this file; 0 for one that holds nothing yet."""
    return _pragma(connection, "user_version")


def foreign(connection: sqlite3.Connection) -> bool:
    """Tell whether the file holds something that another program made."""
    if _pragma(connection, "application_id") == APPLICATION:
        return False
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    return bool(tables or version(connection))


def migrate(connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Run the migrations that are due, inside the caller's transaction.

    Foreign keys must not be enforced where tables with rows are remade: dropping the old one would cascade.
    """
    from sqlite_utils import Database  # noqa: PLC0415 - slow to import, see above

    database = Database(connection, execute_plugins=False)
    for migration in migrations[version(connection) :]:
        migration(database)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {len(migrations)}")


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    (value,) = connection.execute(f"PRAGMA {name}").fetchone()
    return int(value)
