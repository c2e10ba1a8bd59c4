/** What follows the end of an import, step by step, so that nothing of it is lost when the program is killed. */
export const importFollowUps = `
CREATE TABLE import_follow_up (
  import_id INTEGER NOT NULL REFERENCES import,
  step TEXT NOT NULL CHECK (step IN ('match-accounts','sign-checkpoint','archive-files','verify-claims','scan-policies','propose-events','notify')),
  done_at INTEGER,
  failed_at INTEGER,
  -- Why it failed last; null once it is done.
  reason TEXT,
  PRIMARY KEY (import_id, step),
  CHECK (done_at IS NULL OR reason IS NULL),
  CHECK ((reason IS NULL) OR (failed_at IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX import_follow_up_open ON import_follow_up (import_id) WHERE done_at IS NULL;
`
