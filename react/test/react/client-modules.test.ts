// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

const source = new URL('../../src/', import.meta.url).pathname

const modules = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /\.tsx?$/u.test(file),
)

const textOf = (file: string): string => readFileSync(join(source, file), 'utf8')

/** Whether a module runs something of React, rather than only naming its types. */
function usesReact(file: string): boolean {
  return ts
    .createSourceFile(file, textOf(file), ts.ScriptTarget.Latest)
    .statements.filter(ts.isImportDeclaration)
    .some(({ moduleSpecifier, importClause }) => {
      const { text } = moduleSpecifier as ts.StringLiteral
      const bindings = importClause?.namedBindings
      const isTyped =
        importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword ||
        (bindings !== undefined &&
          ts.isNamedImports(bindings) &&
          bindings.elements.every((element) => element.isTypeOnly))
      return /^(?:react|react-dom|@tanstack\/react-virtual)$/u.test(text) && !isTyped
    })
}

test('every module that runs React, or draws, is for the browser', () => {
  const own = modules.filter((file) => file.endsWith('.tsx') || usesReact(file))

  expect(own.length).toBeGreaterThan(20)
  expect(own.filter((file) => !textOf(file).startsWith("'use client'\n"))).toEqual([])
})

test('what a server may call is not for the browser alone', () => {
  const shared = modules.filter((file) => /^(?:core|format|supabase|pusher|testing)\//u.test(file))

  expect(shared.filter((file) => textOf(file).startsWith("'use client'"))).toEqual([])
})
