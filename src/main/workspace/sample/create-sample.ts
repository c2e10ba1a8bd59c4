import { createHost } from '../../host/host.ts'
import { isFree, makeSample, sampleUser, setSamplePassword } from './make-sample.ts'
import { newPassword } from './sample-host.ts'

/**
 * Makes the sample workspace in a directory of its own, with a password for its user.
 * @returns undefined when something else is in the directory
 */
export async function createSample(
  dataDir: string,
  worker: URL,
  now: number,
): Promise<{ username: string; password: string } | undefined> {
  if (!isFree(dataDir)) return undefined
  await makeSample(dataDir, worker, now)
  const password = newPassword()
  const host = await createHost({ dataDir, importsDir: null, worker })
  try {
    await setSamplePassword(host, password)
  } finally {
    await host.close()
  }
  return { username: sampleUser, password }
}
