import { useState } from 'react'
import { TextField } from '../../ui/text-field.tsx'
import { RulesPart, type ValueRulesProps } from './rules-part.tsx'
import { text } from './text.ts'

/** Words with a meaning of their own: no name, and no access. */
export function WordLists({ group, errorAt, onChange }: ValueRulesProps) {
  return (
    <RulesPart title={text.words} note={text.wordsNote}>
      <WordList
        label={text.placeholders}
        words={group.placeholders}
        error={errorAt('placeholders')}
        onChange={(placeholders) => onChange({ placeholders })}
      />
      {group.profile === 'one-row-per-grant' && (
        <WordList
          label={text.refusals}
          words={group.refusals}
          error={errorAt('refusals')}
          onChange={(refusals) => onChange({ refusals })}
        />
      )}
    </RulesPart>
  )
}

interface WordListProps {
  readonly label: string
  readonly words: readonly string[]
  readonly error: string | undefined
  readonly onChange: (words: string[]) => void
}

/** A comma-separated list of words. Keeps the text as typed and passes the words on. */
export function WordList({ label, words, error, onChange }: WordListProps) {
  const saved = words.join(', ')
  const [typed, setTyped] = useState(saved)
  const isTyped = wordsIn(typed).join(', ') === saved
  return (
    <TextField
      label={label}
      value={isTyped ? typed : saved}
      error={error}
      maxLength={2000}
      autoComplete="off"
      onChange={(value) => {
        setTyped(value)
        onChange(wordsIn(value))
      }}
    />
  )
}

const wordsIn = (value: string): string[] =>
  value
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
