import type { Route } from '../http/route.ts'
import { applicationImportRoutes } from './application-imports.routes.ts'
import { accessRequestRoutes } from './access-requests.routes.ts'
import { applicationRoutes } from './applications.routes.ts'
import { identityRoutes } from './identities.routes.ts'
import { vendorEventRoutes } from './personnel-events.routes.ts'

/** Every operation of the API that is compatible with Permission Assist. */
export const vendorRoutes: readonly Route[] = [
  ...identityRoutes,
  ...applicationRoutes,
  ...accessRequestRoutes,
  ...applicationImportRoutes,
  ...vendorEventRoutes,
]
