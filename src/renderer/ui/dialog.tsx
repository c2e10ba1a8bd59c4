import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { cx } from './cx.ts'
import { IconButton } from './icon-button.tsx'
import { text } from './text.ts'
import './dialog.css'

export interface DialogProps {
  title: string
  isOpen: boolean
  onClose: () => void
  /** `alert`: must be answered, does not close by a click outside. */
  kind?: 'plain' | 'alert'
  size?: 'small' | 'medium' | 'large'
  children: ReactNode
  /** Buttons, the most likely one last. */
  footer?: ReactNode
}

/** A modal dialog. It traps the focus, returns it on close, and disables the shortcuts behind it. */
export function Dialog({ title, isOpen, onClose, kind = 'plain', size = 'medium', children, footer }: DialogProps) {
  return (
    <ModalOverlay
      className="scrim"
      data-blocks-shortcuts=""
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={kind === 'plain'}
    >
      <Modal className={cx('modal', `modal-${size}`)}>
        <AriaDialog className="dialog" role={kind === 'alert' ? 'alertdialog' : 'dialog'}>
          <header className="dialog-head">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <IconButton icon="close" label={text.close} onPress={onClose} />
          </header>
          <div className="dialog-body">{children}</div>
          {footer && <footer className="dialog-foot">{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
