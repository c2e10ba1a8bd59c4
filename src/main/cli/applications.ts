import { type Application, ApplicationList } from '../../contract/applications.ts'
import { ask } from './ask.ts'
import { theOne } from './choices.ts'
import type { Reach } from './open.ts'

/** An application by its name or id. */
export async function applicationNamed(reached: Reach, given: string): Promise<Application> {
  const { items } = await ask(reached, ApplicationList, '/v1/applications')
  return theOne(items, given, ({ name }) => name, 'application')
}
