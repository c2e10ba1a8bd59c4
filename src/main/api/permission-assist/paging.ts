import { pageSize } from './wire.ts'

/** Pages count from 1; a page past the end is empty. */
export const offsetOf = (page: number): number => (page - 1) * pageSize

export const paged = <T>(items: readonly T[], totalCount: number, page: number) => ({
  items,
  totalCount,
  page,
  pageSize,
  totalPages: Math.ceil(totalCount / pageSize),
})
