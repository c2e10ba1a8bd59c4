import { useState } from 'react'
import { Banner } from '../../../src/renderer/ui/banner.tsx'
import { Button } from '../../../src/renderer/ui/button.tsx'
import { ConfirmDialog } from '../../../src/renderer/ui/confirm-dialog.tsx'
import { Dialog } from '../../../src/renderer/ui/dialog.tsx'

export function Dialogs() {
  const [open, setOpen] = useState<'plain' | 'guard' | undefined>()
  const [said, setSaid] = useState('')
  return (
    <div className="gallery-row">
      <Button onPress={() => setOpen('plain')}>Hold back</Button>
      <Button variant="danger" onPress={() => setOpen('guard')}>
        Apply despite the guard
      </Button>
      <output>{said}</output>
      <Dialog
        title="Details"
        isOpen={open === 'plain'}
        onClose={() => setOpen(undefined)}
        footer={<Button>Done</Button>}
      >
        A plain dialog.
      </Dialog>
      <ConfirmDialog
        title="Apply despite the guard"
        isOpen={open === 'guard'}
        onClose={() => setOpen(undefined)}
        action="Apply 34 removals"
        danger
        phrase="Core Banking"
        askReason={{ label: 'Why is this right?', placeholder: 'Ticket or agreement' }}
        onConfirm={(reason) => {
          setSaid(reason)
          setOpen(undefined)
        }}
      >
        <Banner kind="guard" title="34 of 60 accounts would be removed; the limit is 3.">
          This override holds for this one import.
        </Banner>
      </ConfirmDialog>
    </div>
  )
}
