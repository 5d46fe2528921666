-- What somebody thinks of a run.
ALTER TABLE runs ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;

CREATE INDEX runs_listed ON runs (started_seq) WHERE archived = 0;

-- JSON: the names of the secrets that it was given, never their values.
ALTER TABLE runs ADD COLUMN secrets TEXT NOT NULL DEFAULT '[]';

-- What the attempt last said of its progress.
ALTER TABLE executions ADD COLUMN percent REAL;
ALTER TABLE executions ADD COLUMN message TEXT;

-- The event with which its last attempt began, or with which an earlier result was taken in its place.
ALTER TABLE executions ADD COLUMN began_seq INTEGER;

UPDATE executions SET began_seq = (
  SELECT max(seq) FROM events
  WHERE execution_id = executions.execution_id
    AND type IN ('execution.starting', 'cache.hit')
    -- As the index has it, which serves this.
    AND type NOT IN ('execution.progress', 'execution.metric', 'execution.log', 'execution.finding')
);

CREATE INDEX executions_by_beginning ON executions (agent, began_seq) WHERE began_seq IS NOT NULL;
