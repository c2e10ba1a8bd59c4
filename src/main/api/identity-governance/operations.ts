import { approvalOperations } from './approval.operations.ts'
import { attachmentOperations } from './attachment.operations.ts'
import { bundleOperations } from './bundle.operations.ts'
import { decisionOperations } from './decision.operations.ts'
import { glossaryOperations } from './glossary.operations.ts'
import { itemOperations } from './item.operations.ts'
import { requestFieldOperations } from './request-field.operations.ts'
import { settlingOperations } from './settling.operations.ts'
import { governanceOperations } from './governance.operations.ts'
import { policyOperations } from './policy.operations.ts'
import { policyScanOperations } from './policy-scan.operations.ts'
import { infoOperations } from './info.operations.ts'
import { managedRoleOperations } from './managed-role.operations.ts'
import { managedUserOperations } from './managed-user.operations.ts'
import type { Operation } from './operation.ts'
import { repositoryOperations } from './repository.operations.ts'
import { requestOperations } from './request.operations.ts'
import { userOperations } from './user.operations.ts'

/** Everything under `/openidm`. The first that fits an address answers, so the items with their catch-all come last. */
export const identityGovernanceOperations: readonly Operation[] = [
  ...userOperations,
  ...approvalOperations,
  ...attachmentOperations,
  ...decisionOperations,
  ...requestOperations,
  ...settlingOperations,
  ...policyOperations,
  ...policyScanOperations,
  ...governanceOperations,
  ...repositoryOperations,
  ...managedUserOperations,
  ...managedRoleOperations,
  ...infoOperations,
  ...glossaryOperations,
  ...bundleOperations,
  ...requestFieldOperations,
  ...itemOperations,
]
