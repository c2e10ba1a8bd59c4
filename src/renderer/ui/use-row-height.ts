import { useEffect, useState } from 'react'

const readRowHeight = () => {
  const style = getComputedStyle(document.documentElement)
  return Math.round(Number.parseFloat(style.getPropertyValue('--row')) * Number.parseFloat(style.fontSize)) || 34
}

/** The row height in pixels, from the design token. Follows changes of the density. */
export function useRowHeight(): number {
  const [height, setHeight] = useState(readRowHeight)
  useEffect(() => {
    const watcher = new MutationObserver(() => setHeight(readRowHeight()))
    watcher.observe(document.documentElement, { attributes: true, attributeFilter: ['data-density'] })
    return () => watcher.disconnect()
  }, [])
  return height
}
