import { Application } from '../../src/contract/applications.ts'
import type { TestHost } from './test-host.ts'

const columns = {
  employeeId: 'Emp',
  firstName: 'First',
  lastName: 'Last',
  email: 'Mail',
  department: 'Dept',
  title: 'Title',
  manager: 'Boss',
}

/** An HR roster that takes `hr*.csv`. */
export const createRoster = (test: TestHost, name = 'HR roster', pattern = 'hr*.csv'): Promise<Application> =>
  test.ask(Application, 'POST', '/v1/applications', {
    kind: 'roster',
    name,
    rules: {
      fileGroups: [
        { id: '0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c02', name: 'People', pattern, profile: 'hr-roster', columns },
      ],
    },
  })

/** Rows of employee number, first name, last name, e-mail, department, title and manager's number; later ones may be left out. */
export const rosterOf = (...rows: readonly (readonly string[])[]): string =>
  [
    'Emp,First,Last,Mail,Dept,Title,Boss',
    ...rows.map((row) => Array.from({ length: 7 }, (_, i) => row[i] ?? '').join(',')),
  ].join('\n')
