import type { FeatureAction } from '../../shared/navigation/feature.ts'
import { pages } from '../../shared/navigation/paths.ts'
import { openDialog } from '../../shared/navigation/router.ts'
import { text } from './governance/governance-text.ts'

export const newDelegation: FeatureAction = {
  id: 'delegate',
  title: text.delegations.newTitle,
  scope: 'requests:decide',
  keywords: ['delegate', 'absence', 'holiday'],
  run: () => openDialog(pages.newDelegation),
}
