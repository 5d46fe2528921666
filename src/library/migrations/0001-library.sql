-- The index of a workspace. All of it can be made again from the files, so it is thrown away when it is damaged.

-- `changes`: rises with every group that is committed. `next_passage`, `next_file`: no id is given twice.
CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;

INSERT INTO meta (key, value) VALUES ('changes', 0), ('next_file', 1), ('next_passage', 1);

CREATE TABLE files (
  id INTEGER PRIMARY KEY, -- stays with the file when it is moved
  path TEXT NOT NULL UNIQUE, -- relative to the workspace, with `/`
  size INTEGER NOT NULL, -- bytes
  mtime_ms REAL NOT NULL,
  ctime_ms REAL NOT NULL, -- -1: changed so shortly before it was read that it may have changed once more since
  hash TEXT NOT NULL, -- SHA-256 of the bytes, hexadecimal
  kind TEXT NOT NULL, -- DocumentKind
  language TEXT,
  title TEXT,
  summary TEXT,
  lines INTEGER NOT NULL,
  words INTEGER NOT NULL,
  secrets INTEGER NOT NULL, -- how many were left out
  status TEXT NOT NULL DEFAULT 'found',
  trouble TEXT, -- why it was read as plain text
  changed INTEGER NOT NULL -- the value of `changes` of the group that wrote it
) STRICT;

CREATE INDEX files_by_hash ON files (hash);
CREATE INDEX files_by_change ON files (changed);

-- What the full text finds, by `passage_text.rowid = passages.id`. The text is read from the file.
CREATE TABLE passages (
  id INTEGER PRIMARY KEY,
  file INTEGER NOT NULL,
  ordinal INTEGER NOT NULL, -- from 0, within the file
  kind TEXT NOT NULL, -- PassageKind
  title_path TEXT NOT NULL, -- JSON: the titles from the outside in
  line INTEGER NOT NULL,
  end_line INTEGER NOT NULL,
  cell INTEGER
) STRICT;

CREATE INDEX passages_by_file ON passages (file);

-- NamedThing. `passage` is the innermost passage that holds its line; null where none does.
CREATE TABLE names (
  file INTEGER NOT NULL,
  ordinal INTEGER NOT NULL, -- from 0, within the file
  passage INTEGER,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  line INTEGER NOT NULL,
  end_line INTEGER NOT NULL,
  signature TEXT,
  within TEXT,
  PRIMARY KEY (file, ordinal)
) STRICT, WITHOUT ROWID;

-- DocumentLink.
CREATE TABLE links (
  file INTEGER NOT NULL,
  ordinal INTEGER NOT NULL, -- from 0, within the file
  kind TEXT NOT NULL,
  target TEXT NOT NULL,
  line INTEGER NOT NULL,
  PRIMARY KEY (file, ordinal)
) STRICT, WITHOUT ROWID;

-- What is left out, and why; the path of a folder ends with `/`. Size and times are those of files that were looked
-- into, so that nobody looks again before they change.
CREATE TABLE skipped (
  path TEXT PRIMARY KEY,
  reason TEXT NOT NULL, -- SkipReason
  detail TEXT NOT NULL,
  size INTEGER NOT NULL,
  mtime_ms REAL NOT NULL,
  ctime_ms REAL NOT NULL
) STRICT, WITHOUT ROWID;
