import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { endSession } from '../api/end-session.ts'
import { Button } from '../ui/button.tsx'
import { Logo } from './logo.tsx'
import { PasswordForm } from './password-form.tsx'
import { text } from './text.ts'
import './sign-in.css'

/** Covers the page until the password is entered. The page below stays as it was. */
export function LockScreen({ username }: { username: string }) {
  return (
    <ModalOverlay className="signed-out lock" data-blocks-shortcuts="" isOpen isKeyboardDismissDisabled>
      <Modal className="signed-out-card">
        <Dialog className="stack-loose lock-card">
          <Logo />
          <Heading slot="title" level={1}>
            {text.locked.title}
          </Heading>
          <p className="muted">{text.locked.note(username)}</p>
          <PasswordForm action={text.locked.unlock}>
            <Button variant="quiet" wide onPress={() => endSession()}>
              {text.locked.other}
            </Button>
          </PasswordForm>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
