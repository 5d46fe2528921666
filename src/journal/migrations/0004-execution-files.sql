-- What executions read and wrote that succeeded: an event `execution.files` each.
CREATE TABLE execution_file_lists (
  seq INTEGER PRIMARY KEY,
  run_id TEXT NOT NULL,
  execution_id TEXT NOT NULL,
  stage TEXT NOT NULL,
  agent TEXT NOT NULL,
  at TEXT NOT NULL,
  cached INTEGER NOT NULL, -- 1: an earlier result was taken
  cut INTEGER NOT NULL -- 1: there was more
) STRICT;

CREATE INDEX execution_file_lists_by_run ON execution_file_lists (run_id);
CREATE INDEX execution_file_lists_by_execution ON execution_file_lists (execution_id);

CREATE TABLE execution_files (
  seq INTEGER NOT NULL,
  side TEXT NOT NULL, -- input, output
  path TEXT NOT NULL, -- relative to the workspace, with `/`
  hash TEXT, -- SHA-256 of its content, hexadecimal; null where nobody noted it
  PRIMARY KEY (seq, side, path)
) STRICT, WITHOUT ROWID;

CREATE INDEX execution_files_by_path ON execution_files (path, side, seq);

CREATE INDEX artifacts_by_execution ON artifacts (execution_id);
