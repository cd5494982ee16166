// What Lighthouse finds about the built site. `cargo xtask lighthouse` starts the server and sets the variables.
//
// Accessibility, best practices and search engines are to be at 100. The figure for speed depends on the machine, and
// the server of the tests compresses nothing, so it is told and not judged: size.snap and the speed tests hold what we
// promise.

import { launch as start } from 'chrome-launcher'
import lighthouse, { desktopConfig } from 'lighthouse'

const { WHY502_URL: site, WHY502_CHROMIUM: chromePath } = process.env
const pages = ['', 'guide/en/index.html', 'guide/zh-Hant/faq/what-is-502.html']
const judged = ['accessibility', 'best-practices', 'seo']
const chrome = await start({
  chromePath,
  chromeFlags: [
    '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync',
  ],
})
const trouble = []
try {
  for (const page of pages) {
    // A phone for the app, as Lighthouse does by itself; the static pages as on a desk.
    const config = page === '' ? undefined : desktopConfig
    const options = { port: chrome.port, logLevel: 'error', onlyCategories: page === '' ? [...judged, 'performance'] : judged }
    const { lhr } = await lighthouse(site + page, options, config)
    if (lhr.runtimeError) trouble.push(`${page}: ${lhr.runtimeError.message}`)
    const scores = Object.values(lhr.categories).map(({ id, score }) => `${id} ${Math.round((score ?? 0) * 100)}`)
    console.log(`${page || 'the app'}: ${scores.join(', ')}`)
    for (const { id, score, auditRefs } of Object.values(lhr.categories)) {
      if (!judged.includes(id) || score === 1) continue
      for (const { id: audit, weight } of auditRefs) {
        const { score, title, details, explanation } = lhr.audits[audit]
        if (weight === 0 || score === null || score === 1) continue
        const where = (details?.items ?? []).map(item => `\n    ${item.node?.snippet ?? item.description ?? JSON.stringify(item).slice(0, 300)}`)
        trouble.push(`${page || 'the app'}: ${id}: ${audit}: ${title}${explanation ? ` (${explanation})` : ''}${where.join('')}`)
      }
    }
    if (page === '') {
      for (const id of ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift', 'speed-index']) {
        console.log(`  ${id}: ${lhr.audits[id].displayValue}`)
      }
    }
  }
} finally {
  await chrome.kill()
}
if (trouble.length > 0) {
  console.error(`\nnot at 100:\n${trouble.join('\n')}`)
  process.exitCode = 1
}
