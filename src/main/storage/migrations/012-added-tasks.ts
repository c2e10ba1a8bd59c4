/** Tasks that a call put into a request beside the flow's own: what they decide moves nothing by itself. */
export const addedTasks = `
ALTER TABLE approval_task ADD COLUMN added INTEGER NOT NULL DEFAULT 0 CHECK (added IN (0,1));
`
