import type { Command } from '../../../commands/registry.ts'
import { FileButton } from '../../../ui/file-drop.tsx'
import { CopyField } from '../../../ui/copy-field.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { TrySample } from '../../../shared/try-sample.tsx'
import { useFolders } from '../queries.ts'
import { text } from '../text.ts'

interface WelcomeProps {
  /** Absent without the permission to import files. */
  choose: Command | undefined
  onFiles: (files: File[]) => void
}

/** The empty state of the Imports screen: how to import by hand or by the watched folder. */
export function Welcome({ choose, onFiles }: WelcomeProps) {
  const folders = useFolders()
  if (!choose)
    return (
      <EmptyState icon="imports" title={text.none}>
        {text.noneReadOnly}
      </EmptyState>
    )
  return (
    <div className="welcome">
      <div className="welcome-drop">
        <EmptyState
          icon="imports"
          title={text.none}
          actions={
            <FileButton variant="primary" {...(choose.shortcut && { shortcut: choose.shortcut })} onFiles={onFiles}>
              {choose.title}
            </FileButton>
          }
        >
          <p>{text.noneText}</p>
          <p>{text.noneHow}</p>
        </EmptyState>
      </div>
      <TrySample />
      {folders.data?.map((folder) => (
        <section key={folder.path} className="stack-tight welcome-folder">
          <h2>{text.folderTitle}</h2>
          <CopyField label={text.folderTitle} value={folder.path} />
          <p className="muted">{folder.state === 'offline' ? text.folderOffline : folder.detail}</p>
        </section>
      ))}
    </div>
  )
}
