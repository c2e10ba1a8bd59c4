import type { WantedApplication as Wanted } from '../../../../contract/applications.ts'

const group = (nth: number, fields: Omit<Wanted['rules']['fileGroups'][number], 'id'>): Wanted['rules'] => ({
  fileGroups: [{ id: `5a3e0000-0000-4000-8000-00000000000${nth}`, ...fields }],
})

/** The roster and the three applications of the sample, with the rules that read their files. */
export const sampleApplications: readonly Wanted[] = [
  {
    kind: 'roster',
    name: 'HR roster',
    rules: group(1, {
      name: 'People',
      pattern: 'hr-roster-*.csv',
      profile: 'hr-roster',
      columns: {
        employeeId: 'Employee ID',
        firstName: 'First Name',
        lastName: 'Last Name',
        email: 'E-mail',
        title: 'Title',
        department: 'Department',
        office: 'Branch',
        manager: 'Manager ID',
        personType: 'Worker Type',
      },
      ignoredColumns: ['Hire Date'],
    }),
  },
  {
    name: 'Core Banking',
    priority: 'Critical',
    rules: group(2, {
      name: 'Operators and functions',
      pattern: 'core-users-*.csv',
      columns: {
        userName: 'Operator ID',
        fullName: 'Operator Name',
        employeeId: 'Employee No',
        office: 'Branch',
        group: 'Security Group',
        section: 'Screen',
        permission: 'Function',
        access: 'Access',
        privileged: 'Privileged',
        lastLogin: 'Last Login',
      },
    }),
  },
  {
    name: 'Loan Origination',
    priority: 'High',
    rules: group(3, {
      name: 'Users and permissions',
      pattern: 'loan-origination-*.csv',
      columns: {
        userName: 'User Name',
        fullName: 'Full Name',
        email: 'E-mail',
        group: 'Role',
        section: 'Area',
        permission: 'Permission',
        access: 'Access Level',
        privileged: 'Sensitive',
        active: 'Enabled',
      },
    }),
  },
  {
    name: 'Wire Desk',
    priority: 'Critical',
    rules: group(4, {
      name: 'Rights',
      pattern: 'wire-desk-*.txt',
      columns: {
        userName: 'Login',
        email: 'Login',
        fullName: 'Name',
        group: 'Profile',
        permission: 'Right',
        access: 'Limit',
        privileged: 'Critical',
      },
    }),
  },
]
