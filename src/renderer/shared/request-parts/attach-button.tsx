import { FileTrigger } from 'react-aria-components'
import { asProblem } from '../../api/problem.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { toast } from '../../ui/toast.ts'
import type { ChangeMutation } from '../lists/use-save-change.ts'

const text = {
  attach: 'Attach file',
  attached: (name: string) => `${name} attached.`,
  refused: 'File not attached',
}

export interface AttachButtonProps {
  attach: Pick<ChangeMutation<File>, 'mutate' | 'isPending' | 'isError' | 'error'>
  variant?: 'quiet'
}

/** Chooses a file and attaches it. */
export function AttachButton({ attach, variant }: AttachButtonProps) {
  return (
    <>
      {attach.isError && (
        <Banner kind="error" title={text.refused}>
          {asProblem(attach.error).detail}
        </Banner>
      )}
      <FileTrigger
        onSelect={(files) => {
          const file = files?.[0]
          if (file) attach.mutate(file, { onSuccess: () => toast({ kind: 'done', message: text.attached(file.name) }) })
        }}
      >
        <Button wide icon="file" isPending={attach.isPending} {...(variant && { variant })}>
          {text.attach}
        </Button>
      </FileTrigger>
    </>
  )
}
