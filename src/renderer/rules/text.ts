/** The words around the rules of an application, which several areas show. */
export const text = {
  mapping: 'What the columns mean',
  column: 'Column',
  sample: 'First values',
  means: 'Means',
  ignore: 'Not used',
  needs: {
    user: 'Say which column holds the user name.',
    entitlement: 'Say which column holds the permission, or its group, heading or section.',
    number: 'Say which column holds the employee number.',
  },
}
