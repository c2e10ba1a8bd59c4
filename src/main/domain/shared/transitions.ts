/** A move that a state machine does not have: a fault of the program, never of its caller. */
export class TransitionError extends Error {
  override readonly name = 'TransitionError'
}

/** What may follow what, of one kind of thing. */
export interface Transitions<State extends string> {
  can(from: State, to: State): boolean
  /** Whether nothing follows. */
  isEnd(state: State): boolean
  /** @throws TransitionError when the table lacks the move */
  assert(from: State, to: State): void
  readonly states: readonly State[]
}

/** @param subject in the error, as `an import` */
export function transitions<State extends string>(
  subject: string,
  table: Readonly<Record<State, readonly State[]>>,
): Transitions<State> {
  const can = (from: State, to: State): boolean => table[from]?.includes(to) === true
  return {
    can,
    isEnd: (state) => table[state].length === 0,
    assert(from, to) {
      if (!can(from, to)) throw new TransitionError(`${subject} does not go from ${from} to ${to}`)
    },
    states: Object.keys(table) as State[],
  }
}
