/** What the sample's people and places are called. All of it is invented. */
export const creditUnion = 'Larkspur Community Credit Union'
export const mailDomain = 'larkspur-cu.example'

export const firstNames =
  'Abigail Adrian Aisha Alan Alejandro Alice Amara Amir Andrea Anna Antonio Arjun Astrid Ben Bianca Björn Brian Camila Carlos Carmen Chloe Chen Claire Daniel David Deepa Diego Dorothy Eduardo Elena Elif Emil Emma Eric Esther Farah Felix Fiona Frances François Gabriel George Grace Hannah Hector Helen Henry Hiro Ibrahim Imani Ingrid Irene Isabel Ivan Jack Jada James Janelle Jasmine Joan Joaquín Jonas José Julia Kamal Karen Kenji Kofi Laila Laura Leila Leo Liam Lily Linda Lucía Luis Malik Marco Maria Marta Mateo Maya Mei Miguel Mina Nadia Naomi Nathan Nina Noah Nora Olga Omar Oscar Pablo Patricia Paul Peter Priya Quinn Rachel Rafael Ramón Renée Rita Robert Rosa Ruth Sam Sara Sean Selma Sofia Søren Stella Tariq Teresa Thomas Uma Victor Wanda Wei Xavier Yara Yusuf Zoë'.split(
    ' ',
  )

export const lastNames =
  'Abbott Adeyemi Aguilar Ahmed Alvarez Anderson Arnold Bailey Baker Banerjee Barnes Becker Bennett Bishop Björk Bond Boyd Brooks Burke Caldwell Campbell Carter Castillo Chavez Cho Clark Cohen Coleman Cruz Dalton Daly Das Delgado Díaz Doyle Duarte Dubois Duncan Eaton Eckert Ellis Eriksen Espinoza Evans Farrell Ferreira Fisher Flores Foster Fuentes Gallagher García Gibson Glover Gómez Grant Greene Guzmán Hall Hansen Harper Hayes Herrera Higgins Hoang Holt Hughes Ibarra Iyer Jackson Jensen Johansson Jones Kaplan Kaur Kelly Khan Kim King Klein Kowalski Lambert Lange Larsen Le Lee Lindqvist Lopez Lowe Lund Lynch Mahoney Martin Marsh Mehta Mendoza Meyer Mitchell Molina Moreau Morgan Müller Murphy Nakamura Navarro Nelson Nguyen Nilsen Noble Núñez Nolan Oakes Okafor Olsen Ortiz Owens Palmer Park Patel Peña Perez Perry Porter Price Quintero Ramírez Reed Reyes Rhodes Rivera Robbins Rossi Ruiz Russo Salazar Santos Sato Schmidt Scott Shah Shaw Silva Singh Soto Stone Suárez Tanaka Thomas Torres Tran Vance Vargas Vega Wade Walker Wang Weaver Weber West White Willis Wong Wright Yang York Young Zamora Ziegler'.split(
    ' ',
  )

export const branches = [
  'Main Street',
  'Riverside',
  'Cedar Hill',
  'Airport Road',
  'Old Town',
  'Lakeview',
  'Eastgate',
  'Fairgrounds',
]

/** Department, title, how many (per branch where marked), and what they do in each application. */
export interface Post {
  readonly department: string
  readonly title: string
  readonly count: number
  readonly everyBranch?: boolean
  /** The first of these leads the department. */
  readonly leads?: boolean
  readonly core: string | null
  readonly loans: string | null
  readonly wires: string | null
}

const post = (
  department: string,
  title: string,
  count: number,
  [core, loans, wires]: readonly [string | null, string | null, string | null],
  more: Partial<Pick<Post, 'everyBranch' | 'leads'>> = {},
): Post => ({ department, title, count, core, loans, wires, ...more })

const branch = { everyBranch: true }
const lead = { leads: true }

export const posts: readonly Post[] = [
  post('Executive', 'Chief Executive Officer', 1, [null, null, null], lead),
  post('Executive', 'Chief Financial Officer', 1, ['Inquiry', null, 'Approver']),
  post('Executive', 'Chief Operating Officer', 1, ['Inquiry', 'Viewer', 'Approver']),
  post('Executive', 'Chief Risk Officer', 1, ['Inquiry', 'Viewer', 'Viewer']),
  post('Branch Operations', 'Director of Branch Operations', 1, ['Branch Manager', 'Viewer', 'Viewer'], lead),
  post('Branch Operations', 'Branch Manager', 1, ['Branch Manager', 'Viewer', 'Requester'], branch),
  post('Branch Operations', 'Head Teller', 2, ['Head Teller', null, null], branch),
  post('Branch Operations', 'Teller', 11, ['Teller', null, null], branch),
  post('Branch Operations', 'Member Service Representative', 3, ['Member Service', 'Intake', null], branch),
  post('Lending', 'Director of Lending', 1, ['Inquiry', 'Administrator', null], lead),
  post('Lending', 'Loan Officer', 18, ['Inquiry', 'Officer', null]),
  post('Lending', 'Loan Processor', 12, ['Loan Servicing', 'Processor', null]),
  post('Lending', 'Underwriter', 8, ['Inquiry', 'Underwriter', null]),
  post('Contact Center', 'Contact Center Manager', 1, ['Member Service', 'Viewer', null], lead),
  post('Contact Center', 'Contact Center Agent', 40, ['Member Service', 'Intake', null]),
  post('Payments', 'Payments Manager', 1, ['Payments', null, 'Approver'], lead),
  post('Payments', 'Wire Specialist', 7, ['Payments', null, 'Operator']),
  post('Payments', 'ACH Specialist', 6, ['Payments', null, 'Viewer']),
  post('Finance', 'Controller', 1, ['Accounting', null, 'Approver'], lead),
  post('Finance', 'Accountant', 11, ['Accounting', null, 'Viewer']),
  post('Compliance and Risk', 'Director of Compliance', 1, ['Inquiry', 'Viewer', 'Viewer'], lead),
  post('Compliance and Risk', 'Compliance Analyst', 7, ['Inquiry', 'Viewer', 'Viewer']),
  post('Compliance and Risk', 'Information Security Officer', 2, ['Security Administration', 'Viewer', 'Viewer']),
  post('Information Technology', 'Director of Technology', 1, ['Inquiry', null, null], lead),
  post('Information Technology', 'Core Systems Administrator', 4, [
    'Security Administration',
    'Administrator',
    'Administrator',
  ]),
  post('Information Technology', 'Support Technician', 12, ['Inquiry', null, null]),
  post('Collections', 'Collections Manager', 1, ['Loan Servicing', 'Viewer', null], lead),
  post('Collections', 'Collector', 10, ['Loan Servicing', 'Viewer', null]),
  post('Human Resources', 'Director of Human Resources', 1, [null, null, null], lead),
  post('Human Resources', 'HR Generalist', 5, [null, null, null]),
  post('Marketing', 'Marketing Manager', 1, [null, null, null], lead),
  post('Marketing', 'Marketing Specialist', 6, [null, null, null]),
]

/** Core banking: screen, function, access, privileged. */
export type Right = readonly [section: string, permission: string, access: string, privileged: boolean]

const inquiry: readonly Right[] = [
  ['Members', 'Member Inquiry', 'Read', false],
  ['Accounts', 'Account History', 'Read', false],
]
const teller: readonly Right[] = [
  ...inquiry,
  ['Teller', 'Cash Drawer', 'Full', false],
  ['Teller', 'Deposit and Withdrawal', 'Full', false],
  ['Teller', 'Check Cashing', 'Up to 2,500', false],
]

export const coreRights: Readonly<Record<string, readonly Right[]>> = {
  Inquiry: inquiry,
  Teller: teller,
  'Head Teller': [
    ...teller.slice(0, 4),
    ['Teller', 'Check Cashing', 'Up to 10,000', false],
    ['Teller', 'Vault', 'Full', true],
    ['Teller', 'Override Holds', 'Full', true],
  ],
  'Branch Manager': [
    ...inquiry,
    ['Members', 'Member Maintenance', 'Full', false],
    ['Teller', 'Override Holds', 'Full', true],
    ['Accounts', 'Fee Reversal', 'Full', true],
  ],
  'Member Service': [
    ...inquiry,
    ['Members', 'Member Maintenance', 'Full', false],
    ['Accounts', 'Open and Close Accounts', 'Full', false],
    ['Accounts', 'Fee Reversal', 'Up to 50', false],
  ],
  'Loan Servicing': [
    ...inquiry,
    ['Loans', 'Payment Posting', 'Full', false],
    ['Loans', 'Due Date Change', 'Full', false],
  ],
  Payments: [...inquiry, ['Payments', 'ACH Origination', 'Full', true], ['Payments', 'Stop Payment', 'Full', false]],
  Accounting: [
    ...inquiry,
    ['General Ledger', 'Journal Entry', 'Full', true],
    ['General Ledger', 'Reports', 'Read', false],
  ],
  'Security Administration': [
    ...inquiry,
    ['Security', 'User Maintenance', 'Full', true],
    ['Security', 'Group Maintenance', 'Full', true],
  ],
}

export const loanRights: Readonly<Record<string, readonly Right[]>> = {
  Viewer: [['Pipeline', 'View Applications', 'Read', false]],
  Intake: [['Pipeline', 'Create Application', 'Full', false]],
  Officer: [
    ['Pipeline', 'View Applications', 'Read', false],
    ['Pipeline', 'Create Application', 'Full', false],
    ['Decision', 'Approve Loan', 'Up to 25,000', false],
  ],
  Processor: [
    ['Pipeline', 'View Applications', 'Read', false],
    ['Closing', 'Prepare Documents', 'Full', false],
    ['Closing', 'Fund Loan', 'Full', true],
  ],
  Underwriter: [
    ['Pipeline', 'View Applications', 'Read', false],
    ['Decision', 'Approve Loan', 'Up to 250,000', true],
    ['Decision', 'Change Rate', 'Full', true],
  ],
  Administrator: [
    ['Pipeline', 'View Applications', 'Read', false],
    ['Setup', 'Products and Rates', 'Full', true],
    ['Setup', 'User Administration', 'Full', true],
  ],
}

export const wireRights: Readonly<Record<string, readonly Right[]>> = {
  Viewer: [['', 'View Wires', 'Read', false]],
  Requester: [['', 'Request Wire', 'Up to 50,000', false]],
  Operator: [
    ['', 'View Wires', 'Read', false],
    ['', 'Create Wire', 'Up to 250,000', true],
    ['', 'Release to Network', 'Full', true],
  ],
  Approver: [
    ['', 'View Wires', 'Read', false],
    ['', 'Approve Wire', 'Up to 1,000,000', true],
  ],
  Administrator: [['', 'User Administration', 'Full', true]],
}
