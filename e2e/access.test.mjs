// Accessibility, as far as a machine can tell: axe finds nothing, in both languages and in both themes.

import assert from 'node:assert/strict'
import { accessible as check } from './axe.mjs'
import { hook, open, paste, refused, story } from './harness.mjs'

for (const locale of ['en-US', 'zh-TW']) {
  for (const colorScheme of ['light', 'dark']) {
    story(`axe finds nothing (${locale}, ${colorScheme})`, { locale, colorScheme }, async page => {
      await open(page)
      await check(page, 'the empty page')
      await paste(page, refused())
      await check(page, 'a verdict')
      await page.locator('details').evaluateAll(all => all.forEach(details => { details.open = true }))
      await check(page, 'a verdict with all unfolded')
      for (const hash of ['#/cause/connection-refused', '#/causes', '#/about', '#/nowhere']) {
        await open(page, hash)
        await check(page, hash)
      }
    })
  }
}

story('the answer is announced to those who do not see it', {}, async page => {
  await open(page)
  await paste(page, refused())
  const said = await hook(page, 'verdict').locator('[role=status]').first().innerText()
  assert.match(said, /refused/i)
})
