-- The record. Rows are never changed, and leave only with a whole run that retention has retired.
CREATE TABLE events (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  type TEXT NOT NULL,
  run_id TEXT,
  execution_id TEXT,
  body TEXT NOT NULL -- JSON: the fields that have no column
) STRICT;

-- An index ends with the rowid, which is seq: this one serves "of this run, after that seq, in order".
CREATE INDEX events_by_run ON events (run_id) WHERE run_id IS NOT NULL;

-- What "why?" reads. The frequent events are left out: they explain nothing and would pay for the index.
CREATE INDEX events_by_execution ON events (execution_id)
  WHERE execution_id IS NOT NULL
    AND type NOT IN ('execution.progress', 'execution.metric', 'execution.log', 'execution.finding');

-- Runs whose events may be deleted, and have been or are being.
CREATE TABLE retired_runs (run_id TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- `last_seq`: no number is given twice, even when the newest events were retired.
CREATE TABLE journal_state (key TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
BEGIN
  SELECT RAISE(ABORT, 'events are append-only');
END;

CREATE TRIGGER events_leave_with_their_run BEFORE DELETE ON events
WHEN OLD.run_id IS NULL OR NOT EXISTS (SELECT 1 FROM retired_runs WHERE run_id = OLD.run_id)
BEGIN
  SELECT RAISE(ABORT, 'events are append-only');
END;

-- Projections: everything from here to the sessions can be made again from the events.

CREATE TABLE definitions (hash TEXT PRIMARY KEY, definition TEXT NOT NULL) STRICT;

CREATE TABLE runs (
  run_id TEXT PRIMARY KEY,
  pipeline TEXT NOT NULL,
  status TEXT NOT NULL,
  started_at TEXT NOT NULL,
  finished_at TEXT,
  duration_ms REAL,
  reason TEXT,
  definition TEXT NOT NULL, -- hash
  params TEXT NOT NULL, -- JSON
  options TEXT NOT NULL, -- JSON
  started_seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX runs_newest ON runs (started_seq);
CREATE INDEX runs_by_pipeline ON runs (pipeline, started_seq);
CREATE INDEX runs_unfinished ON runs (started_seq) WHERE finished_at IS NULL;

CREATE TABLE executions (
  execution_id TEXT PRIMARY KEY,
  run_id TEXT NOT NULL,
  pipeline TEXT NOT NULL,
  stage TEXT NOT NULL,
  agent TEXT NOT NULL,
  position INTEGER NOT NULL, -- in the plan
  status TEXT NOT NULL,
  reason TEXT,
  attempts INTEGER NOT NULL DEFAULT 0, -- begun so far
  attempt INTEGER NOT NULL DEFAULT 0, -- the one whose values and findings stand
  pid INTEGER,
  process_start TEXT,
  exit_code INTEGER,
  signal TEXT,
  started_at TEXT,
  finished_at TEXT,
  finished_seq INTEGER,
  duration_ms REAL,
  undone INTEGER NOT NULL DEFAULT 0 -- 1: compensated since it succeeded; 2: being compensated
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX executions_by_place ON executions (run_id, stage, agent);
CREATE INDEX executions_by_agent ON executions (agent, finished_seq) WHERE finished_seq IS NOT NULL;
CREATE INDEX executions_by_duration ON executions (pipeline, stage, agent, finished_seq, duration_ms)
  WHERE status = 'succeeded';
CREATE INDEX executions_half_undone ON executions (finished_seq) WHERE undone = 2;

CREATE TABLE execution_values (
  run_id TEXT NOT NULL,
  execution_id TEXT NOT NULL,
  kind TEXT NOT NULL, -- output, metric, context
  name TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  value TEXT NOT NULL, -- JSON
  PRIMARY KEY (run_id, execution_id, kind, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE findings (
  seq INTEGER PRIMARY KEY,
  run_id TEXT NOT NULL,
  execution_id TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  severity TEXT NOT NULL,
  path TEXT NOT NULL,
  line INTEGER,
  "column" INTEGER,
  rule TEXT,
  message TEXT NOT NULL
) STRICT;

CREATE INDEX findings_by_execution ON findings (run_id, execution_id, attempt, severity);

-- Sessions, phases and iterations over time.

CREATE TABLE dmaic_sessions (
  session_id TEXT PRIMARY KEY,
  start_time TEXT NOT NULL,
  end_time TEXT,
  dmaic_version TEXT NOT NULL,
  orchestrator_version TEXT,
  status TEXT DEFAULT 'active',
  clusters_initialized TEXT, -- CSV: "1,2,3,8,9,10"
  metadata JSON
);

CREATE TABLE dmaic_phases (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  session_id TEXT NOT NULL,
  phase_name TEXT NOT NULL,
  phase_number INTEGER NOT NULL,
  start_time TEXT NOT NULL,
  end_time TEXT,
  status TEXT DEFAULT 'in_progress',
  completion_percentage REAL DEFAULT 0.0,
  clusters_active TEXT, -- CSV of cluster ids
  artifacts_created TEXT, -- JSON array
  metrics JSON,
  FOREIGN KEY (session_id) REFERENCES dmaic_sessions (session_id)
);

CREATE TABLE cluster_executions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  session_id TEXT NOT NULL,
  phase_id INTEGER NOT NULL,
  cluster_id INTEGER NOT NULL,
  cluster_name TEXT NOT NULL,
  execution_start TEXT NOT NULL,
  execution_end TEXT,
  status TEXT DEFAULT 'running',
  input_data JSON,
  output_data JSON,
  metrics JSON,
  error_message TEXT,
  FOREIGN KEY (session_id) REFERENCES dmaic_sessions (session_id),
  FOREIGN KEY (phase_id) REFERENCES dmaic_phases (id)
);

CREATE TABLE artifact_generations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  artifact_path TEXT NOT NULL,
  iteration_number INTEGER NOT NULL,
  generation_timestamp TEXT NOT NULL,
  dmaic_version TEXT NOT NULL,
  dmaic_phase TEXT NOT NULL,
  session_id TEXT NOT NULL,
  classification TEXT, -- "code:agent:analysis"
  quality_score REAL,
  priority_rank TEXT,
  parent_artifact_id INTEGER, -- what it was made from
  changes_summary TEXT,
  FOREIGN KEY (session_id) REFERENCES dmaic_sessions (session_id),
  FOREIGN KEY (parent_artifact_id) REFERENCES artifact_generations (id)
);

CREATE TABLE recursive_iterations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  session_id TEXT NOT NULL,
  iteration_number INTEGER NOT NULL,
  iteration_type TEXT NOT NULL, -- full_dmaic, single_phase, agent_only
  trigger_condition TEXT, -- what set it off
  start_time TEXT NOT NULL,
  end_time TEXT,
  phases_executed TEXT, -- CSV: "0,1,2a,2b"
  clusters_involved TEXT, -- CSV of cluster ids
  artifacts_modified INTEGER DEFAULT 0,
  improvements_made INTEGER DEFAULT 0,
  metrics JSON,
  FOREIGN KEY (session_id) REFERENCES dmaic_sessions (session_id)
);

CREATE TABLE ci_cd_integration (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  session_id TEXT NOT NULL,
  phase_id INTEGER,
  workflow_type TEXT NOT NULL, -- ci, cd, smoke, test
  workflow_run_id TEXT NOT NULL,
  commit_sha TEXT NOT NULL,
  branch TEXT NOT NULL,
  trigger_time TEXT NOT NULL,
  completion_time TEXT,
  status TEXT DEFAULT 'running',
  metrics JSON,
  FOREIGN KEY (session_id) REFERENCES dmaic_sessions (session_id),
  FOREIGN KEY (phase_id) REFERENCES dmaic_phases (id)
);
