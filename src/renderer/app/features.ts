import type { Feature } from '../shared/navigation/feature.ts'
import { access } from '../features/access/index.ts'
import { activity } from '../features/audit/index.ts'
import { api } from '../features/tokens/index.ts'
import { applications } from '../features/applications/index.ts'
import { approvals } from '../features/approvals/index.ts'
import { catalogue } from '../features/catalogue/index.ts'
import { home } from '../features/home/index.ts'
import { imports } from '../features/imports/index.ts'
import { personnelEvents } from '../features/personnel-events/index.ts'
import { people } from '../features/identities/index.ts'
import { policies } from '../features/policies/index.ts'
import { requests } from '../features/requests/index.ts'
import { settings } from '../features/settings/index.ts'

/** All features, in the order of the navigation. */
export const features: readonly Feature[] = [
  home,
  imports,
  approvals,
  requests,
  personnelEvents,
  catalogue,
  policies,
  access,
  applications,
  people,
  activity,
  api,
  settings,
]
