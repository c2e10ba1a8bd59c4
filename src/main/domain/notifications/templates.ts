/** The nine messages of the identity-governance contract (B.9). */
export const templateNames = [
  'APPROVAL_TASK_CREATED',
  'APPROVAL_TASK_EXPIRED',
  'APPROVAL_TASK_CANCELLED',
  'CONSULT_TASK_CREATED',
  'CONSULT_TASK_CANCELLED',
  'PROVISIONING_TASK_CREATED',
  'OUTCOME_UPDATE',
  'REQUEST_CANCELLED',
  'CREATE_REQUEST_FAILED',
] as const
export type TemplateName = (typeof templateNames)[number]

export const isTemplateName = (name: string): name is TemplateName =>
  templateNames.some((templateName) => templateName === name)

/** Templates about a task; the others are about a request. */
export const isAboutTask = (name: TemplateName): boolean => name.includes('_TASK_')

export interface Template {
  readonly name: TemplateName
  readonly subject: string
  readonly body: string
  readonly enabled: boolean
  readonly revision: number
}

/** The variables of a template. */
export const variables = ['to', 'requester', 'requestee', 'items', 'request', 'comment', 'due', 'outcome'] as const
export type Variables = Readonly<Record<(typeof variables)[number], string>>

type Words = Pick<Template, 'subject' | 'body'>

/** What is sent unless somebody changed it. */
export const builtIn: Readonly<Record<TemplateName, Words>> = {
  APPROVAL_TASK_CREATED: {
    subject: '{{requester}} asks for {{items}} for {{requestee}}',
    body: 'Hello {{to}},\n\n{{requester}} asks for {{items}} for {{requestee}}.\nReason: {{comment}}\n\nPlease decide by {{due}}.\nRequest {{request}}',
  },
  APPROVAL_TASK_EXPIRED: {
    subject: 'Not decided in time: {{items}} for {{requestee}}',
    body: 'Hello {{to}},\n\nNobody decided by {{due}} about {{items}} for {{requestee}}. It is with your group now.\nRequest {{request}}',
  },
  APPROVAL_TASK_CANCELLED: {
    subject: 'No longer to decide: {{items}} for {{requestee}}',
    body: 'Hello {{to}},\n\nYou need not decide about {{items}} for {{requestee}} any more: the request was cancelled or settled otherwise.\nRequest {{request}}',
  },
  CONSULT_TASK_CREATED: {
    subject: 'Your advice is asked: {{items}} for {{requestee}}',
    body: 'Hello {{to}},\n\nYour advice is asked about {{items}} for {{requestee}}. You may comment and attach files; somebody else decides.\nRequest {{request}}',
  },
  CONSULT_TASK_CANCELLED: {
    subject: 'Your advice is no longer needed: {{items}} for {{requestee}}',
    body: 'Hello {{to}},\n\nYour advice about {{items}} for {{requestee}} is no longer needed.\nRequest {{request}}',
  },
  PROVISIONING_TASK_CREATED: {
    subject: 'To do: {{items}} for {{requestee}}',
    body: 'Hello {{to}},\n\n{{items}} for {{requestee}} was approved. Please carry it out and say so.\nRequest {{request}}',
  },
  OUTCOME_UPDATE: {
    subject: '{{items}} for {{requestee}}: {{outcome}}',
    body: 'Hello {{to}},\n\n{{items}} for {{requestee}}: {{outcome}}.\nRequest {{request}}',
  },
  REQUEST_CANCELLED: {
    subject: 'Cancelled: {{items}} for {{requestee}}',
    body: 'Hello {{to}},\n\nThe request for {{items}} for {{requestee}} was cancelled.\nRequest {{request}}',
  },
  CREATE_REQUEST_FAILED: {
    subject: 'Your request could not be made',
    body: 'Hello {{to}},\n\nYour request could not be made: {{comment}}',
  },
}

/** Fills `{{name}}`; a name that is not known stays as it is, so that its writer sees it. */
export const fill = (text: string, values: Variables): string =>
  text.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? values[name as keyof Variables] : whole,
  )

/** The names in a text that mean nothing. */
export const unknownVariables = (text: string): readonly string[] => [
  ...new Set(
    [...text.matchAll(/\{\{([^}]*)\}\}/g)]
      .map(([, name = '']) => name)
      .filter((name) => !variables.some((variable) => variable === name)),
  ),
]
