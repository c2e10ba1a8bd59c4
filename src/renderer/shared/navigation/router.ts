import { useSyncExternalStore } from 'react'

/**
 * Paths, not hashes: the server answers unknown paths with index.html. The location itself is the state, so Back,
 * Forward, reload and copied links agree.
 */
const moved = 'castellan:moved'

function subscribe(listener: () => void) {
  window.addEventListener('popstate', listener)
  window.addEventListener(moved, listener)
  return () => {
    window.removeEventListener('popstate', listener)
    window.removeEventListener(moved, listener)
  }
}

interface NavigateOptions {
  /** Replaces the history entry instead of adding one. */
  readonly replace?: boolean
  /** Keeps the query of the current address, such as the filter of a list. */
  readonly keepQuery?: boolean
  /** Navigates only if this path is still shown: a user who has gone elsewhere stays there. */
  readonly from?: string
}

/** Navigates to a page of this app. */
export function navigate(path: string, { replace = false, keepQuery = false, from }: NavigateOptions = {}) {
  const target = keepQuery ? path + location.search : path
  if (target === location.pathname + location.search) return
  if (from !== undefined && from !== location.pathname) return
  if (replace) history.replaceState(null, '', target)
  else history.pushState(null, '', target)
  window.dispatchEvent(new Event(moved))
}

/** The current path, `/imports/5f2c…`. */
export function usePath(): string {
  return useSyncExternalStore(subscribe, () => location.pathname)
}

/** One value of the query string, for filters that belong into a link. */
export function useSearchParam(name: string): string | null {
  return useSyncExternalStore(subscribe, () => new URLSearchParams(location.search).get(name))
}

/** The whole query string, for screens that read several values of it. */
export function useSearchParams(): string {
  return useSyncExternalStore(subscribe, () => location.search)
}

/** Sets query values and replaces the history entry; null removes a value. */
export function setSearchParams(values: Readonly<Record<string, string | null>>) {
  const params = new URLSearchParams(location.search)
  for (const [name, value] of Object.entries(values)) {
    if (value === null) params.delete(name)
    else params.set(name, value)
  }
  const query = params.toString()
  navigate(location.pathname + (query && `?${query}`), { replace: true })
}

/**
 * Opens a dialog that its address names, such as `/policies?do=new`. If its screen is shown already, the selection and
 * the filter stay.
 */
export function openDialog(address: string) {
  const target = new URL(address, location.origin)
  const here = new URLSearchParams(location.search)
  const isHere =
    partsUnder(target.pathname, location.pathname) !== undefined && here.get('show') === target.searchParams.get('show')
  if (isHere) setSearchParams({ do: target.searchParams.get('do') })
  else navigate(address)
}

/** The parts of a path after a prefix, or undefined if it does not start with the prefix. */
export function partsUnder(prefix: string, path: string): readonly string[] | undefined {
  if (path !== prefix && !path.startsWith(`${prefix}/`)) return
  return path.slice(prefix.length).split('/').filter(Boolean).map(decodePart)
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
