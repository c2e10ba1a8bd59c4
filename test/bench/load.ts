import { readFileSync } from 'node:fs'
import { connect } from 'node:net'

export interface Load {
  readonly requests: number
  readonly perSecond: number
  /** Processor time of the server for each request, in microseconds. */
  readonly cpuMicros: number
  readonly p50: number
  readonly p99: number
}

/** Asks a server for the given time over several connections, one request after another on each. */
export async function load(options: {
  port: number
  pid: number
  headers: string
  paths: readonly string[]
  connections: number
  seconds: number
}): Promise<Load> {
  const { port, pid, headers, paths, connections, seconds } = options
  const times: number[] = []
  const cpuBefore = cpuMicros(pid)
  const began = performance.now()
  const end = began + seconds * 1000
  let asked = 0
  const one = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1')
      let sentAt = 0
      let head = ''
      let missing = -1
      const ask = () => {
        if (performance.now() >= end) {
          socket.end()
          resolve()
          return
        }
        sentAt = performance.now()
        const path = paths[asked++ % paths.length] ?? '/'
        socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${headers}\r\n`)
      }
      socket.on('connect', ask)
      socket.on('error', (error) =>
        reject(new Error(`${error.message} after ${times.length} answers, from ${port} asking ${paths[0]}`)),
      )
      socket.on('data', (chunk) => {
        if (missing === -1) {
          head += chunk.toString('latin1')
          const split = head.indexOf('\r\n\r\n')
          if (split === -1) return
          if (!head.startsWith('HTTP/1.1 200')) {
            reject(new Error(head.slice(0, 800)))
            return
          }
          const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
          missing = length - (head.length - split - 4)
        } else missing -= chunk.length
        if (missing > 0) return
        times.push(performance.now() - sentAt)
        head = ''
        missing = -1
        ask()
      })
    })
  await Promise.all(Array.from({ length: connections }, one))
  const wall = (performance.now() - began) / 1000
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return {
    requests: times.length,
    perSecond: times.length / wall,
    cpuMicros: (cpuMicros(pid) - cpuBefore) / times.length,
    p50: at(0.5),
    p99: at(0.99),
  }
}

/** Clock ticks are a hundredth of a second on Linux. */
function cpuMicros(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10_000
}
