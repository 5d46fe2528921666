-- The index of the result cache. All of it may be lost; nothing here is a record.

CREATE TABLE entries (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  agent TEXT NOT NULL,
  run_id TEXT NOT NULL,
  stored_ms INTEGER NOT NULL,
  used_ms INTEGER NOT NULL,
  uses INTEGER NOT NULL DEFAULT 0,
  events TEXT NOT NULL, -- JSON: what the agent told
  parts TEXT NOT NULL -- JSON: what the key was made of, to explain a miss
) STRICT;

CREATE INDEX entries_by_agent ON entries (agent, stored_ms);
CREATE INDEX entries_by_use ON entries (used_ms);
CREATE INDEX entries_by_uses ON entries (uses, used_ms);
CREATE INDEX entries_by_age ON entries (stored_ms);

CREATE TABLE blobs (hash TEXT PRIMARY KEY, bytes INTEGER NOT NULL, refs INTEGER NOT NULL DEFAULT 0)
  STRICT, WITHOUT ROWID;

CREATE INDEX blobs_unused ON blobs (hash) WHERE refs = 0;

CREATE TABLE entry_files (
  entry INTEGER NOT NULL,
  path TEXT NOT NULL, -- relative to the workspace, with /
  hash TEXT NOT NULL,
  mode INTEGER NOT NULL,
  PRIMARY KEY (entry, path)
) STRICT, WITHOUT ROWID;

-- Running sums: to count them anew at every store would take longer the more is kept.
CREATE TABLE totals (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO totals (name, value) VALUES ('bytes', 0), ('hits', 0), ('misses', 0);

CREATE TRIGGER file_kept AFTER INSERT ON entry_files BEGIN
  UPDATE blobs SET refs = refs + 1 WHERE hash = NEW.hash;
END;
CREATE TRIGGER file_dropped AFTER DELETE ON entry_files BEGIN
  UPDATE blobs SET refs = refs - 1 WHERE hash = OLD.hash;
END;
CREATE TRIGGER entry_dropped AFTER DELETE ON entries BEGIN
  DELETE FROM entry_files WHERE entry = OLD.id;
  UPDATE totals SET value = value - length(OLD.events) - length(OLD.parts) WHERE name = 'bytes';
END;
CREATE TRIGGER entry_kept AFTER INSERT ON entries BEGIN
  UPDATE totals SET value = value + length(NEW.events) + length(NEW.parts) WHERE name = 'bytes';
END;
CREATE TRIGGER blob_kept AFTER INSERT ON blobs BEGIN
  UPDATE totals SET value = value + NEW.bytes WHERE name = 'bytes';
END;
CREATE TRIGGER blob_dropped AFTER DELETE ON blobs BEGIN
  UPDATE totals SET value = value - OLD.bytes WHERE name = 'bytes';
END;

-- Keys that had to make room, so that a miss can say so.
CREATE TABLE evictions (key TEXT PRIMARY KEY, at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX evictions_by_age ON evictions (at_ms);

-- Contents by identity of the file: what has not been touched is not read again.
CREATE TABLE file_hashes (
  path TEXT PRIMARY KEY,
  identity TEXT NOT NULL, -- size, times of change, inode
  hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;
