import { bridge } from '../../api/bridge.ts'
import { Button } from '../../ui/button.tsx'
import { TextField, type TextFieldProps } from '../../ui/text-field.tsx'
import './folder-field.css'

const text = { choose: 'Choose folder…' }

/** A folder path: typed, or chosen in the system dialog in the desktop window. */
export function FolderField({
  value,
  onChange,
  ...rest
}: TextFieldProps & { value: string; onChange: (path: string) => void }) {
  const chooser = bridge()
  const choose = async () => {
    const chosen = await chooser?.chooseFolder()
    if (chosen) onChange(chosen)
  }
  return (
    <div className="folder-field">
      <TextField {...rest} value={value} onChange={onChange} autoComplete="off" mono />
      {chooser && (
        <Button icon="folder" onPress={() => void choose()}>
          {text.choose}
        </Button>
      )}
    </div>
  )
}
