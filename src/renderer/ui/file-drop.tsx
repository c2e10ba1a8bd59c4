import { type ReactNode, useEffect, useState } from 'react'
import { FileTrigger } from 'react-aria-components'
import { Button, type ButtonProps } from './button.tsx'
import { Icon } from './icon.tsx'
import { text } from './text.ts'
import './file-drop.css'

export interface FileDropProps {
  onFiles: (files: File[]) => void
}

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

/** Receives files dropped anywhere on the window. A `FileButton` does the same by keyboard. */
export function FileDrop({ onFiles }: FileDropProps) {
  const [over, setOver] = useState(false)
  useEffect(() => {
    // dragenter and dragleave fire for every element crossed; the depth tells whether the pointer left the window.
    let depth = 0
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      depth += 1
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      depth -= 1
      if (depth <= 0) end()
    }
    const hover = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      // Otherwise the browser would open the file instead of the app.
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
    }
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      end()
      const files = [...(event.dataTransfer?.files ?? [])]
      if (files.length > 0) onFiles(files)
    }
    const end = () => {
      depth = 0
      setOver(false)
    }
    const stop = new AbortController()
    const options = { signal: stop.signal }
    window.addEventListener('dragenter', enter, options)
    window.addEventListener('dragleave', leave, options)
    window.addEventListener('dragover', hover, options)
    window.addEventListener('drop', drop, options)
    return () => stop.abort()
  }, [onFiles])

  if (!over) return null
  return (
    <div className="file-drop">
      <div className="file-drop-card">
        <Icon name="imports" />
        <strong>{text.dropHere}</strong>
        <span className="muted">{text.dropNote}</span>
      </div>
    </div>
  )
}

/** Opens the file chooser, for a shortcut or the palette. */
export function pickFiles(onFiles: FileDropProps['onFiles']) {
  const input = document.createElement('input')
  input.type = 'file'
  input.multiple = true
  input.addEventListener('change', () => onFiles([...(input.files ?? [])]), { once: true })
  input.click()
}

/** A button that opens the file chooser. */
export function FileButton({
  onFiles,
  accept,
  children,
  ...button
}: FileDropProps & { accept?: string[]; children: ReactNode } & ButtonProps) {
  return (
    <FileTrigger
      allowsMultiple
      {...(accept && { acceptedFileTypes: accept })}
      onSelect={(list) => list && list.length > 0 && onFiles([...list])}
    >
      <Button {...button}>{children}</Button>
    </FileTrigger>
  )
}
