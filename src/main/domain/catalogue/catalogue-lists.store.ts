import { contain, foldSearch } from '../../storage/fold.ts'
import type { Reader } from '../../storage/open.ts'
import { prepared } from '../../storage/query.ts'
import { canBeRequested } from './catalogue.store.ts'

/** What a page of the catalogue asks for; null leaves it open. */
export interface CatalogueListQuery {
  readonly words: string | null
  readonly class: string | null
  /** GUID of an application. */
  readonly application: string | null
  readonly requestable: boolean | null
}

/** A bundle is offered only while it has an item that can be requested. */
const canBeOffered = (
  entry: string,
): string => `(${canBeRequested(entry)} AND (${entry}.class <> 'requestable-item-bundle' OR EXISTS (
  SELECT 1 FROM json_each(${entry}.body, '$.itemIds') c JOIN glossary_entry of ON of.idm_id = c.value OR of.object_id = c.value
  WHERE of.removed_at IS NULL AND ${canBeRequested('of')})))`
const from = `
  FROM glossary_entry g LEFT JOIN entitlement e ON e.id = g.entitlement_id LEFT JOIN application p ON p.id = e.application_id
  WHERE g.removed_at IS NULL AND g.class IN ('system-value','object','identity-value','requestable-item-bundle')
    AND (@class IS NULL OR g.class = @class) AND (@application IS NULL OR p.guid = @application)
    AND (@requestable IS NULL OR ${canBeOffered('g')} = @requestable)
    AND (@words IS NULL OR ${contain(['g.display_name', "coalesce(g.body ->> 'description', '')", "coalesce(g.body ->> 'name', '')"])})`
const bound = ({ words, class: entryClass, application, requestable }: CatalogueListQuery) => ({
  words: foldSearch(words?.trim() ?? '') || null,
  class: entryClass,
  application,
  requestable: requestable === null ? null : Number(requestable),
})

/** Ids of entries by name. */
export const pageOfCatalogue = (db: Reader, question: CatalogueListQuery, offset: number, limit: number): string[] =>
  prepared<{ key: string }>(db, `SELECT g.idm_id AS key ${from} ORDER BY g.sort_name, g.id LIMIT @limit OFFSET @offset`)
    .all({ ...bound(question), offset, limit })
    .map(({ key }) => key)

export const countCatalogue = (db: Reader, question: CatalogueListQuery): number =>
  prepared<{ n: number }>(db, `SELECT count(*) AS n ${from}`).get(bound(question))?.n ?? 0

export const applicationOfEntitlement = (db: Reader, entitlement: number): { id: string; name: string } | null =>
  prepared<{ id: string; name: string }>(
    db,
    'SELECT p.guid AS id, p.name FROM entitlement e JOIN application p ON p.id = e.application_id WHERE e.id = ?',
  ).get(entitlement) ?? null

const byField = `
  SELECT f.value AS name, count(DISTINCT g.id) AS n FROM glossary_entry g, json_each(g.body, '$.requestFields') f
  WHERE g.removed_at IS NULL GROUP BY f.value`

/** How many entries ask a request field, by its name. */
export const entriesByField = (db: Reader): ReadonlyMap<string, number> =>
  new Map(
    prepared<{ name: string; n: number }>(db, byField)
      .all()
      .map(({ name, n }) => [name, n]),
  )
