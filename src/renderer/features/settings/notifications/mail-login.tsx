import type { CurrentMailSettings } from '../../../../contract/mail.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import type { MailPartProps } from './mail-draft.ts'
import { text } from './mail-text.ts'

/** User name and password for the mail server. The password goes to the key store of the system or is not stored. */
export function MailLogin({ draft, set, canChange, errorOf, now }: MailPartProps & { now: CurrentMailSettings }) {
  const canEditUser = canChange && (now.canKeepPassword || draft.username !== '')
  return (
    <fieldset>
      <legend>{text.login}</legend>
      {!now.canKeepPassword && (
        <Banner kind="info" title={text.noKeyStore}>
          {now.username === '' ? text.noKeyStoreText : text.noKeyStoreLost}
        </Banner>
      )}
      <div className="settings-columns">
        <TextField
          label={text.username}
          note={text.usernameNote}
          value={draft.username}
          error={errorOf('username')}
          onChange={(username) => set({ username })}
          maxLength={200}
          autoComplete="off"
          isDisabled={!canEditUser}
        />
        <div className="mail-password">
          <TextField
            label={text.password}
            note={
              draft.password === null ? text.passwordDeleted : now.hasPassword ? text.passwordStored : text.passwordNone
            }
            type="password"
            value={draft.password ?? ''}
            error={errorOf('password')}
            onChange={(password) => set({ password })}
            maxLength={1000}
            autoComplete="new-password"
            isDisabled={!canChange || !now.canKeepPassword || draft.password === null}
          />
          {canChange && now.hasPassword && (
            <Button onPress={() => set({ password: draft.password === null ? '' : null })}>
              {draft.password === null ? text.keepPassword : text.deletePassword}
            </Button>
          )}
        </div>
      </div>
    </fieldset>
  )
}
