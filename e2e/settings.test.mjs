// Language and colours: chosen, remembered, and at first as the browser has them.

import assert from 'node:assert/strict'
import { hook, open, paste, refused, story } from './harness.mjs'

const lang = page => page.locator('html').getAttribute('lang')
const heading = page => page.locator('main h1').filter({ visible: true }).first().innerText()

/** How light the page's ground is, from 0 to 255. */
const lightness = page => page.evaluate(() => {
  const colours = [document.body, document.documentElement].map(element => getComputedStyle(element).backgroundColor)
  const solid = colours.find(colour => !/, 0\)$|transparent/.test(colour)) ?? 'rgb(255, 255, 255)'
  const canvas = document.createElement('canvas').getContext('2d')
  canvas.fillStyle = solid
  canvas.fillRect(0, 0, 1, 1)
  const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data
  return (red + green + blue) / 3
})

story('the language is remembered', {}, async page => {
  await open(page)
  assert.equal(await lang(page), 'en')
  const english = await heading(page)

  await hook(page, 'lang-switch', '[data-lang=zh-Hant]').click()
  await page.locator('html[lang=zh-Hant]').waitFor()
  const chinese = await heading(page)
  assert.notEqual(chinese, english)

  await page.reload()
  await hook(page, 'paste-box').waitFor()
  assert.equal(await lang(page), 'zh-Hant')
  assert.equal(await heading(page), chinese)

  await hook(page, 'lang-switch', '[data-lang=en]').click()
  await page.locator('html[lang=en]').waitFor()
  assert.equal(await heading(page), english)
})

for (const [locale, expected] of [['zh-TW', 'zh-Hant'], ['en-GB', 'en'], ['fr-FR', 'en']]) {
  story(`a browser in ${locale} is greeted in ${expected}`, { locale }, async page => {
    await open(page)
    assert.equal(await lang(page), expected)
  })
}

story('a verdict changes its language where it stands', {}, async page => {
  await open(page)
  await paste(page, refused(3000))
  const english = await hook(page, 'sentence').innerText()
  await hook(page, 'lang-switch', '[data-lang=zh-Hant]').click()
  await page.locator('html[lang=zh-Hant]').waitFor()
  const chinese = await hook(page, 'sentence').innerText()
  assert.notEqual(chinese, english)
  assert.match(chinese, /\p{Script=Han}.*127\.0\.0\.1:3000|127\.0\.0\.1:3000.*\p{Script=Han}/su)
  assert.equal(await hook(page, 'verdict').getAttribute('data-cause'), 'connection-refused')
})

for (const colorScheme of ['light', 'dark']) {
  story(`a ${colorScheme} device gets a ${colorScheme} page`, { colorScheme }, async page => {
    await open(page)
    assert.equal(await lightness(page) > 128, colorScheme === 'light')
  })
}

story('the colours are remembered, whatever the device has', { colorScheme: 'light' }, async page => {
  await open(page)
  await hook(page, 'theme-switch', '[data-theme-choice=dark]').click()
  await page.locator('html[data-theme=dark]').waitFor()
  assert.ok(await lightness(page) < 128)

  await page.reload()
  await hook(page, 'paste-box').waitFor()
  assert.ok(await lightness(page) < 128)

  await hook(page, 'theme-switch', '[data-theme-choice=auto]').click()
  await page.locator('html[data-theme=auto]').waitFor()
  assert.ok(await lightness(page) > 128)
})
