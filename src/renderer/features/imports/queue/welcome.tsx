import { FileButton } from '../../../ui/file-drop.tsx'
import { CopyField } from '../../../ui/copy-field.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { TrySample } from '../../../shared/try-sample.tsx'
import { useFolders } from '../queries.ts'
import { text } from '../text.ts'

/** The empty state of the Imports screen: how to import by hand or by the watched folder. */
export function Welcome({ onFiles }: { onFiles: ((files: File[]) => void) | undefined }) {
  const folders = useFolders()
  if (!onFiles)
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
            <FileButton variant="primary" shortcut="mod+o" onFiles={onFiles}>
              {text.importFiles}
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
