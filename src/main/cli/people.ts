import { PersonPage } from '../../contract/identities.ts'
import { callApi } from './ask.ts'
import { isGuid } from './choices.ts'
import { CliError, exitCodes } from './exit-codes.ts'
import type { Reach } from './open.ts'

/**
 * A person by id, address, or whole name.
 * @returns the id @throws CliError when nobody or several fit
 */
export async function personNamed(reached: Reach, who: string): Promise<string> {
  if (isGuid(who) || who.startsWith('managed/user/')) return who
  const { items } = await callApi(reached, PersonPage, `/v1/people?limit=50&q=${encodeURIComponent(who)}`)
  const wanted = who.toLowerCase()
  const fitting = items.filter(({ name, email }) => email.toLowerCase() === wanted || name.toLowerCase() === wanted)
  const [person, another] = fitting
  if (person === undefined) throw new CliError(exitCodes.conflict, `There is nobody called "${who}".`)
  if (another === undefined) return person.id
  const known = fitting.map(({ id, email }) => `${id} (${email || 'no address'})`).join(', ')
  throw new CliError(exitCodes.conflict, `Several people are called "${who}": say which by id or address: ${known}.`)
}
