/** Signed statements of how far the audit log had got, and with what. Each stands in a file outside the database too. */
export const checkpoints = `
CREATE TABLE audit_checkpoint (
  -- How many entries it speaks for: the sequence number of the last of them.
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  body TEXT NOT NULL CHECK (json_valid(body)),
  signature TEXT NOT NULL,
  public_key TEXT NOT NULL,
  -- From where the tree grows on to the next one.
  peaks TEXT NOT NULL CHECK (json_valid(peaks))
) STRICT;
CREATE TRIGGER audit_checkpoint_is_never_changed BEFORE UPDATE ON audit_checkpoint BEGIN SELECT RAISE(ABORT, 'a checkpoint is permanent'); END;
CREATE TRIGGER audit_checkpoint_is_never_removed BEFORE DELETE ON audit_checkpoint BEGIN SELECT RAISE(ABORT, 'a checkpoint is permanent'); END;
`
