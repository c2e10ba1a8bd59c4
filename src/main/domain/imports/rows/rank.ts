import type { FileGroup } from '../../../../contract/applications.ts'
import { type Getter, yesOrNo } from './cells.ts'
import { dayOf } from './days.ts'

/**
 * Which of several rows about one person counts, as a text of which the largest wins: the latest start of the position,
 * then the main position. That an active row counts before any other is asked of the attributes.
 */
export function rankReader(start: Getter, isMain: Getter, order: FileGroup['dateOrder']): Getter {
  return (fields) => {
    const began = dayOf(start(fields), order)
    const main = yesOrNo(isMain(fields), 'no') === 'yes' ? '1' : ''
    return began === '' && main === '' ? '' : `${began} ${main}`
  }
}
