import { setSearchParams, useSearchParam } from '../navigation/router.ts'

/** Opens a dialog by the query parameter `do`, as in `?do=new`, so that the palette can open it from any screen. */
export function useDialogParam(what: string): [isAsked: boolean, ask: (on: boolean) => void] {
  return [useSearchParam('do') === what, (on) => setSearchParams({ do: on ? what : null })]
}
