/**
 * The bytes of attachments stand apart: SQLite follows a long value page by page to what stands behind it, so a list of
 * names read every file whole.
 */
export const attachmentContents = `
CREATE TABLE attachment_content (
  attachment_id INTEGER PRIMARY KEY REFERENCES attachment ON DELETE CASCADE,
  content BLOB NOT NULL
) STRICT;
INSERT INTO attachment_content (attachment_id, content) SELECT id, content FROM attachment;
ALTER TABLE attachment DROP COLUMN content;
`
