/**
 * People are searched, filtered and sorted by folded texts: without regard to case in any alphabet, and for searches and
 * order without accents. The texts are stored, so that indexes serve them; the statements that write people keep them up.
 */
export const folding = `
ALTER TABLE person_now ADD COLUMN department_key TEXT NOT NULL DEFAULT '';
-- By what a person is found: what names them; and where they work.
ALTER TABLE person_now ADD COLUMN name_words TEXT NOT NULL DEFAULT '';
ALTER TABLE person_now ADD COLUMN place_words TEXT NOT NULL DEFAULT '';
DROP TRIGGER person_now_is_found;
DROP TRIGGER person_now_is_found_anew;
DROP TABLE person_search;
DROP INDEX person_now_by_department;
UPDATE person_now SET
  sort_name = fold_search(coalesce(nullif(last_name, ''), full_name)) || ', ' || fold_search(first_name),
  department_key = fold_case(department),
  name_words = fold_search(full_name || ' | ' || email || ' | ' || employee_id),
  place_words = fold_search(title || ' | ' || department);
CREATE INDEX person_now_by_department ON person_now (department_key, sort_name, identity_id);
CREATE VIRTUAL TABLE person_search USING fts5 (
  name_words, place_words, content='person_now', content_rowid='identity_id', prefix='1 2 3', tokenize='unicode61 remove_diacritics 0'
);
INSERT INTO person_search (person_search) VALUES ('rebuild');
CREATE TRIGGER person_now_is_found AFTER INSERT ON person_now BEGIN
  INSERT INTO person_search (rowid, name_words, place_words) VALUES (new.identity_id, new.name_words, new.place_words);
END;
CREATE TRIGGER person_now_is_found_anew AFTER UPDATE OF name_words, place_words ON person_now BEGIN
  INSERT INTO person_search (person_search, rowid, name_words, place_words)
  VALUES ('delete', old.identity_id, old.name_words, old.place_words);
  INSERT INTO person_search (rowid, name_words, place_words) VALUES (new.identity_id, new.name_words, new.place_words);
END;

ALTER TABLE glossary_entry ADD COLUMN sort_name TEXT NOT NULL DEFAULT '';
UPDATE glossary_entry SET sort_name = fold_search(display_name);
DROP INDEX glossary_entry_by_name;
CREATE INDEX glossary_entry_by_name ON glossary_entry (sort_name, id) WHERE removed_at IS NULL;
`
