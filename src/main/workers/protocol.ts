import type { Job, JobProgress, ResultOf } from '../domain/jobs/jobs.ts'

/** What the import worker is started with. */
export interface WorkerData {
  /** One Int32: 1 while the running job is asked to stop. */
  readonly cancelled: SharedArrayBuffer
}

/** What the import worker says. A job goes in as it is. */
export type FromWorker =
  | ({ readonly kind: 'progress' } & JobProgress)
  | { readonly kind: 'result'; readonly result: ResultOf<Job> }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly message: string; readonly code: string | null }

/** What a thread is sent: a job, or that it may end. */
export type ToWorker = Job | 'end'
