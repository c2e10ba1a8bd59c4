import { useQuery } from '@tanstack/react-query'
import { z } from 'zod'
import { type ChangeGovernanceSettings, CurrentGovernanceSettings } from '../../../../contract/governance.ts'
import { DelegationList, type NewDelegation } from '../../../../contract/delegations.ts'
import { CurrentMailSettings, type WriteMailSettings } from '../../../../contract/mail.ts'
import {
  NotificationTemplate,
  NotificationTemplateList,
  OutboxPage,
  type WriteNotificationTemplate,
} from '../../../../contract/notifications.ts'
import { request } from '../../../api/client.ts'
import { createChangeCounter } from '../../../shared/lists/change-counter.ts'
import { useSaveChange } from '../../../shared/lists/use-save-change.ts'

const settingsChanges = createChangeCounter()
const keys = {
  rules: ['governance', 'rules'],
  delegations: ['governance', 'delegations'],
  messages: ['messages'],
  mail: ['mail'],
}

export const useRules = (enabled = true) =>
  useQuery({
    queryKey: keys.rules,
    enabled,
    queryFn: ({ signal }) => request(CurrentGovernanceSettings, '/v1/settings/governance', { signal }),
  })

export const useSaveRules = (revision: number) =>
  useSaveChange({ changes: settingsChanges, key: keys.rules }, (body: z.input<typeof ChangeGovernanceSettings>) =>
    request(CurrentGovernanceSettings, '/v1/settings/governance', { method: 'PATCH', body, ifMatch: revision }),
  )

export const useDelegations = () =>
  useQuery({
    queryKey: keys.delegations,
    queryFn: ({ signal }) => request(DelegationList, '/v1/delegations', { signal }),
    select: ({ items }) => items,
  })
export const useCreateDelegation = () =>
  useSaveChange({ changes: settingsChanges, key: keys.delegations }, (body: z.input<typeof NewDelegation>) =>
    request(DelegationList, '/v1/delegations', { method: 'POST', body }),
  )
export const useEndDelegation = () =>
  useSaveChange({ changes: settingsChanges, key: keys.delegations }, (id: number) =>
    request(z.undefined(), `/v1/delegations/${id}`, { method: 'DELETE' }),
  )

export const useTemplates = () =>
  useQuery({
    queryKey: keys.messages,
    queryFn: ({ signal }) => request(NotificationTemplateList, '/v1/notification-templates', { signal }),
    select: ({ items }) => items,
  })
export const useSaveTemplate = ({ name, revision }: NotificationTemplate) =>
  useSaveChange({ changes: settingsChanges, key: keys.messages }, (body: z.input<typeof WriteNotificationTemplate>) =>
    request(NotificationTemplate, `/v1/notification-templates/${name}`, { method: 'PUT', body, ifMatch: revision }),
  )

export const fetchOutbox = (limit: number) => (cursor: string | undefined, signal: AbortSignal) =>
  request(OutboxPage, '/v1/outbox', { query: { limit, cursor }, signal })

export const useMail = (enabled = true) =>
  useQuery({
    queryKey: keys.mail,
    enabled,
    queryFn: ({ signal }) => request(CurrentMailSettings, '/v1/settings/mail', { signal }),
  })
export const useSaveMail = (revision: number) =>
  useSaveChange({ changes: settingsChanges, key: keys.mail }, (body: z.input<typeof WriteMailSettings>) =>
    request(CurrentMailSettings, '/v1/settings/mail', { method: 'PUT', body, ifMatch: revision }),
  )
