/**
 * Writes test/support/fixtures/schema-N.sql, a database as the program of that schema left it: `node test/support/freeze-schema.ts`.
 * Run once for each schema that is released, and never again: from then on the file holds the migrations to it.
 */
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { migrations } from '../../src/main/storage/migrations/index.ts'

const rows = `
INSERT INTO setting VALUES ('api switch', '{"enabled":true,"changedAt":null,"changedBy":null,"revision":1}');
INSERT INTO application VALUES (1, '9d3e14ee-8440-4da4-9cb4-0190696f6dee', 'application', 'Core Banking', 'High', NULL, 1782838800000, 1782838800000, 1);
INSERT INTO rule_version VALUES (1, 1, 1, '{"fileGroups":[{"id":"0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c01","name":"Grants","pattern":"core*.csv","columns":{"userName":"User","permission":"Permission"}}]}', 1782838800000, 'olga');
INSERT INTO source VALUES (1, 'application', 1, 1, NULL);
INSERT INTO import (id, guid, source_id, kind, trigger, state, rule_version_id, extract_at, base_seq, seq, created_at, created_by)
  VALUES (1, '6f1d2f5e-4c1b-4b55-9a51-0f6c2f1f0a01', 1, 'extract', 'Manual', 'applied', 1, 1782838800000, 0, 1, 1782838800000, 'olga');
INSERT INTO generation VALUES (1, 1, 1, 1782838800000, 1782838800000, NULL, '00');
INSERT INTO account VALUES (1, 'e6ff692e-1cc1-4a6f-9e3c-9defd488c531', 1, 'ana');
INSERT INTO account_version (account_id, source_id, from_seq, full_name, file_id, line) VALUES (1, 1, 1, 'Ana Silva', 1, 2);
INSERT INTO entitlement VALUES (1, '3afeb3fa-228f-4af3-b84e-78d70c8df2b8', 1, 'Tellers', '', '', 'Vault');
INSERT INTO entitlement_version (entitlement_id, source_id, from_seq, file_id, line) VALUES (1, 1, 1, 1, 2);
INSERT INTO grant_version VALUES (1, 1, 1, 1, 2147483647, 'Y', 1, 2);
INSERT INTO holder_version VALUES (1, 1, 1, 1, 2147483647, 'Y');
INSERT INTO user VALUES (1, '1cb86c43-1b66-47db-a343-fa47e0f6fb67', 'olga', 'olga', '', NULL, '["owner"]', NULL, NULL, NULL, NULL, 1782838800000, 'first run', 1782838800000, 1);
`

const schema = 2
writeFileSync(
  resolve(import.meta.dirname, `fixtures/schema-${schema}.sql`),
  `-- A database of schema ${schema}, frozen. Not to be edited: what is in the field can't be either.\n${migrations.slice(0, schema).join('\n')}\n${rows}\nPRAGMA user_version = ${schema};\n`,
)
