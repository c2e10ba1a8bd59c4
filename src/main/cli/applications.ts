import { type Application, ApplicationList } from '../../contract/applications.ts'
import { callApi } from './ask.ts'
import { requireExactlyOne } from './choices.ts'
import type { Reach } from './open.ts'

/** An application by its name or id. */
export async function applicationNamed(reached: Reach, idOrName: string): Promise<Application> {
  const { items } = await callApi(reached, ApplicationList, '/v1/applications')
  return requireExactlyOne(items, idOrName, ({ name }) => name, 'application')
}
