import type { FileGroup } from '../../../contract/applications.ts'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { FileInspection, ReceivedFilePage, type ReceivedFile } from '../../../contract/files.ts'
import { FolderList } from '../../../contract/folder.ts'
import {
  ChangePage,
  Import,
  ImportLog,
  ImportPage,
  type PreviewKind,
  RejectedRowPage,
} from '../../../contract/imports.ts'
import { request } from '../../api/client.ts'
import { apiPaths } from '../../shared/navigation/paths.ts'

export const importKeys = {
  all: ['imports'] as const,
  list: () => [...importKeys.all, 'list'] as const,
  staged: () => [...importKeys.all, 'staged'] as const,
  one: (id: string) => [...importKeys.all, 'one', id] as const,
  log: (id: string) => [...importKeys.all, 'log', id] as const,
  history: (application: string) => [...importKeys.all, 'history', application] as const,
}
export const fileKeys = {
  all: ['files'] as const,
  inState: (state: ReceivedFile['state']) => [...fileKeys.all, 'state', state] as const,
  list: () => [...fileKeys.all, 'list'] as const,
  inspection: (id: string, look: InspectionLook) => ['inspection', id, look] as const,
  folders: ['folders'] as const,
}

/** All imports, newest first. */
export function useImports() {
  return useInfiniteQuery({
    queryKey: importKeys.list(),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      request(ImportPage, apiPaths.imports, { query: { limit: 100, cursor: pageParam }, signal }),
    getNextPageParam: (last) => last.next,
  })
}

/** All staged imports, whatever their age. */
export function useStagedImports() {
  return useQuery({
    queryKey: importKeys.staged(),
    queryFn: ({ signal }) => request(ImportPage, apiPaths.imports, { query: { state: 'staged', limit: 200 }, signal }),
    select: (page) => page.items,
  })
}

const importQuery = (id: string) => ({
  queryKey: importKeys.one(id),
  queryFn: ({ signal }: { signal: AbortSignal }) => request(Import, apiPaths.import(id), { signal }),
})

export function useImport(id: string) {
  return useQuery(importQuery(id))
}

export function useImportLog(id: string) {
  return useQuery({
    queryKey: importKeys.log(id),
    queryFn: ({ signal }) => request(ImportLog, apiPaths.importLog(id), { signal }),
    select: (log) => log.items,
  })
}

/** The latest generations of an application. */
export function useHistory(application: string) {
  return useQuery({
    queryKey: importKeys.history(application),
    queryFn: ({ signal }) =>
      request(ImportPage, apiPaths.imports, {
        query: { applicationId: application, state: 'applied', limit: 100 },
        signal,
      }),
    // Only applied imports are generations.
    select: (page) => page.items.filter((importRun) => importRun.state === 'applied'),
    placeholderData: keepPreviousData,
  })
}

export interface ChangeFilter {
  kind: PreviewKind | undefined
  /** Only changes that are held back. */
  held: boolean
  query: string
}

export const fetchChanges =
  (id: string, filter: ChangeFilter, limit: number) => (cursor: string | undefined, signal: AbortSignal) =>
    request(ChangePage, apiPaths.importChanges(id), {
      query: { limit, cursor, kind: filter.kind, held: filter.held || undefined, q: filter.query || undefined },
      signal,
    })

export const fetchRejected = (id: string, limit: number) => (cursor: string | undefined, signal: AbortSignal) =>
  request(RejectedRowPage, apiPaths.importRejectedRows(id), { query: { limit, cursor }, signal })

/** Files in one state. More than 100 are not expected in the states used. */
export function useFilesIn(state: ReceivedFile['state']) {
  return useQuery({
    queryKey: fileKeys.inState(state),
    queryFn: ({ signal }) => request(ReceivedFilePage, apiPaths.files, { query: { state, limit: 100 }, signal }),
    select: (page) => page.items,
  })
}

/** All received files, newest first. */
export function useFiles(enabled: boolean) {
  return useInfiniteQuery({
    queryKey: fileKeys.list(),
    enabled,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      request(ReceivedFilePage, apiPaths.files, { query: { limit: 100, cursor: pageParam }, signal }),
    getNextPageParam: (last) => last.next,
  })
}

/** @param sheet worksheet of a workbook; null for the first */
/** How to read a file that is looked into; what is left out is proposed. */
export interface InspectionLook {
  readonly sheet?: string | undefined
  readonly format?: FileGroup['format'] | undefined
}

export const inspectionQuery = (id: string, look: InspectionLook) => ({
  queryKey: fileKeys.inspection(id, look),
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    request(FileInspection, apiPaths.fileInspection(id), {
      query: { sheet: look.sheet, format: look.format && JSON.stringify(look.format) },
      signal,
    }),
  // The bytes of a received file never change.
  staleTime: Number.POSITIVE_INFINITY,
})

/** What was shown of the same file. */
const keepSame =
  (id: string) =>
  (before: FileInspection | undefined): FileInspection | undefined =>
    before?.file.id === id ? before : undefined

export function useInspection(id: string, look: InspectionLook, enabled: boolean) {
  // The rows that were shown stay until those of another format are there.
  return useQuery({ ...inspectionQuery(id, look), enabled, placeholderData: keepSame(id) })
}

export function useFolders() {
  return useQuery({
    queryKey: fileKeys.folders,
    queryFn: ({ signal }) => request(FolderList, apiPaths.folders, { signal }),
    select: (list) => list.items,
  })
}
