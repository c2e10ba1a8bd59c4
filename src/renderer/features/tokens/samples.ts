import { apiPaths } from '../../shared/navigation/paths.ts'

/** Example calls for common languages. */
export type Language = 'curl' | 'powershell' | 'python'

/** Sets the environment variable without leaving the token in the shell history. */
export const setTokenLine: Readonly<Record<Language, string>> = {
  curl: 'read -rs CASTELLAN_TOKEN && export CASTELLAN_TOKEN',
  // Windows PowerShell 5.1 has no -MaskInput.
  powershell: '$env:CASTELLAN_TOKEN = [Net.NetworkCredential]::new("", (Read-Host -AsSecureString "Token")).Password',
  python: 'read -rs CASTELLAN_TOKEN && export CASTELLAN_TOKEN',
}

/** An example call that lists the latest imports. @param origin for example `http://127.0.0.1:8765` */
export function sampleCall(language: Language, origin: string): string {
  const url = `${origin}${apiPaths.imports}?limit=5`
  switch (language) {
    case 'curl':
      return `curl --fail-with-body --header "Authorization: Bearer $CASTELLAN_TOKEN" "${url}"`
    case 'powershell':
      return `Invoke-RestMethod -Uri "${url}" -Headers @{ Authorization = "Bearer $env:CASTELLAN_TOKEN" }`
    case 'python':
      return [
        'import json, os, urllib.request',
        '',
        'request = urllib.request.Request(',
        `    "${url}",`,
        '    headers={"Authorization": "Bearer " + os.environ["CASTELLAN_TOKEN"]},',
        ')',
        'print(json.dumps(json.load(urllib.request.urlopen(request)), indent=2))',
      ].join('\n')
  }
}
