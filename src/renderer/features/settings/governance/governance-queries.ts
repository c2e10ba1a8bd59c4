import { useQuery } from '@tanstack/react-query'
import { z } from 'zod'
import { type ChangeGovernanceSettings, CurrentGovernanceSettings } from '../../../../contract/governance.ts'
import { DelegationList, type NewDelegation } from '../../../../contract/delegations.ts'
import { CurrentMailSettings, type WriteMailSettings } from '../../../../contract/mail.ts'
import {
  NotificationTemplate,
  NotificationTemplateList,
  type WriteNotificationTemplate,
} from '../../../../contract/notifications.ts'
import { request } from '../../../api/client.ts'
import { useSaveChange } from '../../../shared/lists/use-save-change.ts'
import { apiPaths } from '../../../shared/navigation/paths.ts'

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
    queryFn: ({ signal }) => request(CurrentGovernanceSettings, apiPaths.governanceSettings, { signal }),
  })

export const useSaveRules = (revision: number) =>
  useSaveChange(keys.rules, (body: z.input<typeof ChangeGovernanceSettings>) =>
    request(CurrentGovernanceSettings, apiPaths.governanceSettings, { method: 'PATCH', body, ifMatch: revision }),
  )

export const useDelegations = () =>
  useQuery({
    queryKey: keys.delegations,
    queryFn: ({ signal }) => request(DelegationList, apiPaths.delegations, { signal }),
    select: ({ items }) => items,
  })
export const useCreateDelegation = () =>
  useSaveChange(keys.delegations, (body: z.input<typeof NewDelegation>) =>
    request(DelegationList, apiPaths.delegations, { method: 'POST', body }),
  )
export const useEndDelegation = () =>
  useSaveChange(keys.delegations, (id: number) => request(z.undefined(), apiPaths.delegation(id), { method: 'DELETE' }))

export const useTemplates = () =>
  useQuery({
    queryKey: keys.messages,
    queryFn: ({ signal }) => request(NotificationTemplateList, apiPaths.notificationTemplates, { signal }),
    select: ({ items }) => items,
  })
export const useSaveTemplate = ({ name, revision }: NotificationTemplate) =>
  useSaveChange(keys.messages, (body: z.input<typeof WriteNotificationTemplate>) =>
    request(NotificationTemplate, apiPaths.notificationTemplate(name), { method: 'PUT', body, ifMatch: revision }),
  )

export const useMail = (enabled = true) =>
  useQuery({
    queryKey: keys.mail,
    enabled,
    queryFn: ({ signal }) => request(CurrentMailSettings, apiPaths.mailSettings, { signal }),
  })
export const useSaveMail = (revision: number) =>
  useSaveChange(keys.mail, (body: z.input<typeof WriteMailSettings>) =>
    request(CurrentMailSettings, apiPaths.mailSettings, { method: 'PUT', body, ifMatch: revision }),
  )
