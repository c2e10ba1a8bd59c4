import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { asProblem } from '../../api/problem.ts'
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
  useScreenCommands(queue.entries, index, canStage ? upload : undefined)
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
            {text.importFiles}
          </FileButton>
        )}
      </ScreenHead>
      {queue.state === 'failed' ? (
        <Failed thrown={queue.error} onRetry={queue.retry} />
      ) : isEmpty && !uploading ? (
        <Welcome onFiles={canStage ? upload : undefined} />
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
              <ImportDetail key={chosen.id} id={chosen.id} index={index} entries={queue.entries} />
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

function useScreenCommands(entries: readonly QueueEntry[], index: number, send: ((files: File[]) => void) | undefined) {
  const before = entries[index - 1]?.path
  const after = entries[index + 1]?.path
  const commands = useMemo<readonly Command[]>(() => {
    const go = (path: string | undefined) => path !== undefined && navigate(path, { replace: true, keepQuery: true })
    return [
      {
        id: 'imports.previous',
        title: text.previous,
        group: 'Review',
        shortcut: '[',
        icon: 'chevron-left',
        when: () => before !== undefined,
        run: () => go(before),
      },
      {
        id: 'imports.next',
        title: text.next,
        group: 'Review',
        shortcut: ']',
        icon: 'chevron-right',
        when: () => after !== undefined,
        run: () => go(after),
      },
      {
        id: 'imports.choose',
        title: text.importFiles,
        group: 'Actions',
        shortcut: 'mod+o',
        icon: 'plus',
        keywords: ['upload', 'drop', 'stage', 'extract'],
        when: () => send !== undefined,
        run: () => send && pickFiles(send),
      },
    ]
  }, [before, after, send])
  useCommands(commands)
}
