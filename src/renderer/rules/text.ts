/** The words around the rules of an application, which several areas show. */
export const text = {
  mapping: 'What the columns mean',
  column: 'Column',
  sample: 'First values',
  means: 'Means',
  ignore: 'Not used',
  needUser: 'Say which column holds the user name.',
  needEntitlement: 'Say which column holds the permission, or its group, heading or section.',
}
