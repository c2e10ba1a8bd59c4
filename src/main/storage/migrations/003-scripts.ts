/** What scripts need beside the rest: wishes that outlive a restart, and answers that are given again. */
export const scripts = `
-- Somebody asked a running import to stop; it does at its next chunk, also when the program dies before that.
ALTER TABLE import ADD COLUMN cancel_asked_at INTEGER;
-- A script asked for this import by "stage" after the watched folder had brought the file already.
ALTER TABLE import ADD COLUMN claimed_at INTEGER;

-- A POST that carried an Idempotency-Key, and what was answered: the same request again gets the same answer for a day.
-- Keys stand as SHA-256, and answers that reveal a secret are not kept. No status: it was begun and has not ended.
CREATE TABLE kept_answer (
  caller TEXT NOT NULL,
  key_hash BLOB NOT NULL,
  request_hash BLOB NOT NULL,
  begun_at INTEGER NOT NULL,
  status INTEGER,
  headers TEXT CHECK (headers IS NULL OR json_valid(headers)),
  body TEXT,
  PRIMARY KEY (caller, key_hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX kept_answer_by_time ON kept_answer (begun_at);

-- Rosters name supervisors by their employee number.
CREATE INDEX person_now_by_employee ON person_now (employee_id) WHERE employee_id <> '';
`
