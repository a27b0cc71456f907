-- The database of release 0.1, with one talk in it. Stays as it is for good.
CREATE TABLE owner (owner TEXT PRIMARY KEY, sessions INTEGER NOT NULL,
    active INTEGER REFERENCES session (id) ON DELETE SET NULL) STRICT;
CREATE TABLE session (id INTEGER PRIMARY KEY AUTOINCREMENT,
    owner TEXT NOT NULL REFERENCES owner (owner) ON DELETE CASCADE, number INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '', started TEXT NOT NULL, touched TEXT NOT NULL, UNIQUE (owner, number)) STRICT;
CREATE TABLE turn (number INTEGER PRIMARY KEY AUTOINCREMENT, owner TEXT NOT NULL,
    session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE, parent INTEGER, key TEXT NOT NULL,
    event BLOB NOT NULL, state BLOB NOT NULL, at TEXT NOT NULL, UNIQUE (owner, key)) STRICT;
CREATE TABLE outgoing (id INTEGER PRIMARY KEY AUTOINCREMENT, owner TEXT NOT NULL,
    turn INTEGER NOT NULL REFERENCES turn (number) ON DELETE CASCADE, reply BLOB NOT NULL, sent TEXT) STRICT;
CREATE TABLE erasure (due INTEGER PRIMARY KEY) STRICT;
CREATE INDEX outgoing_unsent ON outgoing (owner) WHERE sent IS NULL;
CREATE INDEX idx_turn_session ON turn (session);
CREATE INDEX idx_outgoing_turn ON outgoing (turn);
INSERT INTO owner VALUES ('我', 1, NULL);
INSERT INTO session VALUES (7, '我', 1, '旧稿', '2025-01-01T00:00:00.000+00:00', '2025-01-02T00:00:00.000+00:00');
UPDATE owner SET active = 7;
INSERT INTO turn VALUES (41, '我', 7, NULL, 'k1', x'65', x'78014b040000620062', '2025-01-01T00:00:00.000+00:00');
INSERT INTO turn VALUES (42, '我', 7, 41, 'k2', x'66', x'78014b020000630063', '2025-01-02T00:00:00.000+00:00');
INSERT INTO outgoing VALUES (5, '我', 42, x'72', NULL);
PRAGMA application_id = 1936226920;
PRAGMA user_version = 1;
