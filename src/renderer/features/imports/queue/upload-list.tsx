import { useStore } from 'zustand'
import { bytes } from '../../../ui/format.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { text } from '../text.ts'
import { dismissUpload, uploadStore } from './uploads.ts'

/** Files on their way, over the queue: how far each is, and what went wrong. */
export function UploadList() {
  const uploads = useStore(uploadStore, (state) => state.uploads)
  if (uploads.length === 0) return null
  return (
    <ul className="uploads" aria-label={text.uploadsLabel}>
      {uploads.map((one) => (
        <li key={one.id}>
          {one.problem ? (
            <p className="upload-problem" role="alert">
              <strong>{one.name}</strong> {one.problem.detail}
            </p>
          ) : (
            <ProgressBar
              label={one.name}
              words={text.sentOf(bytes(one.sent), bytes(one.size))}
              done={one.sent}
              total={Math.max(1, one.size)}
            />
          )}
          <IconButton
            icon="close"
            label={`${one.problem ? text.dismiss : text.stopUpload}: ${one.name}`}
            onPress={() => (one.problem ? dismissUpload(one.id) : one.stop())}
          />
        </li>
      ))}
    </ul>
  )
}
