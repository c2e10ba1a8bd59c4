import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { Application } from '../../src/contract/applications.ts'
import { apply, createCore, extract, stage, type TestHost } from '../support/test-host.ts'
import { openAs, seedCreditUnion } from '../support/credit-union.ts'
import { checkPage, watchPage } from '../support/watch-page.ts'
import { startWindowHost } from '../support/window-host.ts'

/** People, their access with its sources, and unmatched accounts. */

async function fill(host: TestHost) {
  await host.ask(Application, 'POST', '/v1/applications', {
    kind: 'roster',
    name: 'HR',
    rules: {
      fileGroups: [
        {
          id: '0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c02',
          name: 'Roster',
          pattern: 'hr*.csv',
          profile: 'hr-roster',
          columns: { employeeId: 'No', fullName: 'Name', email: 'Email', title: 'Title', department: 'Dept' },
        },
      ],
    },
  })
  const roster =
    'No,Name,Email,Title,Dept\n7001,Ana Silva,ana@cu.example,Teller,Branch 4\n7002,Ben Ito,ben@cu.example,Clerk,Loans\n'
  await apply(host, await stage(host, roster, 'hr.csv'))
  await createCore(host)
  const grants = extract([
    ['ana', 'Vault', 'Y', 'Ana Silva'],
    ['svc-batch', 'Wire Approval', 'Full', 'Nightly batch', 'ops@cu.example'],
  ])
  await apply(host, await stage(host, grants))
}

test('says of a person who left that they still have an account, and lists only such people', async ({
  page,
}, info) => {
  const host = await startWindowHost()
  try {
    const complaints = await watchPage(page)
    await page.setViewportSize({ width: 1280, height: 720 })
    await fill(host.test)
    const roster = 'No,Name,Email,Title,Dept\n7002,Ben Ito,ben@cu.example,Clerk,Loans\n'
    await apply(host.test, await stage(host.test, roster, 'hr2.csv', new Date().toISOString()), 'it is a test')
    await host.open(page, '/people')
    await expect(page.getByText('1 terminated or disabled person with accounts')).toBeVisible()
    await page.getByRole('button', { name: 'Show only these' }).click()
    await expect(page.getByRole('option')).toHaveCount(1)
    await page.getByRole('option', { name: /Ana Silva/ }).click()
    const detail = page.getByRole('region', { name: 'Person details' })
    await expect(detail.getByText('Terminated, still has 1 account')).toBeVisible()
    await expect(detail.getByText('No account is matched')).toHaveCount(0)
    await expect(detail.getByRole('link', { name: 'row 2 of core.csv' })).toBeVisible()
    // No policy was ever scanned here, so nothing may speak of a last scan.
    await expect(detail.getByText('That covers only scans that have run')).toBeVisible()
    await expect(detail.getByText('last scan')).toHaveCount(0)
    await checkPage(page, info, 'leaver')
    await page.setViewportSize({ width: 1440, height: 900 })
    await checkPage(page, info, 'leaver-wide')
    await page.getByRole('button', { name: 'Show all people' }).click()
    await expect(page.getByRole('option')).toHaveCount(2)
    expect(complaints).toEqual([])
  } finally {
    await host.close()
  }
})

test('shows a person, their access with evidence and an earlier date, and matches an account by hand', async ({
  page,
}, info) => {
  const host = await startWindowHost()
  try {
    const complaints = await watchPage(page)
    await page.setViewportSize({ width: 1280, height: 720 })
    await host.open(page, '/people')
    await expect(page.getByRole('heading', { name: 'No people yet' })).toBeVisible()
    await fill(host.test)
    await page.reload()
    await page.getByRole('option', { name: /Ana Silva/ }).click()
    await expect(page.getByRole('heading', { name: 'Ana Silva' })).toBeVisible()
    await expect(page.getByRole('link', { name: 'row 2 of core.csv' })).toBeVisible()
    await expect(page.getByRole('region', { name: 'Attributes and their sources' })).toContainText('HR')
    await checkPage(page, info, 'person')

    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('e')])
    expect(await readFile(await download.path(), 'utf8')).toContain('Ana Silva')

    await page.getByRole('radio', { name: 'Accounts' }).click()
    await expect(page.getByRole('heading', { name: 'Nightly batch' })).toBeVisible()
    await page.getByLabel('Name, e-mail or employee number').fill('ben')
    await page
      .getByRole('listbox', { name: 'Matching people' })
      .getByRole('option', { name: /Ben Ito/ })
      .click()
    await page.getByLabel('Reason').fill('he runs the batch')
    await checkPage(page, info, 'match')
    await page.getByRole('button', { name: 'Match to Ben Ito' }).click()
    await expect(page.getByRole('heading', { name: 'Matched to a person' })).toBeVisible()
    await page.getByRole('button', { name: 'Clear and match by rules' }).click()
    await expect(page.getByRole('heading', { name: 'Unmatched' })).toBeVisible()
    await page.getByLabel('Reason').fill('a service account')
    await page.getByRole('button', { name: 'Mark as having no owner' }).click()
    await expect(page.getByRole('heading', { name: 'No owner (service account)' })).toBeVisible()

    await page.getByRole('radio', { name: 'People' }).click()
    await expect(page.getByRole('option', { name: /Ben Ito/ })).toBeVisible()
    await page.getByRole('button', { name: /^Now/ }).click()
    await page.getByRole('option', { name: 'Effective on' }).click()
    await page.getByRole('textbox', { name: 'Date' }).fill('2026-01-31')
    await expect(page.getByRole('heading', { name: 'Unknown on that date' })).toBeVisible()
    await checkPage(page, info, 'then')
    await page.getByRole('button', { name: 'Back to now' }).click()
    await expect(page.getByRole('option', { name: /Ana Silva/ })).toBeVisible()
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([])
  } finally {
    await page.close()
    await host.close()
  }
})

test('keeps a value set by hand, shows the conflicting roster value and accepts it', async ({ page }, info) => {
  const host = await startWindowHost()
  try {
    const complaints = await watchPage(page)
    await page.setViewportSize({ width: 1280, height: 720 })
    await fill(host.test)
    await host.open(page, '/people')
    await page.getByRole('option', { name: /Ana Silva/ }).click()
    await page.getByRole('button', { name: 'Edit job title' }).click()
    await page.getByRole('textbox', { name: 'Job title' }).fill('Head Teller')
    await page.getByRole('textbox', { name: 'Reason' }).fill('told by her manager')
    await checkPage(page, info, 'set')
    await page.getByRole('button', { name: 'Save' }).click()
    const attributes = page.getByRole('region', { name: 'Attributes and their sources' })
    await expect(attributes).toContainText('HR: “Teller”')
    await expect(page.getByRole('option', { name: /Head Teller/ })).toBeVisible()

    const roster =
      'No,Name,Email,Title,Dept\n7001,Ana Silva,ana@cu.example,Loan Officer,Branch 4\n7002,Ben Ito,ben@cu.example,Clerk,Loans\n'
    await apply(host.test, await stage(host.test, roster, 'hr2.csv', '2026-07-30T17:00:00.000Z'))
    await page.reload()
    await expect(attributes).toContainText('Roster differs')
    await page.getByRole('button', { name: 'Show only these' }).click()
    await expect(page.getByRole('option', { name: /Ben Ito/ })).toBeHidden()
    await expect(page.getByRole('option', { name: /Head Teller/ })).toBeVisible()
    await checkPage(page, info, 'news')
    await page.getByRole('button', { name: 'Edit job title' }).click()
    await page.getByRole('textbox', { name: 'Reason' }).fill('HR is right')
    await page.getByRole('button', { name: 'Use roster value' }).click()
    await page.getByRole('button', { name: 'Show all people' }).click()
    await expect(page.getByRole('option', { name: /Loan Officer/ })).toBeVisible()
    expect(complaints).toEqual([])
  } finally {
    await host.close()
  }
})

test('puts a manager in the place of a roster’s to a second person, who confirms it', async ({
  page,
  browser,
}, info) => {
  const host = await startWindowHost()
  try {
    const complaints = await watchPage(page)
    await seedCreditUnion(host)
    await page.setViewportSize({ width: 1280, height: 720 })
    await openAs(host, page, 'owner', '/people')
    await page.getByRole('option', { name: /Ana Silva/ }).click()
    await page.getByRole('button', { name: 'Edit manager' }).click()
    await page.getByRole('textbox', { name: 'Manager' }).fill('4')
    await page.getByRole('textbox', { name: 'Reason' }).fill('Maria is away until March')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('Saved. The manager changes once a second person confirms it.')).toBeVisible()
    const waiting = page.getByRole('note', { name: 'Manager change waits for a second person' })
    await expect(waiting).toContainText('owner proposed Ivan Petrov (“4”) instead of Maria Keller (“1”)')
    await expect(waiting).toContainText('Reason: Maria is away until March')
    await expect(waiting).toContainText('You proposed this manager. A second person confirms it.')
    await expect(waiting.getByRole('button')).toHaveText(['Withdraw'])
    await waiting.scrollIntoViewIfNeeded()
    await checkPage(page, info, 'manager-proposed')

    const second = await (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage()
    await openAs(host, second, 'security-officer', '/people')
    await second.getByRole('option', { name: /Ana Silva/ }).click()
    await expect(second.getByRole('button', { name: 'Decline' })).toBeVisible()
    await checkPage(second, info, 'manager-waits')
    await second.getByRole('button', { name: 'Confirm manager' }).click()
    await expect(second.getByText('Confirmed. The manager has changed.')).toBeVisible()
    const attributes = second.getByRole('region', { name: 'Attributes and their sources' })
    await expect(attributes).toContainText('Set by owner')
    await expect(attributes).toContainText('HR: “1”')
    await second.context().close()
    await page.reload()
    await expect(page.getByRole('region', { name: 'Attributes and their sources' })).toContainText('Set by owner')
    await expect(waiting).toBeHidden()

    await page.getByRole('button', { name: 'Edit manager' }).click()
    await page.getByRole('textbox', { name: 'Manager' }).fill('3')
    await page.getByRole('textbox', { name: 'Reason' }).fill('Ben asked for it')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Withdraw' }).click()
    await expect(page.getByText('Withdrawn. The manager stays.')).toBeVisible()
    await expect(waiting).toBeHidden()
    expect(complaints).toEqual([])
  } finally {
    await page.close()
    await host.close()
  }
})
