-- What the review says of the files of the workspace. Their status stands in `files.status`; `meta.judged` rises with
-- every group that changed one: whoever keeps statuses in memory reads them again then. A log of a run (`kind = 'run'`)
-- is not reviewed.

INSERT INTO meta (key, value) VALUES ('judged', 0);

-- JSON: the lines of secrets whose form leaves no doubt; null where there are none.
ALTER TABLE files ADD COLUMN secret_lines TEXT;

-- What has to be reviewed, with what depends on it. Written together with what made it necessary, so that no review is
-- ever forgotten; a path stays after its file is gone.
CREATE TABLE pending (
  path TEXT PRIMARY KEY,
  came INTEGER NOT NULL -- 1: something is there that was not, or the reverse; 0: it is another one than before
) STRICT, WITHOUT ROWID;

CREATE TRIGGER files_come AFTER INSERT ON files WHEN NEW.kind <> 'run'
BEGIN
  INSERT INTO pending (path, came) VALUES (NEW.path, 1) ON CONFLICT DO UPDATE SET came = 1;
END;

CREATE TRIGGER files_go AFTER DELETE ON files WHEN OLD.kind <> 'run'
BEGIN
  INSERT INTO pending (path, came) VALUES (OLD.path, 1) ON CONFLICT DO UPDATE SET came = 1;
  DELETE FROM review_findings WHERE file = OLD.id;
  DELETE FROM signatures WHERE file = OLD.id;
  DELETE FROM duplicates WHERE file = OLD.id;
END;

CREATE TRIGGER files_move AFTER UPDATE OF path ON files WHEN NEW.path <> OLD.path
BEGIN
  INSERT INTO pending (path, came) VALUES (OLD.path, 1) ON CONFLICT DO UPDATE SET came = 1;
  INSERT INTO pending (path, came) VALUES (NEW.path, 1) ON CONFLICT DO UPDATE SET came = 1;
END;

CREATE TRIGGER files_change AFTER UPDATE OF hash, mtime_ms, changed ON files
WHEN NEW.kind <> 'run' AND (NEW.changed <> OLD.changed OR NEW.mtime_ms <> OLD.mtime_ms)
BEGIN
  INSERT INTO pending (path, came) VALUES (NEW.path, 0) ON CONFLICT DO NOTHING;
END;

-- Documents refer to what is left out as well: to pictures above all.
CREATE TRIGGER skipped_come AFTER INSERT ON skipped
BEGIN
  INSERT INTO pending (path, came) VALUES (NEW.path, 1) ON CONFLICT DO UPDATE SET came = 1;
END;

CREATE TRIGGER skipped_go AFTER DELETE ON skipped
BEGIN
  INSERT INTO pending (path, came) VALUES (OLD.path, 1) ON CONFLICT DO UPDATE SET came = 1;
END;

-- ReviewFinding.
CREATE TABLE review_findings (
  file INTEGER NOT NULL,
  ordinal INTEGER NOT NULL, -- from 0, within the file
  rule TEXT NOT NULL,
  severity TEXT NOT NULL,
  line INTEGER NOT NULL,
  message TEXT NOT NULL,
  fix TEXT, -- JSON: FindingRepair
  PRIMARY KEY (file, ordinal)
) STRICT, WITHOUT ROWID;

CREATE INDEX review_errors ON review_findings (file) WHERE severity = 'error';

-- Files that are not what they would be if they were made now.
CREATE TABLE stale (
  path TEXT PRIMARY KEY,
  input TEXT NOT NULL, -- what it was made from
  run_id TEXT, -- since then the input has changed; null where the input is stale itself
  agent TEXT NOT NULL -- that made it
) STRICT, WITHOUT ROWID;

-- By these alone texts are compared: duplicates/signature.ts. A file that is not worth comparing has none.
CREATE TABLE signatures (
  file INTEGER PRIMARY KEY,
  signature BLOB NOT NULL -- empty where the text is too short to be compared but byte by byte
) STRICT;

-- Files that are the same as another one, or nearly.
CREATE TABLE duplicates (
  file INTEGER PRIMARY KEY,
  canonical INTEGER, -- the one to go by, itself perhaps; null where it is like one that belongs to another group
  similarity REAL NOT NULL, -- to that one, 0 to 1
  because TEXT -- of the one to go by: why it is that
) STRICT;

CREATE INDEX duplicates_by_canonical ON duplicates (canonical);
CREATE INDEX files_stale ON files (path) WHERE status = 'stale';

-- What was written before has not been reviewed: it is read again.
UPDATE files SET hash = '', ctime_ms = -1;
