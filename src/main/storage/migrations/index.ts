import { ground } from './001-ground.ts'
import { people } from './002-people.ts'
import { scripts } from './003-scripts.ts'
import { checkpoints } from './004-checkpoints.ts'
import { catalogue } from './005-catalogue.ts'
import { requests } from './006-requests.ts'
import { policies } from './007-policies.ts'
import { intake } from './008-intake.ts'
import { personAttributes } from './009-person-attributes.ts'
import { userIdentity } from './010-user-identity.ts'
import { tokenReminders } from './011-token-reminders.ts'
import { addedTasks } from './012-added-tasks.ts'
import { policyScans } from './013-policy-scans.ts'
import { attachmentContents } from './014-attachment-contents.ts'
import { kebabCase } from './015-kebab-case.ts'
import { importFollowUps } from './016-import-follow-ups.ts'
import { managerProposals } from './017-manager-proposals.ts'
import { trueMatches } from './018-true-matches.ts'
import { folding } from './019-folding.ts'
import { unknownRows } from './020-unknown-rows.ts'
import { personnelEvents } from './021-personnel-events.ts'
import { webhooks } from './022-webhooks.ts'
import { leavers } from './023-leavers.ts'
import { accountsWithoutOwner } from './024-accounts-without-owner.ts'

/** In order, forward only. A released migration is never edited. */
export const migrations: readonly string[] = [
  ground,
  people,
  scripts,
  checkpoints,
  catalogue,
  requests,
  policies,
  intake,
  personAttributes,
  userIdentity,
  tokenReminders,
  addedTasks,
  policyScans,
  attachmentContents,
  kebabCase,
  importFollowUps,
  managerProposals,
  trueMatches,
  folding,
  unknownRows,
  personnelEvents,
  webhooks,
  leavers,
  accountsWithoutOwner,
]
