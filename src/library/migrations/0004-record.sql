-- What the journal knows and the library shows: told by the engine in the order of the journal, and told again from
-- the beginning where the database was thrown away. `meta.learned_seq`: the last event that was told.
--
-- The log of an execution that met trouble is a row of `files`, too: its `kind` is `run`, its `path` that of the log
-- (`.dodeca/logs/RUN/EXECUTION.log`), its `hash` no hash (`run:EXECUTION`). It is no file of the workspace: whoever
-- looks for those leaves out `kind = 'run'`.

-- Ids sort by time: the last run is max(run_id).
CREATE TABLE runs (
  run_id TEXT PRIMARY KEY,
  pipeline TEXT NOT NULL,
  at TEXT NOT NULL, -- ISO 8601: when it began
  commit_sha TEXT -- that was checked out then; null where there was none
) STRICT, WITHOUT ROWID;

-- Files that a run wrote, made as artifacts or had findings in, and the logs of its executions that are documents; of
-- each run so many at most, and of the newest runs only: record/learn-facts.ts.
CREATE TABLE run_files (
  run_id TEXT NOT NULL,
  path TEXT NOT NULL, -- relative to the workspace, with `/`, as in `files`; it may not be there
  PRIMARY KEY (run_id, path)
) STRICT, WITHOUT ROWID;

-- What a person said last of each document. `clear` is kept as well: it is the last that was said.
CREATE TABLE decisions (
  path TEXT PRIMARY KEY,
  decision TEXT NOT NULL, -- ReviewDecision
  hash TEXT, -- SHA-256 of the content that was seen, hexadecimal; null where the file was gone
  at TEXT NOT NULL, -- ISO 8601
  by TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Executions that succeeded and wrote a file: of each path the last few.
CREATE TABLE productions (
  path TEXT NOT NULL,
  execution_id TEXT NOT NULL,
  hash TEXT NOT NULL, -- SHA-256 of what it wrote, hexadecimal; where nobody noted it there is no row
  run_id TEXT NOT NULL,
  stage TEXT NOT NULL,
  agent TEXT NOT NULL,
  at TEXT NOT NULL, -- ISO 8601: when it ended
  PRIMARY KEY (path, execution_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX productions_by_execution ON productions (execution_id);

-- What those executions read.
CREATE TABLE production_inputs (
  execution_id TEXT NOT NULL,
  path TEXT NOT NULL,
  hash TEXT, -- as it was when the execution began; null where nobody noted it
  PRIMARY KEY (execution_id, path)
) STRICT, WITHOUT ROWID;

CREATE INDEX production_inputs_by_path ON production_inputs (path);

-- What an agent that tests files said of each of them last.
CREATE TABLE tests (
  path TEXT NOT NULL,
  agent TEXT NOT NULL,
  hash TEXT, -- SHA-256 of the content that was tested; null where nobody noted it
  passed INTEGER NOT NULL, -- 0, 1
  run_id TEXT NOT NULL,
  PRIMARY KEY (path, agent)
) STRICT, WITHOUT ROWID;

-- What executions met: a failure, an error in a log, a finding, and what they made when they met it. The fingerprint
-- is that of its text without what differs from run to run, together with the stage and the agent that met it.
CREATE TABLE troubles (
  fingerprint TEXT PRIMARY KEY,
  stage TEXT NOT NULL,
  agent TEXT NOT NULL,
  -- The first run behind the last sighting in which the agent succeeded without it, and what was checked out then;
  -- null where it may still be there, `fixed_by` also where there was no commit.
  fixed_in TEXT,
  fixed_by TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX troubles_open ON troubles (stage, agent) WHERE fixed_in IS NULL;

-- Who met it.
CREATE TABLE sightings (
  fingerprint TEXT NOT NULL,
  run_id TEXT NOT NULL,
  execution_id TEXT NOT NULL,
  PRIMARY KEY (fingerprint, run_id, execution_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX sightings_by_execution ON sightings (execution_id);
CREATE INDEX sightings_by_run ON sightings (run_id);

-- The passage of a log that shows it: that of the last sighting, which stands for those before it. Deleting a passage
-- deletes its row.
CREATE TABLE trouble_passages (
  passage INTEGER PRIMARY KEY, -- passages.id
  fingerprint TEXT NOT NULL
) STRICT;

CREATE INDEX trouble_passages_by_fingerprint ON trouble_passages (fingerprint);

CREATE TRIGGER trouble_passages_go AFTER DELETE ON passages
BEGIN
  DELETE FROM trouble_passages WHERE passage = OLD.id;
END;
