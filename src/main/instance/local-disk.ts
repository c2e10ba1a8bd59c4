import { realpathSync, statfsSync } from 'node:fs'

/** File systems that live on another machine, or that a program answers for: `statfs` types of Linux. */
const remote: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0xff534d42, 'SMB'],
  [0x65735546, 'FUSE'],
  [0x01021997, '9P'],
  [0x00c36400, 'Ceph'],
  [0x5346414f, 'AFS'],
  [0x73757245, 'Coda'],
  [0x564c, 'NCP'],
  [0x0bd00bd0, 'Lustre'],
  [0x7461636f, 'OCFS2'],
  [0x01161970, 'GFS2'],
  [0x47504653, 'GPFS'],
  [0x786f4256, 'a shared folder of a virtual machine'],
])

/**
 * Why the data directory must not lie where it lies, as a sentence; null when it is fine. The write-ahead log shares
 * memory between processes of one machine: over a network the database would sooner or later be damaged in silence.
 */
export function whyNotLocal(folder: string, look: (folder: string) => MountPoint = lookAt): string | null {
  const { path, type } = look(folder)
  const kind = /^[\\/]{2}[^\\/?.]/.test(path) ? 'a network share' : remote.get(type >>> 0)
  if (kind === undefined) return null
  return (
    `The data directory ${folder} is on ${kind}. Castellan keeps its database on a local disk only: over a network ` +
    'it could be damaged without notice. Choose a local folder with --data; the import folder may stay on the share.'
  )
}

export interface MountPoint {
  /** With links and mapped drives resolved. */
  readonly path: string
  readonly type: number
}

function lookAt(folder: string): MountPoint {
  return { path: realpathSync.native(folder), type: statfsSync(folder).type }
}
