/** Header names are compared without case and without spaces around them. */
export const fold = (name: string): string => name.trim().toLowerCase()
