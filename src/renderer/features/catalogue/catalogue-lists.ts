import { type CatalogueItem, CataloguePage, type Entitlement, EntitlementPage } from '../../../contract/catalogue.ts'
import { request } from '../../api/client.ts'
import type { ListSource, RowSource } from '../../shared/lists/use-list.ts'
import { apiPaths } from '../../shared/navigation/paths.ts'
import { catalogueKeys } from './queries.ts'

export const itemList: ListSource<CatalogueItem, { query: string }> = {
  key: [...catalogueKeys.all, 'list'],
  fetch:
    ({ query }, limit) =>
    (cursor, signal) =>
      request(CataloguePage, apiPaths.catalogue, { query: { limit, cursor, q: query || undefined }, signal }),
  csv: {
    name: 'Catalogue',
    head: ['Name', 'Kind', 'Application', 'Description', 'Risk', 'Requestable', 'Owner', 'Provisioner', 'Approvers'],
    record: (item) => [
      item.name,
      item.kind,
      item.application?.name ?? '',
      item.description,
      item.riskLevel ?? '',
      item.requestable ? 'yes' : 'no',
      item.owner?.name ?? '',
      item.provisioner?.name ?? '',
      item.approvers?.map(({ word }) => word).join('; ') ?? 'default',
    ],
  },
}

/** Imported entitlements; `published` null shows those with and without an item. */
export const entitlementList: RowSource<Entitlement, { query: string; published: boolean | null }> = {
  key: [...catalogueKeys.all, 'entitlements'],
  fetch:
    ({ query, published }, limit) =>
    (cursor, signal) =>
      request(EntitlementPage, apiPaths.entitlements, {
        query: { limit, cursor, q: query || undefined, published: published ?? undefined },
        signal,
      }),
}
