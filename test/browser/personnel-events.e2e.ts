import { expect, type Page, test } from '@playwright/test'
import { Application, ApplicationList } from '../../src/contract/applications.ts'
import { PersonPage } from '../../src/contract/identities.ts'
import type { Role } from '../../src/contract/user-roles.ts'
import { businessDayAt } from '../../src/main/domain/shared/business-day.ts'
import { linkIdentity, openAs, seedCreditUnion } from '../support/credit-union.ts'
import { apply, extract, stage } from '../support/test-host.ts'
import { checkPage, watchPage } from '../support/watch-page.ts'
import { startWindowHost, type WindowHost } from '../support/window-host.ts'

/** Joiners, movers, leavers and leaves in the window. */
let host: WindowHost
let today: string

test.beforeEach(async () => {
  host = await startWindowHost()
  today = businessDayAt(Date.now())
  await seedCreditUnion(host)
})
test.afterEach(() => host.close())

const decision = (page: Page) => page.getByRole('region', { name: 'Decision', exact: true })
const detail = (page: Page) => page.getByRole('region', { name: 'Event details' })

/** Makes a person the owner of Core Banking. */
async function ownCore(name: string): Promise<void> {
  const { items } = await host.test.ask(PersonPage, 'GET', `/v1/people?q=${encodeURIComponent(name)}`)
  const list = await host.test.ask(ApplicationList, 'GET', '/v1/applications')
  const core = list.items.find((one) => one.name === 'Core Banking')
  const tag = { 'if-match': `"${core?.revision}"` }
  await host.test.ask(Application, 'PATCH', `/v1/applications/${core?.id}`, { owners: [items[0]?.id] }, tag)
}

async function as(page: Page, role: Role, path: string) {
  await openAs(host, page, role, path)
}

test('a leaver: reported, approved by the supervisor, carried out, contradicted, proved and verified', async ({
  browser,
}, info) => {
  const open = async (role: Role, path: string) => {
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
    const complaints = await watchPage(page)
    await as(page, role, path)
    return { page, complaints }
  }
  await ownCore('Ivan Petrov')
  const { page: officer, complaints } = await open('security-officer', '/events')
  await expect(officer.getByRole('heading', { name: 'No personnel events yet' })).toBeVisible()
  await checkPage(officer, info, 'events-empty')
  await officer.keyboard.press('n')
  await officer.getByRole('button', { name: 'Person: select' }).click()
  await officer.getByRole('searchbox', { name: 'Find a person' }).fill('silva')
  await officer.getByRole('option', { name: /Ana Silva/ }).click()
  await officer.getByLabel('Last day').fill(today)
  await officer.getByLabel('Comment').fill('She moves to another town.')
  await checkPage(officer, info, 'events-new')
  await officer.getByRole('button', { name: 'Report event' }).click()
  await expect(officer.getByRole('heading', { name: 'Offboarding: Ana Silva' })).toBeVisible()
  await expect(detail(officer)).toContainText('Supervisor')
  await expect(detail(officer)).toContainText('Maria Keller')
  await expect(detail(officer).getByRole('region', { name: 'Plan' })).toContainText('Core Banking')
  // Who reported it does not approve it.
  await expect(decision(officer)).toContainText('You reported this event')
  await checkPage(officer, info, 'events-plan')

  const { page: boss } = await open('approver', '/events')
  await expect(boss.getByRole('link', { name: /Events/ })).toContainText('1')
  await decision(boss)
    .getByRole('button', { name: /^Approve/ })
    .click()
  await expect(boss.getByText('Approved: Ana Silva.')).toBeVisible()

  await expect(detail(officer).getByRole('region', { name: 'Progress' })).toContainText('In progress')
  // The one owner of the application carries it out.
  const { page: admin } = await open('administrator', '/approvals')
  await expect(admin.getByRole('heading', { name: 'Remove access of Ana Silva' })).toBeVisible()
  await expect(admin.getByRole('table', { name: 'Core Banking' })).toContainText('Vault')
  await checkPage(admin, info, 'events-work')
  await admin.getByRole('button', { name: /^Provisioned/ }).click()
  await expect(detail(officer)).toContainText('Awaiting proof')
  await expect(detail(officer)).toContainText('Awaiting verification')

  // The next extract still has her: the work is open again.
  const later = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
  const still = extract([
    ['ana', 'Vault', 'N', 'Ana Silva'],
    ['ivan', 'Wire Approval', 'Y', 'Ivan Petrov'],
  ])
  await apply(host.test, await stage(host.test, still, 'core-2.csv', later(1)), 'It is a test.')
  await expect(detail(officer)).toContainText('Contradicted by import')
  await expect(detail(officer)).toContainText('Reopened: an import contradicts Core Banking')
  await checkPage(officer, info, 'events-contradicted')
  expect(complaints).toEqual([])
})

test('an access model says what a new teller gets, and an application can be left out', async ({ page }, info) => {
  await linkIdentity(host, 'security-officer', 'Ben Ito')
  const complaints = await watchPage(page)
  await as(page, 'security-officer', '/events/models')
  await page.getByRole('button', { name: 'New access model' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Tellers')
  await page.getByRole('button', { name: 'Add condition' }).click()
  await page.getByLabel('is one of').fill('Branch')
  await page.getByRole('searchbox', { name: 'Find an entitlement' }).fill('vault')
  await page.getByRole('option', { name: /Vault/ }).click()
  await page.getByRole('button', { name: 'Save model' }).click()
  await expect(page.getByText('3 people meet the conditions').first()).toBeVisible()
  await expect(page.getByText('held by 1 of 3')).toBeVisible()
  await checkPage(page, info, 'access-model')

  await page.goto(`${host.url}/events/new?kind=onboard`)
  await page.getByLabel('First name').fill('Nora')
  await page.getByLabel('Last name').fill('Reyes')
  await page.getByLabel('Department').fill('Branch')
  await page.getByLabel('First day').fill(today)
  await page.getByRole('button', { name: 'Report event' }).click()
  await expect(page.getByRole('heading', { name: 'Onboarding: Nora Reyes' })).toBeVisible()
  const plan = page.getByRole('region', { name: 'Plan' })
  await expect(plan).toContainText('Model Tellers.')
  await expect(plan).toContainText('New account')
  await plan.getByRole('checkbox', { name: 'Include Core Banking' }).click({ force: true })
  await plan.getByRole('button', { name: 'Save applications' }).click()
  await expect(plan).toContainText('left out')
  await expect(detail(page)).toContainText('left out: Core Banking. Answers are asked for again.')
  expect(complaints).toEqual([])
})

test('what is wrong with an event is told in the form, and nothing is lost', async ({ page }) => {
  await as(page, 'security-officer', '/events/new?kind=leave-of-absence')
  await page.getByRole('button', { name: 'Person: select' }).click()
  await page.getByRole('searchbox', { name: 'Find a person' }).fill('silva')
  await page.getByRole('option', { name: /Ana Silva/ }).click()
  await page.getByLabel('First day of leave').fill('2020-01-01')
  await page.getByLabel('Comment').fill('Parental leave')
  await page.getByRole('button', { name: 'Report event' }).click()
  await expect(page.getByRole('alert', { name: 'The event was not reported' })).toBeVisible()
  await expect(page.getByLabel('Comment')).toHaveValue('Parental leave')
  await page.getByText('The notice comes late').click()
  await page.getByLabel('True since').fill('2020-01-01')
  await page.getByLabel('Why it comes late').fill('Nobody told us.')
  await page.getByRole('button', { name: 'Report event' }).click()
  await expect(page.getByRole('heading', { name: 'Leave of absence: Ana Silva' })).toBeVisible()
  await expect(detail(page)).toContainText('Reported late')
})

test('a roster shows who joins and who leaves, and each is reported or dismissed', async ({ page }, info) => {
  const next =
    'No,Name,First,Last,Email,Title,Dept,Boss\n1,Maria Keller,Maria,Keller,maria@cu.example,Director,Branch,\n2,Ana Silva,Ana,Silva,ana@cu.example,Teller,Branch,1\n4,Ivan Petrov,Ivan,Petrov,ivan@cu.example,Administrator,IT,\n5,Nora Reyes,Nora,Reyes,nora@cu.example,Teller,Branch,1\n'
  const at = new Date(Date.now() + 86_400_000).toISOString()
  await apply(host.test, await stage(host.test, next, 'hr.csv', at), 'It is a test.')
  const complaints = await watchPage(page)
  await as(page, 'security-officer', '/events')
  await page.getByRole('button', { name: 'Changes in rosters (3)' }).click()
  const list = page.getByRole('list').filter({ hasText: 'Nora Reyes' })
  await expect(list.getByText('Joins')).toBeVisible()
  await expect(list.getByText('Moves')).toBeVisible()
  await checkPage(page, info, 'events-rosters')
  await list
    .getByRole('listitem')
    .filter({ hasText: 'Maria Keller' })
    .first()
    .getByRole('button', { name: 'Dismiss' })
    .click()
  await page.getByRole('alertdialog').getByLabel('Reason').fill('Only her title changed.')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Dismiss' }).click()
  await expect(page.getByText('The change is dismissed.')).toBeVisible()
  await list
    .getByRole('listitem')
    .filter({ hasText: 'Nora Reyes' })
    .first()
    .getByRole('button', { name: 'Report' })
    .click()
  await expect(page.getByRole('heading', { name: 'Onboarding: Nora Reyes' })).toBeVisible()
  expect(complaints).toEqual([])
})

test('the rules of events: who must answer, lead days and holidays', async ({ page }, info) => {
  const complaints = await watchPage(page)
  await as(page, 'owner', '/settings/events')
  const offboard = page.getByRole('group', { name: 'Offboarding: Approval' })
  await offboard.getByText('Security officers').click()
  await page.getByLabel('Lead days').fill('3')
  await page.getByLabel('Holidays').fill('2026-12-25')
  await checkPage(page, info, 'events-rules')
  await page.getByRole('button', { name: 'Save rules' }).click()
  await expect(page.getByText('The rules are saved.')).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('Lead days')).toHaveValue('3')
  await expect(offboard.getByRole('checkbox', { name: 'Security officers' })).toBeChecked()
  expect(complaints).toEqual([])
})
