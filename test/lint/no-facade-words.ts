import { type Context, type Node, type Rule, child } from './oxlint-api.ts'

const words = /openidm|managed\/(?:user|role)|internal\/role|approvalData|userIds|(?<![\w.@])\/api(?:\/|(?![\w-]))/i

const messageOf = (word: string): string =>
  `"${word}" is a word of one API, and this code serves all of them: use the domain's own word. The spelling of object ids is in domain/shared/object-ids.ts.`

/** A regular expression may escape its slashes. */
const rawText = (node: Node): string => {
  const regex = node['regex'] as { readonly pattern: string } | undefined
  return regex ? regex.pattern.replaceAll('\\/', '/') : String(node['value'])
}

/** What is imported from where is the business of import-direction. */
const isImportSource = (node: Node): boolean =>
  node.parent !== null && child(node.parent ?? undefined, 'source') === node

/** Reports the words of the compatible APIs in code and comments; meant for everything that the APIs stand on. */
export const noFacadeWords: Rule = {
  meta: { type: 'problem' },
  create(context) {
    return {
      Program: () => {
        for (const comment of commentsOf(context)) report(context, comment, String(comment['value']))
      },
      Identifier: (node) => report(context, node, String(node['name'])),
      Literal: (node) => {
        if (!isImportSource(node)) report(context, node, rawText(node))
      },
      TemplateElement: (node) =>
        report(context, node, (node['value'] as { readonly cooked?: string | null }).cooked ?? ''),
    }
  },
}

const commentsOf = (context: Context): readonly Node[] => context.sourceCode.getAllComments()

function report(context: Context, node: Node, text: string): void {
  const word = words.exec(text)?.[0]
  if (word !== undefined) context.report({ node, message: messageOf(word) })
}
