import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { TestMailResult } from '../../../../contract/mail.ts'
import { request } from '../../../api/client.ts'
import { asProblem } from '../../../api/problem.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { text } from './mail-text.ts'
import { apiPaths } from '../../../shared/navigation/paths.ts'

/** Sends a test message and shows the result. */
export function MailTest({ isSaved, hasServer }: { isSaved: boolean; hasServer: boolean }) {
  const [to, setTo] = useState('')
  const attempt = useMutation({
    mutationFn: async (address: string) => ({
      ...(await request(TestMailResult, apiPaths.testMail, { method: 'POST', body: { to: address } })),
      to: address,
    }),
  })
  const ready = isSaved && hasServer && to.trim() !== ''
  const problem = attempt.isError ? asProblem(attempt.error) : undefined
  const badAddress = problem?.errorAt('#/to') && text.fromWrong
  const failure = attempt.data?.failure ?? (badAddress ? undefined : problem?.detail)
  return (
    <form
      className="settings-rules stack mail-test"
      aria-label={text.test}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready && !attempt.isPending) attempt.mutate(to.trim())
      }}
    >
      <div>
        <h2>{text.test}</h2>
        <p className="muted">{text.testNote}</p>
      </div>
      <div className="mail-test-form">
        <TextField
          label={text.testTo}
          type="email"
          value={to}
          error={badAddress}
          onChange={setTo}
          maxLength={254}
          autoComplete="email"
        />
        <Button type="submit" isDisabled={!ready} isPending={attempt.isPending}>
          {text.testSend}
        </Button>
      </div>
      {(!isSaved || !hasServer) && <p className="field-note">{isSaved ? text.testNoServer : text.testFirst}</p>}
      {attempt.data?.sent && <Banner kind="success" title={text.testSent(attempt.data.to)} />}
      {failure && (
        <Banner kind="error" title={text.testFailed}>
          {failure}
        </Banner>
      )}
    </form>
  )
}
