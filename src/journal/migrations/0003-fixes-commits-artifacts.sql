-- JSON: what would mend the finding.
ALTER TABLE findings ADD COLUMN fix TEXT;

-- The commit that was checked out when the run began; null where there was no repository, or nobody looked.
ALTER TABLE runs ADD COLUMN commit_sha TEXT;

-- What agents made, run by run: the generations of an artifact.
CREATE TABLE artifacts (
  seq INTEGER PRIMARY KEY,
  run_id TEXT NOT NULL,
  execution_id TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  path TEXT NOT NULL,
  kind TEXT
) STRICT;

CREATE INDEX artifacts_by_path ON artifacts (path, run_id);
CREATE INDEX artifacts_by_run ON artifacts (run_id);

INSERT INTO artifacts (seq, run_id, execution_id, attempt, path, kind)
SELECT seq, run_id, execution_id, json_extract(body, '$.attempt'), json_extract(body, '$.path'),
  json_extract(body, '$.kind')
FROM events WHERE type = 'execution.artifact' AND run_id IS NOT NULL AND execution_id IS NOT NULL
  AND run_id NOT IN (SELECT run_id FROM retired_runs);
