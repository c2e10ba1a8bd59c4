import { useMemo } from 'react'
import { useSearchParam } from '../navigation/router.ts'

/** The moment that the screen shows. It is part of the address, so that links carry it. */
export type AsOf = { readonly mode: 'now' } | { readonly mode: 'known' | 'true'; readonly day: string }

export const asOfParam = 'asOf'
const form = /^(known|true)-(\d{4}-\d{2}-\d{2})$/

export function readAsOf(written: string | null): AsOf {
  const [, mode, day] = form.exec(written ?? '') ?? []
  if (mode === undefined || day === undefined || Number.isNaN(Date.parse(`${day}T12:00:00`))) return { mode: 'now' }
  return { mode: mode as 'known' | 'true', day }
}

export const writeAsOf = (asOf: AsOf): string | null => (asOf.mode === 'now' ? null : `${asOf.mode}-${asOf.day}`)

/** The local date of a moment, as date fields write it. */
export function localDate(at: number): string {
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
}

/** The end of the local day, as API parameters. */
export function momentQuery(asOf: AsOf): { knownOn?: string; trueOn?: string } {
  if (asOf.mode === 'now') return {}
  const moment = new Date(`${asOf.day}T23:59:59.999`).toISOString()
  return asOf.mode === 'known' ? { knownOn: moment } : { trueOn: moment }
}

export function useAsOf(): AsOf {
  const written = useSearchParam(asOfParam)
  return useMemo(() => readAsOf(written), [written])
}
