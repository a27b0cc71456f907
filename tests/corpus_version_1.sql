-- A corpus of release 0.1, with two files learnt and two decisions made. Stays as it is for good.
CREATE TABLE file (id INTEGER PRIMARY KEY, name TEXT NOT NULL, path TEXT NOT NULL, digest BLOB NOT NULL UNIQUE) STRICT;
CREATE TABLE sighting (file INTEGER NOT NULL, likeness INTEGER NOT NULL, line INTEGER NOT NULL,
    PRIMARY KEY (file, likeness)) STRICT, WITHOUT ROWID;
CREATE TABLE phrase (id INTEGER PRIMARY KEY, likeness INTEGER NOT NULL UNIQUE, text TEXT NOT NULL,
    shape TEXT NOT NULL, section TEXT NOT NULL, move TEXT NOT NULL, topic TEXT, genres TEXT NOT NULL, mould TEXT,
    file INTEGER NOT NULL, line INTEGER NOT NULL, documents INTEGER NOT NULL, verdict TEXT, wording TEXT,
    decided INTEGER, rank INTEGER, touched INTEGER NOT NULL DEFAULT 1) STRICT;
CREATE INDEX phrase_touched ON phrase (id) WHERE touched;
CREATE INDEX phrase_decided ON phrase (decided) WHERE decided IS NOT NULL;
CREATE VIRTUAL TABLE pair USING fts5 (
    tokens, content='', contentless_delete=1, detail=none, tokenize="ascii tokenchars '_'");
CREATE VIRTUAL TABLE letter USING fts5 (
    tokens, content='', contentless_delete=1, detail=none, tokenize="ascii tokenchars '_'");
INSERT INTO file VALUES (1, '一.txt', '/一.txt', x'01');
INSERT INTO file VALUES (3, '三.txt', '/三.txt', x'03');
INSERT INTO sighting VALUES (1, 11, 2);
INSERT INTO sighting VALUES (1, 12, 3);
INSERT INTO sighting VALUES (1, 13, 4);
INSERT INTO sighting VALUES (3, 11, 9);
INSERT INTO phrase VALUES (1, 11, '组织党课{number}次', 'clause', 'achievements', 'action', 'study', '', NULL,
    1, 2, 2, 'accepted', '集中讲授党课{number}次', 1, 5, 0);
INSERT INTO phrase VALUES (2, 12, '开展学习{number}次', 'clause', 'achievements', 'action', NULL, '', NULL,
    1, 3, 1, 'rejected', NULL, 2, NULL, 0);
INSERT INTO phrase VALUES (7, 13, '责任链条更紧，理论武装更强', 'heading', 'achievements', 'claim', NULL,
    'party_building', '6+6', 1, 4, 1, NULL, NULL, NULL, 7, 0);
INSERT INTO pair (rowid, tokens) VALUES (5, '党课');
PRAGMA application_id = 1936226915;
PRAGMA user_version = 1;
