import type { ReactElement } from 'react'
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover, Separator } from 'react-aria-components'
import { cx } from './cx.ts'
import { Icon, type IconName } from './icon.tsx'
import { Kbd } from './kbd.tsx'
import './field.css'

export interface MenuEntry {
  id: string
  title: string
  icon?: IconName
  shortcut?: string
  danger?: boolean
  disabled?: boolean
  /** Draws a line above this entry. */
  apart?: boolean
  run: () => void
}

/** A menu that opens from its child, which must be a Button. */
export function Menu({
  label,
  entries,
  children,
}: {
  label: string
  entries: readonly MenuEntry[]
  children: ReactElement
}) {
  return (
    <MenuTrigger>
      {children}
      <Popover className="popover" offset={4}>
        <AriaMenu
          className="options"
          aria-label={label}
          onAction={(id) => entries.find((entry) => entry.id === id)?.run()}
        >
          {entries.flatMap((entry) => [
            ...(entry.apart ? [<Separator key={`${entry.id}-line`} className="option-divider" />] : []),
            <MenuItem
              key={entry.id}
              id={entry.id}
              textValue={entry.title}
              isDisabled={entry.disabled ?? false}
              className={cx('option', entry.danger && 'option-danger')}
            >
              {entry.icon && <Icon name={entry.icon} />}
              <span>{entry.title}</span>
              {entry.shortcut && <Kbd shortcut={entry.shortcut} />}
            </MenuItem>,
          ])}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
