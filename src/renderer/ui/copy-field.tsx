import { useEffect, useRef, useState } from 'react'
import { Button } from './button.tsx'
import { announce } from './live-region.tsx'
import { text } from './text.ts'
import './copy-field.css'

export interface CopyFieldProps {
  label: string
  value: string
  /** Hidden until revealed. After copying, the clipboard is cleared after 30 seconds if it still holds the value. */
  secret?: boolean
  multiline?: boolean
}

const clearClipboardAfter = 30_000

export function CopyField({ label, value, secret = false, multiline = false }: CopyFieldProps) {
  const [copied, setCopied] = useState(false)
  const [isRevealed, setRevealed] = useState(!secret)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  const copy = async () => {
    await navigator.clipboard.writeText(value)
    setCopied(true)
    announce(text.copied)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setCopied(false), 2000)
    // Not cancelled on unmount: a secret must leave the clipboard even after its dialog has closed.
    if (secret) setTimeout(() => void clearClipboard(value), clearClipboardAfter)
  }

  return (
    <div className="copy-field" role="group" aria-label={label} data-multiline={multiline || undefined}>
      <code className="copy-value">{isRevealed ? value : '•'.repeat(12)}</code>
      {secret && (
        <Button variant="quiet" onPress={() => setRevealed(!isRevealed)}>
          {isRevealed ? text.conceal : text.reveal}
        </Button>
      )}
      <Button variant="quiet" icon={copied ? 'check' : 'copy'} onPress={() => void copy()}>
        {copied ? text.copied : text.copy}
      </Button>
    </div>
  )
}

async function clearClipboard(value: string) {
  try {
    if ((await navigator.clipboard.readText()) === value) await navigator.clipboard.writeText('')
  } catch {
    // Without permission to read the clipboard, it may hold something newer that must not be cleared.
  }
}
