import { useStore } from 'zustand'
import { bytes } from '../../../ui/format.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { text } from '../text.ts'
import { dismissUpload, uploadStore } from './uploads.ts'

/** Running and failed uploads, above the queue. */
export function UploadList() {
  const uploads = useStore(uploadStore, (state) => state.uploads)
  if (uploads.length === 0) return null
  return (
    <ul className="uploads" aria-label={text.uploadsLabel}>
      {uploads.map((upload) => (
        <li key={upload.id}>
          {upload.problem ? (
            <p className="upload-problem" role="alert">
              <strong>{upload.name}</strong> {upload.problem.detail}
            </p>
          ) : (
            <ProgressBar
              label={upload.name}
              valueText={text.sentOf(bytes(upload.sent), bytes(upload.size))}
              done={upload.sent}
              total={Math.max(1, upload.size)}
            />
          )}
          <IconButton
            icon="close"
            label={`${upload.problem ? text.dismiss : text.stopUpload}: ${upload.name}`}
            onPress={() => (upload.problem ? dismissUpload(upload.id) : upload.stop())}
          />
        </li>
      ))}
    </ul>
  )
}
