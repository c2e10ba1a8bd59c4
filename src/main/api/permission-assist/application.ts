import type { Application } from '../../../contract/applications.ts'
import type { Import } from '../../../contract/imports.ts'
import { buildTimes, statusOf } from './import-status.ts'
import type { ApplicationSummary, VendorApplication } from './wire.ts'

/** An application as it is embedded in other resources. */
export function viewSummary({ id, name, priority, archived, updatedAt, appliedAt }: Application): ApplicationSummary {
  const lastUpdated = appliedAt !== null && appliedAt > updatedAt ? appliedAt : updatedAt
  return { id, kind: 'Application', name, priority, isArchived: archived, lastUpdated }
}

/** An application with its connector, which has no id of its own, and the last import whatever became of it. */
export function viewApplication(application: Application, last: Import | undefined): VendorApplication {
  const { id, rules, rulesVersion } = application
  const [name, other] = [...new Set(rules.fileGroups.map(({ profile }) => connectorNames[profile]))]
  return {
    ...viewSummary(application),
    connector: {
      id,
      name: name === undefined || other !== undefined ? 'Files' : name,
      version: String(rulesVersion),
      isFileBased: true,
      fileGroups: rules.fileGroups.map((group) => ({ id: group.id, name: group.name, isRequired: group.required })),
    },
    lastImport: last
      ? { id: last.id, number: last.number, type: last.trigger, status: statusOf(last), ...buildTimes(last) }
      : null,
  }
}

const connectorNames = {
  'one-row-per-grant': 'One Row per Grant File',
  'standardized-permissions': 'Standardized Permissions File',
  'hr-roster': 'HR Roster File',
} as const satisfies Record<Application['rules']['fileGroups'][number]['profile'], string>
