import { useMemo } from 'react'
import type { AsOf } from '../../shared/as-of/as-of.ts'
import { momentQuery } from '../../shared/as-of/as-of.ts'
import { setSearchParams, useSearchParams } from '../../shared/navigation/router.ts'

/** What the list is narrowed by, as the address has it. */
export const filterNames = ['privileged', 'unassigned', 'service', 'leavers', 'dormant', 'signInUnknown'] as const
export type FilterName = (typeof filterNames)[number]

/** Whom or what the list is about, as the address has it. */
export const subjectNames = ['entitlement', 'application', 'person', 'account', 'department', 'title'] as const
export type SubjectName = (typeof subjectNames)[number]

export interface GrantFilter {
  readonly subject: Readonly<Partial<Record<SubjectName, string>>>
  readonly filters: readonly FilterName[]
  readonly query: string
  readonly asOf: AsOf
}

/** Days without a sign-in after which an account counts as dormant. */
export const dormantDays = 90

/** Unassigned and service accounts exclude each other, as do a sign-in long ago and one that is not known. */
const excluded: Readonly<Partial<Record<FilterName, FilterName>>> = {
  unassigned: 'service',
  service: 'unassigned',
  dormant: 'signInUnknown',
  signInUnknown: 'dormant',
}

/** The subject and the filters in the address. */
export function useGrantAddress(): Pick<GrantFilter, 'subject' | 'filters'> {
  const written = useSearchParams()
  return useMemo(() => {
    const params = new URLSearchParams(written)
    const subject = Object.fromEntries(
      subjectNames.flatMap((name) => {
        const value = params.get(name)
        return value === null ? [] : [[name, value]]
      }),
    )
    return { subject, filters: filterNames.filter((name) => params.has(name)) }
  }, [written])
}

/** Switches a filter on or off in the address. */
export function setFilter(name: FilterName, isOn: boolean): void {
  const other = excluded[name]
  setSearchParams({ [name]: isOn ? '1' : null, ...(isOn && other !== undefined && { [other]: null }) })
}

export const setSubject = (name: SubjectName, value: string | null): void => setSearchParams({ [name]: value })

/** A filter as parameters of the API. */
export function grantQuery({ subject, filters, query, asOf }: GrantFilter) {
  const has = (name: FilterName) => (filters.includes(name) ? true : undefined)
  return {
    entitlementId: subject.entitlement,
    applicationId: subject.application,
    personId: subject.person,
    accountId: subject.account,
    department: subject.department,
    title: subject.title,
    q: query || undefined,
    privileged: has('privileged'),
    owner: has('unassigned') ? 'none' : has('service') ? 'nobody' : undefined,
    leavers: has('leavers'),
    dormantDays: has('dormant') && dormantDays,
    lastSignIn: has('signInUnknown') && 'unknown',
    ...momentQuery(asOf),
  }
}
