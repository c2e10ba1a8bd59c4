import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { Icon, type IconName } from './icon.tsx'
import { text } from './text.ts'
import './states.css'

export interface EmptyStateProps {
  icon?: IconName
  title: string
  /** Explains what belongs here and the next step. */
  children?: ReactNode
  actions?: ReactNode
}

export function EmptyState({ icon, title, children, actions }: EmptyStateProps) {
  return (
    <div className="state">
      {icon && (
        <span className="state-icon">
          <Icon name={icon} />
        </span>
      )}
      <h2>{title}</h2>
      {children && <div className="state-text">{children}</div>}
      {actions && <div className="state-actions">{actions}</div>}
    </div>
  )
}

export interface ErrorStateProps {
  title: string
  /** What happened and what helps. */
  detail: string
  /** Leads to the log entry. */
  requestId?: string | undefined
  onRetry?: () => void
}

export function ErrorState({ title, detail, requestId, onRetry }: ErrorStateProps) {
  return (
    <div className="state" role="alert">
      <span className="state-icon state-icon-error">
        <Icon name="error" />
      </span>
      <h2>{title}</h2>
      <div className="state-text">
        {detail}
        {requestId && (
          <div className="mono">
            {text.requestId} {requestId}
          </div>
        )}
      </div>
      {onRetry && (
        <div className="state-actions">
          <Button onPress={onRetry}>{text.retry}</Button>
        </div>
      )}
    </div>
  )
}

/** A placeholder while data loads. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">{text.loading}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="skeleton-line" style={{ inlineSize: `${88 - ((line * 17) % 45)}%` }} />
      ))}
    </div>
  )
}
