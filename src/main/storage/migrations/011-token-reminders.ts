/** How many days before its end a token was last spoken of, so that each reminder comes once. */
export const tokenReminders = `
ALTER TABLE api_token ADD COLUMN reminded_days INTEGER;
CREATE INDEX api_token_by_end ON api_token (expires_at) WHERE revoked_at IS NULL;
`
