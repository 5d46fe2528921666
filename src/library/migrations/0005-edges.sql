-- What refers to what: `links` as far as they lead to files of the workspace, those that are left out included. Renewed
-- by lineage/edge-book.ts behind every group of changes; the triggers note what waits for that, so that nothing is lost
-- with a process that dies.

CREATE TABLE edges (
  from_file INTEGER NOT NULL, -- files.id
  line INTEGER NOT NULL,
  kind TEXT NOT NULL, -- as in `links`
  to_path TEXT NOT NULL,
  PRIMARY KEY (from_file, line, kind, to_path)
) STRICT, WITHOUT ROWID;

CREATE INDEX edges_by_target ON edges (to_path, kind);

-- Files whose links may lead elsewhere now.
CREATE TABLE edges_due (file INTEGER PRIMARY KEY) STRICT;

-- Paths at which a file came, went, or says something else that decides where the links of others lead.
CREATE TABLE edge_paths_due (path TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

INSERT INTO edges_due SELECT id FROM files WHERE kind <> 'run';

CREATE TRIGGER edges_of_new_files AFTER INSERT ON files WHEN NEW.kind <> 'run'
BEGIN
  INSERT OR IGNORE INTO edges_due VALUES (NEW.id);
  INSERT OR IGNORE INTO edge_paths_due VALUES (NEW.path);
END;

CREATE TRIGGER edges_of_changed_files AFTER UPDATE OF hash ON files WHEN NEW.kind <> 'run'
BEGIN
  INSERT OR IGNORE INTO edges_due VALUES (NEW.id);
  INSERT OR IGNORE INTO edge_paths_due SELECT NEW.path WHERE NEW.path LIKE '%.json' AND NEW.hash <> OLD.hash;
END;

CREATE TRIGGER edges_of_moved_files AFTER UPDATE OF path ON files WHEN NEW.path <> OLD.path
BEGIN
  INSERT OR IGNORE INTO edge_paths_due VALUES (OLD.path), (NEW.path);
  INSERT OR IGNORE INTO edges_due SELECT from_file FROM edges WHERE to_path = OLD.path;
END;

CREATE TRIGGER edges_of_lost_files AFTER DELETE ON files WHEN OLD.kind <> 'run'
BEGIN
  INSERT OR IGNORE INTO edge_paths_due VALUES (OLD.path);
  INSERT OR IGNORE INTO edges_due SELECT from_file FROM edges WHERE to_path = OLD.path;
  DELETE FROM edges WHERE from_file = OLD.id;
  DELETE FROM edges_due WHERE file = OLD.id;
END;

CREATE TRIGGER edges_of_skipped_files AFTER INSERT ON skipped WHEN NEW.path NOT LIKE '%/'
BEGIN
  INSERT OR IGNORE INTO edge_paths_due VALUES (NEW.path);
END;

CREATE TRIGGER edges_of_files_no_more_skipped AFTER DELETE ON skipped WHEN OLD.path NOT LIKE '%/'
BEGIN
  INSERT OR IGNORE INTO edge_paths_due VALUES (OLD.path);
  INSERT OR IGNORE INTO edges_due SELECT from_file FROM edges WHERE to_path = OLD.path;
END;
