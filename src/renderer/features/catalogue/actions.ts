import type { FeatureAction } from '../../shared/navigation/feature.ts'
import { pages } from '../../shared/navigation/paths.ts'
import { navigate, openDialog } from '../../shared/navigation/router.ts'
import { text } from './text.ts'

export const publishEntitlements: FeatureAction = {
  id: 'publish',
  title: 'Publish entitlements',
  scope: 'catalogue:write',
  run: () => navigate(pages.entitlements),
}

export const newRole: FeatureAction = {
  id: 'role',
  title: text.newRole,
  scope: 'catalogue:write',
  keywords: ['item'],
  run: () => openDialog(pages.newCatalogueItem('role')),
}

export const newBundle: FeatureAction = {
  id: 'bundle',
  title: text.newBundle,
  scope: 'catalogue:write',
  keywords: ['package'],
  run: () => openDialog(pages.newCatalogueItem('bundle')),
}

export const newRequestField: FeatureAction = {
  id: 'field',
  title: text.requestFieldSection.new,
  scope: 'requests:manage',
  keywords: ['question', 'form'],
  run: () => openDialog(pages.newRequestField),
}
