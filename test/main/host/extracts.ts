/** The n-th extract of a growing, shrinking application: the same for the one who imports and the one who checks. */
export function extractNumber(n: number): string {
  return (
    [
      'User,Name,Email,Group,Permission,Access',
      ...grantsOf(n).map(
        ([user, permission, access]) => `${user},${user} Doe,${user}@cu.example,Tellers,${permission},${access}`,
      ),
    ].join('\n') + '\n'
  )
}

/** Its grants: half of them change with every extract, and no two extracts are alike. */
export function grantsOf(n: number): [user: string, permission: string, access: string][] {
  const grants: [string, string, string][] = []
  for (let i = 0; i < 1200; i++) {
    if ((i + n) % 7 === 0) continue
    grants.push([`u${i % 400}`, `permission ${Math.floor(i / 400)}`, i % 2 === 0 ? 'Y' : `level ${n}`])
  }
  return grants
}
