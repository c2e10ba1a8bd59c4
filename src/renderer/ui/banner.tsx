import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import { Icon, type IconName } from './icon.tsx'
import './badge.css'
import './banner.css'

const kinds = {
  guard: { icon: 'hold', tone: 'change' },
  error: { icon: 'error', tone: 'loss' },
  info: { icon: 'info', tone: 'info' },
  success: { icon: 'done', tone: 'gain' },
} as const satisfies Record<string, { icon: IconName; tone: string }>

export interface BannerProps {
  kind: keyof typeof kinds
  title: string
  children?: ReactNode
  actions?: ReactNode
}

/** A message to read before continuing. Errors are announced at once, other kinds are not. */
export function Banner({ kind, title, children, actions }: BannerProps) {
  const { icon, tone } = kinds[kind]
  return (
    <div className={cx('banner', `tone-${tone}`)} role={kind === 'error' ? 'alert' : 'note'} aria-label={title}>
      <Icon name={icon} />
      <div className="banner-body">
        <strong>{title}</strong>
        {children && <div className="banner-text">{children}</div>}
        {actions && <div className="banner-actions">{actions}</div>}
      </div>
    </div>
  )
}
