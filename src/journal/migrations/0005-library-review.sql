-- What a person said last of each document of the library: an event `library.decided`. `clear` is kept as well.
CREATE TABLE library_decisions (
  path TEXT PRIMARY KEY, -- relative to the workspace, with `/`
  decision TEXT NOT NULL, -- accept, reject, canonical, clear
  hash TEXT, -- SHA-256 of the content that was seen, hexadecimal; null where the file was gone
  "by" TEXT NOT NULL,
  at TEXT NOT NULL,
  seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The content of a row of `artifact_generations`: every content that a fix of the review made or an execution wrote of a
-- file is a generation of it, unless it is that of the one before. Its session is the run, or the fixing.
CREATE TABLE generation_contents (
  id INTEGER PRIMARY KEY, -- artifact_generations.id
  hash TEXT NOT NULL, -- SHA-256, hexadecimal
  FOREIGN KEY (id) REFERENCES artifact_generations (id)
) STRICT;

CREATE INDEX artifact_generations_by_path ON artifact_generations (artifact_path, iteration_number);
CREATE INDEX artifact_generations_by_session ON artifact_generations (session_id);
CREATE INDEX artifact_generations_by_parent ON artifact_generations (parent_artifact_id);
