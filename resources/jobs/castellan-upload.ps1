<#
.SYNOPSIS
Uploads an extract to Castellan and waits for its import. Windows PowerShell 5.1 and later, and curl.exe, which Windows has.

.DESCRIPTION
CASTELLAN_URL (default http://127.0.0.1:17173) and CASTELLAN_TOKEN, or CASTELLAN_TOKEN_FILE, come from the environment. The
token needs the scopes imports:read and imports:stage. Prints the import as JSON.
Ends with 0 when it is finished, 5 when it failed, 6 when it was canceled, 7 when it waits for a person, 1 otherwise.

.EXAMPLE
powershell -NoProfile -File castellan-upload.ps1 -Application 5f2c… -FileGroup 0b0f… -Path C:\Extracts\core.csv
#>
param(
  [Parameter(Mandatory)] [guid] $Application,
  [Parameter(Mandatory)] [guid] $FileGroup,
  [Parameter(Mandatory)] [string] $Path
)
$ErrorActionPreference = 'Stop'
$url = if ($env:CASTELLAN_URL) { $env:CASTELLAN_URL } else { 'http://127.0.0.1:17173' }
$token = if ($env:CASTELLAN_TOKEN) { $env:CASTELLAN_TOKEN } else { (Get-Content -Raw $env:CASTELLAN_TOKEN_FILE).Trim() }
$headers = @{ Authorization = "Bearer $token" }

# Invoke-RestMethod of 5.1 sends no files; the header goes through standard input, so that it stands in no list of processes.
$answer = "header = `"Authorization: Bearer $token`"" |
  curl.exe --silent --show-error --fail-with-body --config - --form "applicationId=$Application" --form "$FileGroup=@$Path" "$url/api/application-imports/upload"
if ($LASTEXITCODE -ne 0) { Write-Error "$answer" -ErrorAction Continue; exit 1 }
$run = $answer | ConvertFrom-Json
$pause = if ($env:CASTELLAN_PAUSE) { [double] $env:CASTELLAN_PAUSE } else { 2 }
while ($run.status -notin 'Finished', 'Failed', 'Canceled' -and -not $run.paused) {
  Start-Sleep -Milliseconds ($pause * 1000)
  $run = Invoke-RestMethod -Uri "$url/api/application-imports/$($run.id)" -Headers $headers
}
$run | ConvertTo-Json -Depth 8 -Compress
if ($run.paused) { exit 7 }
exit @{ Finished = 0; Failed = 5; Canceled = 6 }[$run.status]
