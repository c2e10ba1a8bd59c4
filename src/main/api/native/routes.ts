import { accessRoutes } from './access.routes.ts'
import { accessModelRoutes } from './access-models.routes.ts'
import { approvalRoutes } from './approvals.routes.ts'
import { requestFieldRoutes } from './request-fields.routes.ts'
import { requestRoutes } from './requests.routes.ts'
import { applicationRoutes } from './applications.routes.ts'
import { auditRoutes } from './audit.routes.ts'
import { backupRoutes } from './backups.routes.ts'
import { catalogueRoutes } from './catalogue.routes.ts'
import { clockRoutes } from './clock.routes.ts'
import { eventRoutes } from './events.routes.ts'
import { fileRoutes } from './files.routes.ts'
import { folderRoutes } from './folders.routes.ts'
import { governanceRoutes } from './governance.routes.ts'
import { mailRoutes } from './mail.routes.ts'
import { policyRoutes } from './policies.routes.ts'
import { policyScanRoutes } from './policy-scans.routes.ts'
import { eventProposalRoutes } from './event-proposals.routes.ts'
import { personnelEventSettingRoutes } from './personnel-event-settings.routes.ts'
import { personnelEventRoutes } from './personnel-events.routes.ts'
import { healthRoutes } from './health.routes.ts'
import { homeRoutes } from './home.routes.ts'
import { peopleRoutes } from './identities.routes.ts'
import { importRoutes } from './imports.routes.ts'
import type { Route } from '../http/route.ts'
import { sampleRoutes } from './sample.routes.ts'
import { sessionRoutes } from './session.routes.ts'
import { settingsRoutes } from './settings.routes.ts'
import { storageRoutes } from './storage.routes.ts'
import { tokenRoutes } from './tokens.routes.ts'
import { userRoutes } from './users.routes.ts'
import { webhookDeliveryRoutes } from './webhook-deliveries.routes.ts'
import { webhookRoutes } from './webhooks.routes.ts'

/** Every operation of the native API on its resources; `mounts.ts` adds the document that describes them. */
export const resourceRoutes: readonly Route[] = [
  ...accessRoutes,
  ...importRoutes,
  ...fileRoutes,
  ...folderRoutes,
  ...applicationRoutes,
  ...auditRoutes,
  ...backupRoutes,
  ...clockRoutes,
  ...eventRoutes,
  ...healthRoutes,
  ...homeRoutes,
  ...peopleRoutes,
  ...sampleRoutes,
  ...sessionRoutes,
  ...settingsRoutes,
  ...storageRoutes,
  ...userRoutes,
  ...tokenRoutes,
  ...requestRoutes,
  ...approvalRoutes,
  ...eventProposalRoutes,
  ...personnelEventRoutes,
  ...personnelEventSettingRoutes,
  ...accessModelRoutes,
  ...catalogueRoutes,
  ...requestFieldRoutes,
  ...policyScanRoutes,
  ...policyRoutes,
  ...governanceRoutes,
  ...mailRoutes,
  ...webhookRoutes,
  ...webhookDeliveryRoutes,
]
