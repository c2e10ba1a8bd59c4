import type { ReactNode } from 'react'
import {
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField as AriaTextField,
  type TextFieldProps as AriaProps,
} from 'react-aria-components'
import { cx } from './cx.ts'
import './field.css'

export interface TextFieldProps extends Omit<AriaProps, 'children' | 'className' | 'style'> {
  label: string
  /** Help text below the field. */
  note?: ReactNode
  /** Shown while the field is invalid. */
  error?: ReactNode
  placeholder?: string
  /** Number of lines of a multi-line field. */
  lines?: number
  mono?: boolean
}

export function TextField({ label, note, error, placeholder, lines, mono, ...rest }: TextFieldProps) {
  const input = cx('input', mono && 'mono')
  return (
    // Server errors are hints: native validation would block the next submit.
    <AriaTextField validationBehavior="aria" {...rest} isInvalid={rest.isInvalid ?? Boolean(error)} className="field">
      <Label className="field-label">{label}</Label>
      {lines ? (
        <TextArea className={input} rows={lines} {...(placeholder && { placeholder })} />
      ) : (
        <Input className={input} {...(placeholder && { placeholder })} />
      )}
      {note && (
        <Text slot="description" className="field-note">
          {note}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </AriaTextField>
  )
}
