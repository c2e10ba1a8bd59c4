import type { ReactElement } from 'react'
import { Tooltip, TooltipTrigger } from 'react-aria-components'
import { Kbd } from './kbd.tsx'
import './hint.css'

/** A tooltip. Its child must be a React Aria control; what it says must be available without it too. */
export function Hint({
  text,
  shortcut,
  children,
}: {
  text: string
  shortcut?: string | undefined
  children: ReactElement
}) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      {children}
      <Tooltip className="hint" offset={6}>
        {text}
        {shortcut && <Kbd shortcut={shortcut} />}
      </Tooltip>
    </TooltipTrigger>
  )
}
