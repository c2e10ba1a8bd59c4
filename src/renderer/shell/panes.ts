const focusable = '[role=grid], [role=listbox], input:not([disabled]), button:not([disabled]), a[href], [tabindex="0"]'

/** Moves the focus to the next or previous pane of the screen (F6), to its list if it has one. */
export function moveToPane(step: 1 | -1) {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter((pane) =>
    pane.querySelector(focusable),
  )
  if (panes.length === 0) return
  const index = panes.findIndex((pane) => pane.contains(document.activeElement))
  const next = panes[(index < 0 && step < 0 ? panes.length - 1 : index + step + panes.length) % panes.length]
  const main = next?.querySelector<HTMLElement>('[role=grid], [role=listbox]')
  const target = main ?? next?.querySelector<HTMLElement>(focusable)
  target?.focus()
}
