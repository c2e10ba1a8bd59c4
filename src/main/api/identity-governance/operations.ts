import { approvalOperations } from './approval.operations.ts'
import { catalogueOperations } from './catalogue.operations.ts'
import { governanceOperations } from './governance.operations.ts'
import { infoOperations } from './info.operations.ts'
import { managedOperations } from './managed.operations.ts'
import type { Operation } from './operation.ts'
import { repositoryOperations } from './repository.operations.ts'
import { requestOperations } from './request.operations.ts'
import { userOperations } from './user.operations.ts'

/** Everything under `/openidm`. The first that fits an address answers, so the catalogue with its catch-all stands last. */
export const identityGovernanceOperations: readonly Operation[] = [
  ...userOperations,
  ...approvalOperations,
  ...requestOperations,
  ...governanceOperations,
  ...repositoryOperations,
  ...managedOperations,
  ...infoOperations,
  ...catalogueOperations,
]
