import { useState } from 'react'
import { Banner } from '../../ui/banner.tsx'
import { CopyField } from '../../ui/copy-field.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { useApiSwitch, useListenerStatus } from './queries.ts'
import { JobDefinitions } from './job-definitions.tsx'
import { type Language, sampleCall, setTokenLine } from './samples.ts'
import { text } from './text.ts'

const languages: readonly Language[] = ['curl', 'powershell', 'python']

/** Example calls to copy. */
export function HowTo() {
  const listener = useListenerStatus()
  const apiSwitchQuery = useApiSwitch(useIsPermitted('settings:read'))
  const [language, setLanguage] = useState<Language>('curl')
  if (!listener) return null
  return (
    <section className="decision-pane how-to" aria-label={text.howTo}>
      <h2>{text.tryIt}</h2>
      <p className="muted">{text.tryText}</p>
      {apiSwitchQuery.data?.enabled === false && <Banner kind="info" title={text.apiOff} />}
      <Tabs
        label={text.howTo}
        selected={language}
        onSelect={(id) => setLanguage(id as Language)}
        tabs={languages.map((id) => ({
          id,
          title: text.languages[id],
          content: (
            <div className="stack how-to-lines">
              <h3>{text.setToken}</h3>
              <CopyField label={text.setToken} value={setTokenLine[id]} multiline />
              <h3>{text.callApi}</h3>
              <CopyField label={text.callApi} value={sampleCall(id, listener.origin)} multiline />
            </div>
          ),
        }))}
      />
      <JobDefinitions />
    </section>
  )
}
