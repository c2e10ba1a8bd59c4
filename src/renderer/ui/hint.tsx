import type { ReactElement } from 'react'
import { Tooltip, TooltipTrigger } from 'react-aria-components'
import { Kbd } from './kbd.tsx'
import './hint.css'

/** A tooltip. The child must be a React Aria control, and the text must also be available without the tooltip. */
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
