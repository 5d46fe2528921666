-- What is searched of every passage; its text is read from the file when it is shown. The rowid is the passage's id.
-- What stands in the columns: search/index-entry.ts. Their first letters differ: search/full-text.ts tells them by those.
CREATE VIRTUAL TABLE passage_text USING fts5 (
  path,
  title,
  body,
  identifiers,
  content = '',
  contentless_delete = 1,
  tokenize = 'porter unicode61 remove_diacritics 2'
);
