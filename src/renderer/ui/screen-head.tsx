import type { ReactNode } from 'react'
import './screen-head.css'

/** The title of a screen and its actions. */
export function ScreenHead({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <header className="screen-head">
      <h1>{title}</h1>
      {children}
    </header>
  )
}
