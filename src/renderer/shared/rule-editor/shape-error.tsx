/** What is wrong with a rule that has no text field of its own. */
export const ShapeError = ({ message }: { message: string | undefined }) =>
  message === undefined ? null : (
    <p className="field-error" role="alert">
      {message}
    </p>
  )
