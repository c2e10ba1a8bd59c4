import { setSearchParams, useSearchParam } from '../navigation/router.ts'

/** Opens a dialog by the query parameter `do`, as in `?do=new`, so that the palette can open it from any screen. */
export function useDialogParam(dialog: string): [isOpen: boolean, setOpen: (isOpen: boolean) => void] {
  return [useSearchParam('do') === dialog, (isOpen) => setSearchParams({ do: isOpen ? dialog : null })]
}
