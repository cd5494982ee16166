// The guide's static pages: whole without script, in both languages, from any folder.

import assert from 'node:assert/strict'
import { accessible } from './axe.mjs'
import { site, story } from './harness.mjs'

const LANGS = ['en', 'zh-Hant']
const PAGES = [
  'index', '502', 'causes', 'walk', 'fixes', 'commands', 'faq', 'prevention', 'seo', 'examples', 'timeouts',
  'cause/connection-refused', 'cause/unknown', 'faq/what-is-502', 'examples/php-fpm-nginx',
]

const address = (lang, key) => `${site}guide/${lang}/${key}.html`

for (const lang of LANGS) {
  story(`without script every page can be read (${lang})`, { javaScriptEnabled: false }, async page => {
    for (const key of PAGES) {
      await page.goto(address(lang, key))
      const text = await page.locator('main').innerText()
      assert.ok(text.length > 200, `${key} has only ${text.length} characters`)
      const sheet = await page.locator('body').evaluate(body => getComputedStyle(body).margin).catch(() => '0px')
      assert.equal(sheet, '0px', `${key} has its style`)
    }
  })

  for (const colorScheme of ['light', 'dark']) {
    story(`axe finds nothing on the static pages (${lang}, ${colorScheme})`, { colorScheme }, async page => {
      for (const key of PAGES) {
        await page.goto(address(lang, key))
        await page.locator('details').evaluateAll(all => all.forEach(details => { details.open = true }))
        await accessible(page, `${lang}/${key}`)
      }
    })
  }

  story(`no static page scrolls sideways at 320 px (${lang})`, { viewport: { width: 320, height: 640 } }, async page => {
    for (const key of PAGES) {
      await page.goto(address(lang, key))
      await page.locator('details').evaluateAll(all => all.forEach(details => { details.open = true }))
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, key)
    }
  })
}

story('each page leads to the same page in the other language', {}, async page => {
  for (const key of PAGES) {
    await page.goto(address('en', key))
    const other = await page.locator('.switches a[hreflang="zh-Hant"]').evaluate(link => link.href)
    assert.equal(other, address('zh-Hant', key))
    await page.locator('.switches a').click()
    assert.equal(page.url(), address('zh-Hant', key))
    assert.match(await page.locator('h1').innerText(), /\p{Script=Han}/u)
  }
})

story('a hop is chosen by keyboard, without script', { javaScriptEnabled: false }, async page => {
  await page.goto(address('en', '502'))
  const shown = () => page.locator('.hop-panel').filter({ visible: true })
  assert.equal(await shown().count(), 1)
  assert.equal(await shown().getAttribute('data-hop'), 'proxy')
  await page.locator('[name=hop]:checked').focus()
  await page.keyboard.press('ArrowRight')
  assert.equal(await shown().getAttribute('data-hop'), 'network')
})

story('on paper everything is unfolded', {}, async page => {
  await page.emulateMedia({ media: 'print' })
  await page.goto(address('en', '502'))
  assert.equal(await page.locator('.hop-panel').filter({ visible: true }).count(), 6)
  assert.ok(await page.locator('details dd').last().isVisible(), 'folded text is printed')
})

story('a static page leads into the tool, and the tool without script leads to the static pages', {}, async page => {
  await page.goto(address('en', 'faq/what-is-502'))
  await page.locator('.to-app a').first().click()
  await page.locator('[data-testid=book][data-page="faq/what-is-502"]').waitFor()
  const links = await page.evaluate(async () => {
    const html = await (await fetch(document.baseURI.split('#')[0])).text()
    return [...new DOMParser().parseFromString(html, 'text/html').querySelectorAll('.boot a')].map(a => a.getAttribute('href'))
  })
  assert.deepEqual(links.filter(link => link.startsWith('guide/')), ['guide/en/index.html', 'guide/zh-Hant/index.html'])
})
