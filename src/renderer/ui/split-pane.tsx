import { type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react'
import { text } from './text.ts'
import './split-pane.css'

export interface SplitPaneProps {
  list: ReactNode
  listLabel: string
  detail: ReactNode
  detailLabel: string
  /** The decision area: a column of its own if there is room, otherwise below the detail. */
  decision?: ReactNode
  decisionLabel?: string
  /** Key under which the list width is stored. */
  name: string
}

const minWidth = 200
const maxWidth = 560
const clamp = (width: number) => Math.round(Math.min(maxWidth, Math.max(minWidth, width)))

/** List | detail | decision. On a narrow window they are stacked. */
export function SplitPane(props: SplitPaneProps) {
  const [width, setWidth] = useWidth(props.name)

  const resizeByPointer = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const from = event.currentTarget.parentElement?.getBoundingClientRect().left ?? 0
    setWidth(clamp(event.clientX - from))
  }
  const resizeByKey = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -16, ArrowRight: 16, Home: -maxWidth, End: maxWidth }[event.key]
    if (step === undefined) return
    event.preventDefault()
    setWidth(clamp(width + step))
  }

  return (
    <div className="split-box">
      <div className="split" style={{ '--list-width': `${width}px` } as CSSProperties}>
        <section className="split-list" aria-label={props.listLabel} data-pane="">
          {props.list}
        </section>
        <div
          className="split-handle"
          role="separator"
          aria-orientation="vertical"
          aria-label={text.resize}
          aria-valuenow={width}
          aria-valuemin={minWidth}
          aria-valuemax={maxWidth}
          tabIndex={0}
          onKeyDown={resizeByKey}
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={resizeByPointer}
        />
        <section className="split-detail" aria-label={props.detailLabel} data-pane="">
          {props.detail}
        </section>
        {props.decision && (
          <section className="split-decision" aria-label={props.decisionLabel ?? ''} data-pane="">
            {props.decision}
          </section>
        )}
      </div>
    </div>
  )
}

function useWidth(name: string): [number, (width: number) => void] {
  const key = `castellan.split.${name}`
  const [width, setWidth] = useState(() => clamp(Number(localStorage.getItem(key)) || 280))
  return [
    width,
    (next) => {
      setWidth(next)
      localStorage.setItem(key, String(next))
    },
  ]
}
