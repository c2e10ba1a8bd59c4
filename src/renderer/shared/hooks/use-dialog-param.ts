import { setSearchParams, useSearchParam } from '../navigation/router.ts'

/**
 * Whether the address asks for a dialog, as `?do=new`, and how to open and close it: so the palette leads into it from
 * every screen, and the button beside it does the same.
 */
export function useDialogParam(what: string): [isAsked: boolean, ask: (on: boolean) => void] {
  return [useSearchParam('do') === what, (on) => setSearchParams({ do: on ? what : null })]
}
