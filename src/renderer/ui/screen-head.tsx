import type { ReactNode } from 'react'
import './screen-head.css'

/** The head of a screen: what it is, and what can be done with all of it. */
export function ScreenHead({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <header className="screen-head">
      <h1>{title}</h1>
      {children}
    </header>
  )
}
