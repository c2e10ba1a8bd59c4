import type { RequestItem, RequestStatus } from '../model/request.ts'

const count = (n: number, singular: string, plural: string): string => (n === 1 ? singular : `${n} ${plural}`)

/**
 * The status of a request in plain words.
 * @param waiting names of those who have its open tasks
 */
export function statusWords(
  status: RequestStatus,
  items: readonly Pick<RequestItem, 'step' | 'outcome' | 'verification'>[],
  waiting: readonly string[],
): string {
  if (status === 'cancelled') return 'Cancelled'
  const having = (test: (item: (typeof items)[number]) => boolean) => items.filter(test).length
  if (status === 'in-progress') {
    const elsewhere = having(({ step }) => step === 'custom-workflow' || step === 'script')
    if (waiting.length > 0) {
      const verb = items.some(({ step }) => step === 'approval') ? 'to decide' : 'to carry it out'
      return `Waits for ${waiting.slice(0, 2).join(' and ')}${waiting.length > 2 ? ` and ${waiting.length - 2} more` : ''} ${verb}`
    }
    return elsewhere > 0 ? 'Waits for a workflow outside Castellan' : 'Under way'
  }
  const contradicted = having(({ verification }) => verification === 'contradicted')
  if (contradicted > 0)
    return `Said to be done, but the data shows otherwise for ${count(contradicted, 'one item', 'items')}`
  const denied = having(({ outcome }) => outcome === 'denied')
  const undone = having(({ outcome }) => outcome === 'not-provisioned')
  if (denied === items.length) return 'Denied'
  const claimed = having(({ verification }) => verification === 'claimed')
  const done = claimed > 0 ? 'Done, to be proved by the next import' : 'Done'
  const parts = [
    ...(denied > 0 ? [`${count(denied, 'one item', 'items')} denied`] : []),
    ...(undone > 0 ? [`${count(undone, 'one item', 'items')} not carried out`] : []),
  ]
  if (undone === items.length) return 'Not carried out'
  return [done, ...parts].join(', ')
}
