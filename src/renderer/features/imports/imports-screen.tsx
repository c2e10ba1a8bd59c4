import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import { useStore } from 'zustand'
import { asProblem } from '../../api/problem.ts'
import type { IconCommand } from '../../commands/command-button.tsx'
import type { Command } from '../../commands/registry.ts'
import { useCommands } from '../../commands/use-commands.ts'
import { navigate, setSearchParams, useSearchParam } from '../../shared/navigation/router.ts'
import { Badge } from '../../ui/badge.tsx'
import { FileButton, pickFiles } from '../../ui/file-drop.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { SplitPane } from '../../ui/split-pane.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { FileDecision } from './files/file-decision.tsx'
import { FileDetail } from './files/file-detail.tsx'
import { ImportDecision } from './decision/import-decision.tsx'
import { ImportDetail } from './preview/import-detail.tsx'
import type { QueueEntry } from './queue/queue-entries.ts'
import { Queue } from './queue/queue.tsx'
import { text } from './text.ts'
import { UploadList } from './queue/upload-list.tsx'
import { uploadFiles, uploadStore } from './queue/uploads.ts'
import { useQueue } from './queue/use-queue.ts'
import { useWaitingCount } from './queue/use-waiting-count.ts'
import { Welcome } from './queue/welcome.tsx'
import './queue/queue.css'
import './queue/welcome.css'
import './preview/preview.css'
import './decision/decision.css'
import './files/file.css'

export function ImportsScreen({ rest }: { rest: readonly string[] }) {
  if (useIsPermitted('imports:read')) return <Screen rest={rest} />
  return (
    <div className="screen">
      <ScreenHead title={text.title} />
      <Forbidden />
    </div>
  )
}

function Screen({ rest }: { rest: readonly string[] }) {
  const shown = useSearchParam('show') === 'files' ? 'files' : 'imports'
  const queue = useQueue(shown)
  const upload = useUpload()
  const canStage = useIsPermitted('imports:stage')
  const uploading = useStore(uploadStore, (state) => state.uploads.length > 0)
  const waiting = useWaitingCount()
  const chosen = selectionOf(rest)
  const index = queue.entries.findIndex((entry) => entry.kind === chosen?.kind && entry.id === chosen.id)
  const { previous, next, choose } = screenCommands(queue.entries, index, upload)
  useCommands(canStage ? [previous, next, choose] : [previous, next])
  useSelectFirst(queue.entries, chosen !== undefined)
  const isEmpty = queue.state === 'ready' && queue.total === 0 && shown === 'imports' && !chosen

  return (
    <div className="screen">
      <ScreenHead title={text.title}>
        {waiting > 0 && <Badge tone="accent">{text.pendingReview(waiting)}</Badge>}
        <FilterBar
          label={text.show}
          entries={[
            { id: 'imports', title: text.showImports },
            { id: 'files', title: text.showFiles },
          ]}
          selected={shown}
          onSelect={(id) => setSearchParams({ show: id === 'files' ? id : null })}
        />
        {canStage && (
          <FileButton icon="plus" onFiles={upload}>
            {choose.title}
          </FileButton>
        )}
      </ScreenHead>
      {queue.state === 'failed' ? (
        <Failed thrown={queue.error} onRetry={queue.retry} />
      ) : isEmpty && !uploading ? (
        <Welcome choose={canStage ? choose : undefined} onFiles={upload} />
      ) : (
        <SplitPane
          name="imports"
          listLabel={text.queue}
          list={
            <>
              <UploadList />
              {queue.state === 'loading' ? <Skeleton lines={8} /> : <Queue queue={queue} index={index} shown={shown} />}
            </>
          }
          detailLabel={text.detail}
          detail={
            chosen?.kind === 'import' ? (
              <ImportDetail key={chosen.id} id={chosen.id} previous={previous} next={next} />
            ) : chosen?.kind === 'file' ? (
              <FileDetail key={chosen.id} id={chosen.id} />
            ) : (
              <EmptyState title={text.noSelection} />
            )
          }
          decisionLabel={text.decision}
          decision={
            chosen?.kind === 'import' ? (
              <ImportDecision key={chosen.id} id={chosen.id} />
            ) : (
              chosen && <FileDecision key={chosen.id} id={chosen.id} />
            )
          }
        />
      )}
    </div>
  )
}

function selectionOf(rest: readonly string[]): { kind: QueueEntry['kind']; id: string } | undefined {
  const [first, second] = rest
  if (first === 'file') return second === undefined ? undefined : { kind: 'file', id: second }
  return first === undefined ? undefined : { kind: 'import', id: first }
}

function Forbidden() {
  return (
    <EmptyState icon="hold" title={text.forbidden}>
      {text.forbiddenText}
    </EmptyState>
  )
}

function Failed({ thrown, onRetry }: { thrown: unknown; onRetry: () => void }) {
  const problem = asProblem(thrown)
  if (problem.status === 403) return <Forbidden />
  return <ErrorState title={text.failed} detail={problem.detail} requestId={problem.requestId} onRetry={onRetry} />
}

function useUpload() {
  const queries = useQueryClient()
  return useCallback((files: File[]) => void uploadFiles(files, queries), [queries])
}

/** Without a selection, opens the first entry, which waits for a decision. */
function useSelectFirst(entries: readonly QueueEntry[], isChosen: boolean) {
  const first = entries[0]?.path
  useEffect(() => {
    if (!isChosen && first !== undefined) navigate(first, { replace: true, keepQuery: true })
  }, [isChosen, first])
}

/** `[` and `]` select the previous and next entry; `Ctrl+O` opens the file chooser. */
function screenCommands(entries: readonly QueueEntry[], index: number, send: (files: File[]) => void) {
  const step = (path: string | undefined) => ({
    group: 'Review' as const,
    isEnabled: path !== undefined,
    run: () => path !== undefined && navigate(path, { replace: true, keepQuery: true }),
  })
  const previous: IconCommand = {
    id: 'imports.previous',
    title: text.previous,
    shortcut: '[',
    icon: 'chevron-left',
    ...step(entries[index - 1]?.path),
  }
  const next: IconCommand = {
    id: 'imports.next',
    title: text.next,
    shortcut: ']',
    icon: 'chevron-right',
    ...step(entries[index + 1]?.path),
  }
  const choose: Command = {
    id: 'imports.choose',
    title: text.importFiles,
    group: 'Actions',
    shortcut: 'mod+o',
    icon: 'plus',
    keywords: ['upload', 'drop', 'stage', 'extract'],
    run: () => pickFiles(send),
  }
  return { previous, next, choose }
}
