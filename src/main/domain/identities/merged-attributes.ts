/** What is merged about a person, attribute by attribute; the names are columns of account_version and of person_now. */
export const personTexts = [
  'full_name',
  'first_name',
  'last_name',
  'email',
  'employee_id',
  'title',
  'department',
  'division',
  'company',
  'office',
  'manager',
  'person_type',
] as const
/** By what lists sort a person. @param value the SQL of an attribute that is never null */
export const sortNameOf = (value: (name: PersonText) => string): string =>
  `fold_search(coalesce(nullif(${value('last_name')}, ''), ${value('full_name')})) || ', ' || fold_search(${value('first_name')})`

const words = (...values: string[]): string => `fold_search(${values.join(" || ' | ' || ")})`
/** By what searches find a person: what names them, and where they work. A word never begins in one value and ends in another. */
export const nameWordsOf = (value: (name: PersonText) => string): string =>
  words(value('full_name'), value('email'), value('employee_id'))
export const placeWordsOf = (value: (name: PersonText) => string): string => words(value('title'), value('department'))

export type PersonText = (typeof personTexts)[number]

/**
 * What rosters say of each person, one row each, as `of_identity` and the attributes. Rosters count by the age of their
 * definition: what an older one says is taken, what it leaves blank comes from the next. Each value stands behind the
 * eight digits that sorted it to the front; `rosterValue` takes them off.
 * CROSS JOIN fixes the order: from the people who are asked about to their records, never through all records.
 * @param visible joins the versions `v` that count; @param matchInForce picks the matches `m` that do
 */
export const rosterSays = (visible: string, matchInForce: string, ofWhom: string): string => `
  SELECT m.identity_id AS of_identity, ${personTexts.map((name) => `max(CASE WHEN v.${name} <> '' THEN printf('%08d', 99999999 - p.id) || v.${name} END) AS ${name}`).join(', ')},
    max(v.active) AS active
  FROM account_match m CROSS JOIN account a ON a.id = m.account_id CROSS JOIN application p ON p.id = a.application_id AND p.kind = 'roster'
  CROSS JOIN account_version v ON v.account_id = a.id ${visible}
  WHERE ${matchInForce} AND ${ofWhom} GROUP BY m.identity_id`

export const rosterValue = (row: string, name: PersonText): string => `substr(${row}.${name}, 9)`

/** What was set by hand or by a script, one row a person. @param inForce picks the settings `t` that count */
export const setValues = (inForce: string, ofWhom: string): string => `
  SELECT t.identity_id AS of_identity, ${[...personTexts, 'status'].map((name) => `max(CASE WHEN t.attribute = '${name}' THEN t.value END) AS ${name}`).join(', ')}
  FROM person_attribute t WHERE ${inForce} AND ${ofWhom} GROUP BY t.identity_id`
