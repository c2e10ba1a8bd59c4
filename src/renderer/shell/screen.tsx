import { Component, type ReactNode } from 'react'
import type { Feature } from '../shared/navigation/feature.ts'
import { EmptyState, ErrorState } from '../ui/states.tsx'
import { text } from './text.ts'

/** Shows the screen of the current path, a not-found message, or the error that stopped the screen. */
export function Screen({ feature, rest }: { feature: Feature | undefined; rest: readonly string[] }) {
  if (!feature) {
    if (location.pathname === '/' || location.pathname === '/index.html') return null
    return <EmptyState title={text.notFound}>{text.notFoundText}</EmptyState>
  }
  return (
    <Boundary key={feature.id}>
      <feature.Screen rest={rest} />
    </Boundary>
  )
}

class Boundary extends Component<{ children: ReactNode }, { failed: Error | undefined }> {
  override state = { failed: undefined }

  static getDerivedStateFromError(failed: unknown) {
    return { failed: failed instanceof Error ? failed : new Error(String(failed)) }
  }

  override render() {
    const failed: Error | undefined = this.state.failed
    if (!failed) return this.props.children
    return (
      <ErrorState
        title={text.fault}
        detail={(failed as Error).message}
        onRetry={() => this.setState({ failed: undefined })}
      />
    )
  }
}
