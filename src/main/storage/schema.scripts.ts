/** The tables of 003-scripts. */
export interface ScriptsSchema {
  kept_answer: {
    caller: string
    key_hash: Buffer
    request_hash: Buffer
    begun_at: number
    status: number | null
    headers: string | null
    body: string | null
  }
}
