// Accessibility, as far as a machine can tell.

import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { readFile } from 'node:fs/promises'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** axe finds nothing on the page as it is now. */
export async function accessible(page, what) {
  // Evaluated, not added as a script: the page's own rules on scripts must not have to allow it.
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }))
  const told = violations.map(({ id, help, nodes }) =>
    `${id}: ${help}\n${nodes.map(({ html, failureSummary }) => `  ${html}\n    ${failureSummary.replaceAll('\n', '\n    ')}`).join('\n')}`)
  assert.equal(told.join('\n'), '', what)
}
