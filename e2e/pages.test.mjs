// Addresses: each page has one, and the browser's own buttons work.

import assert from 'node:assert/strict'
import { hook, open, paste, refused, site, story } from './harness.mjs'

const heading = page => page.locator('main h1').filter({ visible: true }).first()

story('a link to a cause opens its page', {}, async page => {
  await open(page, '#/cause/connection-refused')
  assert.match(await heading(page).innerText(), /refused/i)
  assert.match(await page.title(), /refused/i)
})

story('the same link in Chinese', { locale: 'zh-TW' }, async page => {
  await open(page, '#/cause/connection-refused')
  assert.match(await heading(page).innerText(), /\p{Script=Han}/u)
})

story('an address that leads nowhere says so and leads back', {}, async page => {
  await open(page, '#/cause/made-up')
  await page.locator('main a[href="#/"]').filter({ visible: true }).first().click()
  await hook(page, 'paste-box').waitFor()
})

story('the back button returns to the paste and its verdict', {}, async page => {
  await open(page)
  await paste(page, refused())
  await page.evaluate(() => { location.hash = '#/cause/connection-refused' })
  await hook(page, 'paste-box').waitFor({ state: 'hidden' })
  assert.match(await heading(page).innerText(), /refused/i)

  await page.goBack()
  await hook(page, 'paste-box').waitFor()
  assert.match(await hook(page, 'paste-box').inputValue(), /Connection refused/)
  assert.equal(await hook(page, 'verdict').getAttribute('data-cause'), 'connection-refused')

  await page.goForward()
  await hook(page, 'paste-box').waitFor({ state: 'hidden' })
})

story('every link on every page leads to a page', {}, async page => {
  await open(page)
  const seen = new Set()
  const waiting = ['#/']
  while (waiting.length > 0) {
    const hash = waiting.pop()
    if (seen.has(hash)) continue
    seen.add(hash)
    await page.goto(site + hash)
    await heading(page).waitFor()
    const links = await page.locator('a[href]').evaluateAll(all => all.map(a => a.getAttribute('href')))
    for (const link of links) {
      // A jump within the page needs a place to land on.
      if (/^#[^/]/.test(link)) assert.equal(await page.locator(link).count(), 1, `${hash}: ${link}`)
      if (link.startsWith('#/')) waiting.push(link)
    }
  }
  assert.ok(seen.size > 10, `only ${seen.size} pages are linked to`)
})

/** Presses Tab until an element that matches has the focus. */
async function tabTo(page, selector) {
  for (let press = 0; press < 60; press++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(selector => document.activeElement.matches(selector), selector)) return
  }
  assert.fail(`60 times Tab did not reach ${selector}`)
}

story('every page can be walked to by keyboard', {}, async page => {
  await open(page)
  await tabTo(page, 'nav a[href="#/causes"]')
  await page.keyboard.press('Enter')
  await hook(page, 'paste-box').waitFor({ state: 'hidden' })
  // The focus goes along, or a screen reader would stay silent.
  assert.ok(await heading(page).evaluate(h1 => h1 === document.activeElement), 'the heading has the focus')
  await tabTo(page, 'main a[href^="#/cause/"]')
  const list = await heading(page).innerText()
  await page.keyboard.press('Enter')
  await page.waitForFunction(list => {
    const shown = [...document.querySelectorAll('main h1')].find(h1 => h1.checkVisibility())
    return shown && shown.innerText !== list
  }, list)
})

story('the first Tab offers to skip to the content', {}, async page => {
  await open(page)
  await page.evaluate(() => document.activeElement.blur())
  await page.keyboard.press('Tab')
  const link = page.locator(':focus')
  assert.match(await link.getAttribute('href'), /^#[^/]/)
  await page.keyboard.press('Enter')
  // It is a jump, not another page.
  await hook(page, 'paste-box').waitFor()
})

story('a verdict can be reached and copied by keyboard', {}, async page => {
  await open(page)
  await paste(page, refused())
  await hook(page, 'paste-box').focus()
  await tabTo(page, '[data-testid=fix] [data-testid=copy]')
  await page.keyboard.press('Enter')
  await hook(page, 'copy', '[data-copied=true]').waitFor()
})

for (const locale of ['en-US', 'zh-TW']) {
  story(`nothing scrolls sideways at 320 px (${locale})`, { locale, viewport: { width: 320, height: 640 } }, async page => {
    const width = () => page.evaluate(() => document.documentElement.scrollWidth)
    await open(page)
    assert.equal(await width(), 320, '#/')
    await paste(page, refused())
    // All of it: what is folded away must fit as well.
    await page.locator('details').evaluateAll(all => all.forEach(details => { details.open = true }))
    assert.equal(await width(), 320, 'the verdict')
    for (const hash of ['#/cause/connection-refused', '#/causes', '#/about']) {
      await open(page, hash)
      assert.equal(await width(), 320, hash)
    }
  })
}
