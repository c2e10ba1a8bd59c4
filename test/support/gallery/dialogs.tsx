import { useState } from 'react'
import { Banner } from '../../../src/renderer/ui/banner.tsx'
import { Button } from '../../../src/renderer/ui/button.tsx'
import { ConfirmDialog } from '../../../src/renderer/ui/confirm-dialog.tsx'
import { Dialog } from '../../../src/renderer/ui/dialog.tsx'

export function Dialogs() {
  const [open, setOpen] = useState<'plain' | 'guard' | undefined>()
  const [reason, setReason] = useState('')
  return (
    <div className="gallery-row">
      <Button onPress={() => setOpen('plain')}>Hold back</Button>
      <Button variant="danger" onPress={() => setOpen('guard')}>
        Override guard and apply
      </Button>
      <output>{reason}</output>
      <Dialog
        title="Details"
        isOpen={open === 'plain'}
        onClose={() => setOpen(undefined)}
        footer={<Button>Done</Button>}
      >
        A plain dialog.
      </Dialog>
      <ConfirmDialog
        title="Override guard and apply"
        isOpen={open === 'guard'}
        onClose={() => setOpen(undefined)}
        action="Apply 34 removals"
        danger
        phrase="Core Banking"
        askReason={{ label: 'Why is this right?', placeholder: 'Ticket or agreement' }}
        onConfirm={(reason) => {
          setReason(reason)
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
