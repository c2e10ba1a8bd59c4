/** What scripts need beside the rest: wishes that outlive a restart. */
export const scripts = `
-- Somebody asked a running import to stop; it does at its next chunk, also when the program dies before that.
ALTER TABLE import ADD COLUMN cancel_asked_at INTEGER;
-- A script asked for this import by "stage" after the watched folder had brought the file already.
ALTER TABLE import ADD COLUMN claimed_at INTEGER;

-- Rosters name supervisors by their employee number.
CREATE INDEX person_now_by_employee ON person_now (employee_id) WHERE employee_id <> '';
`
