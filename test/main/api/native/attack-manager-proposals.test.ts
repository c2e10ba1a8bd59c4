import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ApprovalTaskPage } from '../../../../src/contract/approvals.ts'
import { AuditPage } from '../../../../src/contract/audit.ts'
import { CatalogueItem } from '../../../../src/contract/catalogue.ts'
import { PersonDetail, PersonPage } from '../../../../src/contract/identities.ts'
import { RevealedToken } from '../../../../src/contract/tokens.ts'
import { User } from '../../../../src/contract/users.ts'
import type { Role } from '../../../../src/contract/user-roles.ts'
import { createRoster, rosterOf } from '../../../support/roster.ts'
import { type Client, client, person } from '../../../support/signed-in.ts'
import { apply, stage, startTestHost, switchApi, type TestHost } from '../../../support/test-host.ts'

/** The roster says that Berta decides for Ana. Eve wants Fay to decide; Olga and Otto are officers too, Nia is in no roster. */
let test: TestHost
let eve: Client
let olga: Client
let ana: Client
let fay: Client
let nobody: Client
let later = 0
beforeEach(async () => {
  later = 0
  test = await startTestHost({ clock: () => Date.now() + later })
  await switchApi(test, true)
  await createRoster(test)
  const rows = [
    ['1', 'Berta', 'Boss'],
    ['2', 'Ana', 'Silva', '', '', '', '1'],
    ['3', 'Eve', 'Ekman', '', '', '', '1'],
    ['4', 'Fay', 'Friend', '', '', '', '1'],
    ['5', 'Olga', 'Officer'],
  ]
  await apply(test, await stage(test, rosterOf(...rows), 'hr.csv'), 'it is a test')
  await person(test, 'owner', ['owner'])
  eve = await officer('eve', 'ekman')
  olga = await officer('olga', 'officer')
  ana = await officer('ana', 'silva')
  fay = await officer('fay', 'friend')
  nobody = await officer('nia', null)
})
afterEach(() => test.close())

const guidOf = async (name: string) =>
  (await test.ask(PersonPage, 'GET', `/v1/people?q=${name}`)).items[0]?.id ?? 'nobody'
async function officer(username: string, name: string | null, roles: Role[] = ['security-officer', 'administrator']) {
  const made = await person(test, username, roles)
  if (name === null) return made
  const change = { identityId: await guidOf(name) }
  await test.ask(User, 'PATCH', `/v1/users/${made.user.id}`, change, { 'if-match': `"${made.user.revision}"` })
  return made
}

const see = async (who: Client, name = 'silva') => who.ask(PersonDetail, 'GET', `/v1/people/${await guidOf(name)}`)
const ifMatch = ({ revision }: PersonDetail) => ({ 'if-match': `"${revision}"` })
async function name(who: Client, manager: string | null, ofWhom = 'silva') {
  const seen = await see(who, ofWhom)
  const body = { set: { manager }, reason: 'she moved to the branch' }
  return who.send('PATCH', `/v1/people/${seen.person.id}`, body, ifMatch(seen))
}
async function answer(who: Client, decision: 'confirm' | 'decline') {
  const seen = await see(olga)
  return who.send('POST', `/v1/people/${seen.person.id}/manager/${decision}`, undefined, ifMatch(seen))
}
const wordsOf = async (response: Response) =>
  `${response.status} ${((await response.json()) as { detail?: string }).detail}`
const token = async (who: Client | null, scopes = ['identities:read', 'identities:write', 'requests:manage']) => {
  const input = { name: 'a script', scopes, expires: { days: 7 } }
  const { secret } = who
    ? await who.ask(RevealedToken, 'POST', '/v1/tokens', input)
    : await test.ask(RevealedToken, 'POST', '/v1/tokens', input)
  return client(test, secret)
}
const logged = async () =>
  (await test.ask(AuditPage, 'GET', '/v1/audit?limit=200')).items.filter(({ action }) =>
    action.startsWith('person.manager-'),
  )

describe('a manager in the place of a roster’s', () => {
  it('waits for a second person, counts once they confirm it, and both are in the log', async () => {
    expect((await name(eve, '4')).status).toBe(200)
    expect(await see(olga)).toMatchObject({
      person: { manager: '1' },
      pendingManager: {
        value: '4',
        person: { name: 'Fay Friend' },
        insteadOf: { value: '1', person: { name: 'Berta Boss' } },
        reason: 'she moved to the branch',
        by: 'eve',
        whyNotConfirm: null,
      },
    })
    const confirmed = PersonDetail.parse(await (await answer(olga, 'confirm')).json())
    expect(confirmed).toMatchObject({ person: { manager: '4' }, pendingManager: null })
    expect(confirmed.attributes['manager']).toMatchObject({
      value: '4',
      set: { by: 'eve', byScript: false, reason: 'she moved to the branch' },
      roster: { value: '1' },
      news: false,
    })
    expect((await logged()).map(({ action, actor, details }) => [action, actor.name, details])).toEqual([
      [
        'person.manager-confirmed',
        'olga',
        { proposedBy: 'eve', confirmedBy: 'olga', reason: 'she moved to the branch' },
      ],
      ['person.manager-proposed', 'eve', { proposedBy: 'eve', reason: 'she moved to the branch' }],
    ])
  })

  it('is not confirmed while it names nobody, who could be anybody later', async () => {
    expect((await name(eve, 'Fay from the branch')).status).toBe(200)
    expect((await see(olga)).pendingManager).toMatchObject({ person: null })
    expect(await wordsOf(await answer(olga, 'confirm'))).toBe(
      '403 “Fay from the branch” names no person whom Castellan knows. Propose one of the people.',
    )
    expect(await see(olga)).toMatchObject({ person: { manager: '1' } })
  })

  it('is withdrawn by who proposed it, and declined by anybody else; then nothing waits', async () => {
    await name(eve, '4')
    expect((await answer(eve, 'decline')).status).toBe(200)
    await name(eve, '4')
    expect((await answer(olga, 'decline')).status).toBe(200)
    expect(await see(olga)).toMatchObject({ person: { manager: '1' }, pendingManager: null })
    expect((await logged()).map(({ action }) => action)).toEqual([
      'person.manager-declined',
      'person.manager-proposed',
      'person.manager-withdrawn',
      'person.manager-proposed',
    ])
    expect(await wordsOf(await answer(olga, 'confirm'))).toBe(
      '404 No change of this person’s manager waits for a second person.',
    )
  })

  it('is only the last one that was proposed: who confirms what they did not see is refused', async () => {
    await name(eve, '5')
    const seen = await see(olga)
    await name(eve, '4')
    const path = `/v1/people/${seen.person.id}/manager/confirm`
    expect(await olga.refusal('POST', path, undefined, ifMatch(seen))).toEqual([412, 'stale'])
    expect((await olga.send('POST', path)).status).toBe(428)
    expect((await see(olga)).pendingManager?.value).toBe('4')
  })

  it('leaves other attributes of the same change to be set at once', async () => {
    const seen = await see(eve)
    const body = { set: { manager: '4', title: 'Head Teller' }, reason: 'she moved' }
    await eve.send('PATCH', `/v1/people/${seen.person.id}`, body, ifMatch(seen))
    expect(await see(olga)).toMatchObject({
      person: { title: 'Head Teller', manager: '1' },
      pendingManager: { value: '4' },
    })
  })

  it('is set at once where no roster names one, by the operator, and by a script of nobody; it is taken back at once', async () => {
    await name(eve, '4', 'officer')
    expect(await see(eve, 'officer')).toMatchObject({ person: { manager: '4' }, pendingManager: null })
    const seen = await see(olga)
    const body = { set: { manager: '5' }, reason: 'HR is late' }
    await test.ask(PersonDetail, 'PATCH', `/v1/people/${seen.person.id}`, body, ifMatch(seen))
    expect((await see(olga)).person.manager).toBe('5')
    await name(await token(null), '3')
    expect((await see(olga)).person.manager).toBe('3')
    await name(eve, null)
    expect(await see(olga)).toMatchObject({ person: { manager: '1' }, pendingManager: null })
  })
})

describe('what somebody would try', () => {
  it('nobody confirms their own proposal, not by a token of theirs either', async () => {
    await name(eve, '4')
    const refused = '403 You proposed this manager. A second person confirms it.'
    expect(await wordsOf(await answer(eve, 'confirm'))).toBe(refused)
    expect((await see(eve)).pendingManager?.whyNotConfirm).toBe(refused.slice(4))
    await name(await token(eve), '4')
    expect((await see(olga)).pendingManager?.by).toBe('eve')
    expect(await wordsOf(await answer(eve, 'confirm'))).toBe(refused)
    await name(await token(nobody), '4')
    expect(await see(olga)).toMatchObject({ person: { manager: '1' }, pendingManager: { by: 'nia' } })
    expect(await wordsOf(await answer(nobody, 'confirm'))).toBe(refused)
  })

  it('the person concerned and the new manager confirm nothing, in whatever words they were named', async () => {
    await name(eve, '4')
    expect(await wordsOf(await answer(ana, 'confirm'))).toBe(
      '403 This is about your own manager. Somebody else confirms it.',
    )
    const fayId = `managed/user/${await guidOf('friend')}`
    for (const word of ['4', 'Friend, Fay', fayId]) {
      await name(eve, word)
      expect(await wordsOf(await answer(fay, 'confirm'))).toBe(
        '403 You would be the manager. Somebody else confirms it.',
      )
    }
    expect((await see(olga)).person.manager).toBe('1')
  })

  it('a token confirms nothing, nor does a user who could be anybody, nor who may not say who decides', async () => {
    await name(eve, '4')
    const script = '403 Only a person who has signed in confirms a manager, not a script.'
    expect(await wordsOf(await answer(await token(olga), 'confirm'))).toBe(script)
    expect(await wordsOf(await answer(await token(null), 'confirm'))).toBe(script)
    expect(await wordsOf(await answer(nobody, 'confirm'))).toContain('Your user is not linked to a person')
    const clerk = await officer('berta', 'boss', ['auditor'])
    expect((await answer(clerk, 'confirm')).status).toBe(403)
    expect((await see(clerk)).pendingManager?.whyNotConfirm).toBe('Your roles don’t allow this.')
    expect((await see(olga)).person.manager).toBe('1')
  })

  it('whoever finds an open window confirms nothing: the password is asked for again', async () => {
    await name(eve, '4')
    later = 6 * 60_000
    const seen = await see(olga)
    const path = `/v1/people/${seen.person.id}/manager/confirm`
    expect(await olga.refusal('POST', path, undefined, ifMatch(seen))).toEqual([403, 'step-up-needed'])
  })

  it('a script’s contract makes no way around: a person who writes by /openidm proposes too', async () => {
    const writer = await token(eve, ['repository:manage', 'requests:manage', 'identities:read'])
    const path = `/openidm/managed/user/${await guidOf('silva')}`
    const manager = { _ref: `managed/user/${await guidOf('friend')}` }
    const patch = [
      { operation: 'replace', field: '/manager', value: manager },
      { operation: 'replace', field: '/title', value: 'Head Teller' },
    ]
    const { status } = await writer.send('PATCH', path, patch, { 'if-match': '*' })
    expect(status).toBe(200)
    const read = (await (await writer.send('GET', `${path}?_fields=manager`)).json()) as { manager: { _ref: string } }
    expect(read.manager._ref).toBe(`managed/user/${await guidOf('boss')}`)
    expect(await see(olga)).toMatchObject({
      person: { manager: '1', title: 'Head Teller' },
      pendingManager: { value: manager._ref, by: 'eve', reason: '' },
    })
    await answer(olga, 'confirm')
    expect((await see(olga)).person.manager).toBe(manager._ref)
  })

  it('a request keeps its approver while a proposal waits', async () => {
    const published = { kind: 'role', name: 'Vault keys' }
    const { id: itemId, revision } = await test.ask(CatalogueItem, 'POST', '/v1/catalogue', published)
    const chain = { approvers: ['manager'] }
    await test.ask(CatalogueItem, 'PATCH', `/v1/catalogue/${encodeURIComponent(itemId)}`, chain, {
      'if-match': `"${revision}"`,
    })
    await name(eve, '4')
    const wish = {
      people: [`managed/user/${await guidOf('silva')}`],
      items: [{ itemId, action: 'add' }],
      comment: 'please',
    }
    const asked = await ana.send('POST', '/v1/requests', wish, { 'idempotency-key': 'once' })
    expect(asked.status).toBe(201)
    const approversNow = async () =>
      (await test.ask(ApprovalTaskPage, 'GET', '/v1/approvals?whose=all')).items.map(({ approver }) => approver.name)
    expect(await approversNow()).toEqual(['Berta Boss'])
    await answer(olga, 'confirm')
    expect(await approversNow()).toEqual(['Berta Boss'])
  })
})
